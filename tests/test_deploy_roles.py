"""Does each role of deploy/ allow what its side asks of a real cluster, and no more?"""

import json
import logging
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from http import HTTPStatus
from pathlib import Path
from shutil import copytree
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import yaml
from click.testing import CliRunner
from every_engine import running
from whoosh.query import Every

from indexer import config, upkeep
from indexer.cli import reindex
from indexer.engines import EngineRequest, Sort, remote
from webapp import create_app

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
ROLES = ROOT / "deploy/opensearch/roles.yml"
COMMANDS = {one.name: one for one in (reindex, *upkeep.COMMANDS)}
CLUSTER, INDEX = "cluster_permissions", "index_permissions"


class Rest(NamedTuple):
    """A request of the client, whose path names indices, and the actions it is on the cluster."""

    method: str
    path: str
    cluster: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()


_READ, _WRITE, _ADMIN = "indices:data/read", "indices:data/write", "indices:admin"
REQUESTS = (
    Rest("GET", r"/", ("cluster:monitor/main",)),
    Rest("GET", r"/_cluster/health/([^/]+)", ("cluster:monitor/health",)),
    Rest("GET", r"/([^/]+)/_mapping", indices=(f"{_ADMIN}/mappings/get",)),
    Rest("PUT", r"/([^/]+)/_mapping", indices=(f"{_ADMIN}/mapping/put",)),
    Rest("POST", r"/([^/]+)/_search", indices=(f"{_READ}/search",)),
    Rest("POST", r"/([^/]+)/_count", indices=(f"{_READ}/search",)),
    Rest("POST", r"/([^/]+)/_msearch", (f"{_READ}/msearch",), (f"{_READ}/search",)),
    Rest("POST", r"/([^/]+)/_mget", (f"{_READ}/mget",), (f"{_READ}/mget[shard]",)),
    Rest("POST", r"/([^/]+)/_search/point_in_time", indices=(f"{_READ}/point_in_time/create",)),
    # of the indices of a point in time
    Rest("POST", r"/_search", indices=(f"{_READ}/search",)),
    Rest("DELETE", r"/_search/point_in_time", indices=(f"{_READ}/point_in_time/delete",)),
    Rest(
        "POST",
        r"/([^/]+)/_bulk",
        (f"{_WRITE}/bulk",),
        (f"{_WRITE}/bulk[s]", f"{_WRITE}/index", f"{_WRITE}/delete"),
    ),
    Rest("PUT", r"/([^/_]+)", indices=(f"{_ADMIN}/create",)),
    Rest("DELETE", r"/([^/_]+)", indices=(f"{_ADMIN}/delete",)),
    Rest("PUT", r"/([^/]+)/_clone/([^/]+)", indices=(f"{_ADMIN}/resize",)),
    Rest("PUT", r"/([^/]+)/_settings", indices=(f"{_ADMIN}/settings/update",)),
    Rest("POST", r"/([^/]+)/_refresh", indices=(f"{_ADMIN}/refresh",)),
    Rest("POST", r"/([^/]+)/_flush", indices=(f"{_ADMIN}/flush",)),
    Rest("POST", r"/([^/]+)/_forcemerge", indices=(f"{_ADMIN}/forcemerge",)),
    Rest("POST", r"/([^/]+)/_close", indices=(f"{_ADMIN}/close",)),
    Rest("POST", r"/([^/]+)/_open", indices=(f"{_ADMIN}/open",)),
    Rest("POST", r"/_aliases", indices=(f"{_ADMIN}/aliases",)),
)


@pytest.fixture
def alias(request: pytest.FixtureRequest) -> Iterator[str]:
    """What the indices of the test are called on the cluster that the settings name."""
    with running(request, "opensearch"):
        yield config.load().opensearch_alias


def asked(caplog: pytest.LogCaptureFixture, alias: str) -> dict[str, set[str]]:
    """The actions of the requests that were logged, their indices being those of the alias."""
    found: dict[str, set[str]] = {CLUSTER: set(), INDEX: set()}
    for record in caplog.records:
        if record.funcName != "log_request_success" or record.levelno != logging.INFO:
            continue
        method, url, *_ = record.args or ()
        rest, names = named(str(method), urlsplit(str(url)).path)
        assert all(fnmatchcase(name, f"{alias}*") for name in names)
        found[CLUSTER] |= set(rest.cluster)
        found[INDEX] |= set(rest.indices)
    return found


def named(method: str, path: str) -> tuple[Rest, list[str]]:
    """The row of a request and the indices that it names."""
    for rest in REQUESTS:
        if method == rest.method and (match := re.fullmatch(rest.path, path)):
            return rest, [name for group in match.groups() for name in group.split(",")]
    raise AssertionError(f"{method} {path}")


def allowed(role: str) -> dict[str, list[str]]:
    (row,) = (one for name, one in yaml.safe_load(ROLES.read_text()).items() if name == role)
    (of_indices,) = row[INDEX]
    assert of_indices["index_patterns"] == ["manchette", "manchette-*"]
    return {CLUSTER: row[CLUSTER], INDEX: of_indices["allowed_actions"]}


def assert_is_what(role: str, actions: dict[str, set[str]]) -> None:
    """Assert that a role allows all of some actions, and that each of its rows is for one."""
    for kind, patterns in allowed(role).items():
        used = {one: [name for name in actions[kind] if fits(name, one)] for one in patterns}
        assert {name for some in used.values() for name in some} == actions[kind]
        assert [one for one, some in used.items() if not some] == []


def fits(action: str, pattern: str) -> bool:
    """Whether a pattern of a role allows an action: a star is any characters."""
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), action))


def test_the_roles_allow_what_is_asked(
    alias: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "opensearch")
    dumps = copytree(ROOT / "samples", tmp_path / "dumps")
    root = ["--index", str(tmp_path / "index")]

    def run(name: str, *arguments: str) -> int:
        return CliRunner().invoke(COMMANDS[name], [*arguments, *root]).exit_code

    assert run("reindex", str(dumps), "--engine", "opensearch") == 3
    text, *_, gone = sorted(dumps.rglob("*.txt"))
    text.write_text(f"{text.read_text('utf-8')}Une phrase de plus.\n", "utf-8")
    gone.unlink()
    assert run("reindex") in {0, 3}
    assert run("check") == 0
    assert run("status") == 0
    assert run("rollback") == 0
    # the oldest of those that are kept goes with the last
    for _ in range(2):
        assert run("reindex", "--full") in {0, 3}
    assert_is_what("manchette_indexer", asked(caplog, alias))

    caplog.clear()
    web = create_app(config.load(engine="opensearch")).test_client()
    found = json.loads(web.get("/api/v1/search?q=").data)["hits"][0]["id"]
    addresses = (
        "/?q=grève",
        "/?q=élect*&sort=newest",
        f"/article/{found}",
        "/api/v1/suggest?q=gr",
        "/search.csv?q=",
        "/valeurs/tag",
    )
    for address in addresses:
        # a slow machine gives an answer up, and knows some of its words the next time
        assert any(web.get(address).status_code == HTTPStatus.OK for _ in range(5))
    engine = remote("opensearch")
    assert engine
    searcher = engine.opened(engine.published()[0])
    far = EngineRequest(matching=Every(), selections={}, sort=Sort.NEWEST, offset=10_000, limit=10)
    assert searcher.search(far).hits == ()
    searcher.close()
    assert_is_what("manchette_web", asked(caplog, alias))
