"""Which tests does a run have, and which of its processes runs which?"""

import re

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

# What a test with a long form asks for, or is marked with
LONG_FIXTURES = {"scale", "within", "tell"}
LONG_MARKS = {"long", "hypothesis"}
# The names of tests that ask for the cluster; test_roles has a node of its own
OF_THE_CLUSTER = r"opensearch|^tests/cluster/(?!test_roles)|test_agreement"


@pytest.hookimpl(trylast=True)  # Hypothesis marks its tests first
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the long form what is marked so, and to the suite what has no long form."""
    wanted = _has_long_form if config.getoption("--long") else _is_in_the_suite
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = filter(wanted, items)


def _is_in_the_suite(item: pytest.Item) -> bool:
    return not item.get_closest_marker("long")


def _has_long_form(item: pytest.Item) -> bool:
    asked = item.fixturenames if isinstance(item, pytest.Function) else ()
    marks = {mark.name for mark in item.iter_markers()}
    return not LONG_FIXTURES.isdisjoint(asked) or not LONG_MARKS.isdisjoint(marks)


class OneCluster(LoadFileScheduling):  # type: ignore[misc]
    """The tests of a file run in one process, and those of the cluster all in one: it is heavy."""

    def _split_scope(self, nodeid: str) -> str:
        return "cluster" if re.search(OF_THE_CLUSTER, nodeid) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneCluster | None:
    """Share out the slow half, which waits for files, servers and clusters."""
    return OneCluster(config, log) if config.getoption("--dist") == "loadfile" else None
