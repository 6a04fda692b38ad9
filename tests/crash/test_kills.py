"""Killed at any step or instant, does a command leave the old index or the new one, whole?"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from statistics import median

import pytest

from crash.killed import BEGUN, POINTING, PUBLISHING, writing
from crash.scenes import Scene, child, finish, run, scene
from indexer.generations import pointer, tombstones
from indexer.maintenance.check import flaws
from indexer.maintenance.purge import unfinished
from indexer.maintenance.purge_targets import named
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex

# real processes, started again and again
pytestmark = pytest.mark.slow

SEED = 20_261_124
DURING_PUBLICATION = 0.3
PURGED = "https://journal.example/titre-1000003.html"

Scale = Callable[[int, int], int]
Tell = Callable[[str], None]


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def stage(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    environment: dict[str, str],
) -> Scene:
    """The scene of each engine."""
    return scene(tmp_path_factory.mktemp(request.param), request.param, environment)


def told(environment: dict[str, str], *command: str | Path) -> list[str]:
    """The steps that a command takes to its end."""
    process = child(0, command, environment)
    lines = finish(process).splitlines()
    assert process.returncode == 0
    return [line for line in lines if line.startswith(("call ", "return "))]


def steps(stage: Scene, root: Path, environment: dict[str, str], *command: str | Path) -> int:
    """How many steps a command takes on a copy of the index."""
    found = told(environment, *command)
    assert {"call indexer.atomic_file:flush", "return indexer.generations.pointer:write"} <= {
        *found
    }
    stage.copy(root)
    return len(found)


def test_every_module_that_writes_can_be_killed_in(
    stage: Scene, tmp_path: Path, environment: dict[str, str]
) -> None:
    root = stage.copy(tmp_path / "index")
    index = ("--index", root)
    commands = (
        stage.command(root),
        ("rollback", *index),
        ("purge", PURGED, "--yes", *index),
        ("key", "add", "un", *index),
        ("backup", tmp_path / "saved", *index),
        ("restore", tmp_path / "saved", *index),
    )
    steps = [step for command in commands for step in told(environment, *command)]
    modules = {step.partition(" ")[2].partition(":")[0] for step in steps}
    assert {"indexer.indexing.publication", "indexer.maintenance.purge"} <= modules
    assert modules == set(writing().values())


def test_a_reindex_killed_at_any_step_leaves_the_old_index_or_the_new_one(
    stage: Scene, tmp_path: Path, environment: dict[str, str], scale: Scale, tell: Tell
) -> None:
    root = stage.copy(tmp_path / "index")
    command = stage.command(root)
    count = steps(stage, root, environment, *command)
    outcomes: Counter[str] = Counter()
    # the last ones come after the swap
    for rank in range(count, 0, -scale(max(1, count // 2), 1)):
        stage.copy(root)
        process = child(rank, command, environment)
        finish(process)
        if process.returncode != -signal.SIGKILL:
            continue  # runs do not all take the same steps
        outcomes[stage.outcome(root)] += 1
        assert stage.mend(root) == ""
    tell(f"{stage.engine} : {outcomes.total()} arrêts à des étapes nommées, {dict(outcomes)}")
    assert set(outcomes) == {"old", "new"}


def instants(
    root: Path, stage: Scene, environment: dict[str, str], measured: int
) -> tuple[float, float, float]:
    """When a reindex begins to publish, changes the pointer, and ends: seconds since it began."""
    rows = []
    for _ in range(measured):
        stage.copy(root)
        process = child(-1, stage.command(root), environment)
        assert process.stdout is not None
        begun, times = 0.0, []
        for line in process.stdout:
            if line.strip() == BEGUN:
                begun = time.monotonic()
            elif line.strip() in (PUBLISHING, POINTING):
                times.append(time.monotonic() - begun)
        process.wait()
        finish(process)
        rows.append((*times, time.monotonic() - begun))
    first, second, third = (median(column) for column in zip(*rows, strict=True))
    return first, second, third


def test_a_reindex_killed_at_any_instant_leaves_the_old_index_or_the_new_one(
    stage: Scene, tmp_path: Path, environment: dict[str, str], scale: Scale, tell: Tell
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same instants each time
    root, wanted, least = tmp_path / "index", scale(1, 50), scale(0, 5)
    publishing, pointing, end = instants(root, stage, environment, scale(1, 3))
    outcomes: Counter[str] = Counter()
    during = 0
    while outcomes.total() < wanted or during < least:
        stage.copy(root)
        publication = chance.random() < DURING_PUBLICATION
        instant = chance.uniform(publishing, pointing) if publication else chance.uniform(0, end)
        process = child(-1, stage.command(root), environment)
        assert process.stdout is not None
        while process.stdout.readline().strip() != BEGUN:
            pass
        time.sleep(instant)
        process.kill()
        told = finish(process)
        if process.returncode != -signal.SIGKILL:
            continue
        during += PUBLISHING in told and POINTING not in told
        outcomes[stage.outcome(root)] += 1
        assert stage.mend(root) == ""
    tell(
        f"{stage.engine} : {outcomes.total()} arrêts au hasard en {end:.1f} s, dont {during} "
        f"pendant la publication, {dict(outcomes)}"
    )
    assert set(outcomes) <= {"old", "new"}


def found(archive: PublishedIndex, text: str) -> int:
    """How many articles a reader finds."""
    with archive.open_generation() as opened:
        return service.run(ask(SearchRequest(text=text), opened.searcher)).total


# What may be run after a purge that was killed
ENDINGS = (("purge",), ("reindex",), ("reindex", "--full"), ("purge", PURGED, "--yes"))


def test_a_purge_killed_at_any_step_is_finished_by_whoever_writes_next(
    stage: Scene, tmp_path: Path, environment: dict[str, str], scale: Scale, tell: Tell
) -> None:
    root, article = stage.copy(tmp_path / "index"), named(PURGED)
    command = ("purge", PURGED, "--yes", "--index", root)
    count = steps(stage, root, environment, *command)
    outcomes: Counter[str] = Counter()
    ranks = range(count, 0, -scale(max(1, count // len(ENDINGS)), 1))
    for rank, ending in zip(ranks, cycle(ENDINGS), strict=False):
        served = PublishedIndex(stage.copy(root))
        assert found(served, "titre:3") == 1
        process = child(rank, command, environment)
        finish(process)
        if process.returncode != -signal.SIGKILL:
            continue
        began = article in tombstones.read(root)
        outcomes[f"{'begun' if began else 'not begun'}, {' '.join(ending[:2])}"] += 1
        assert found(served, "titre:3") == (not began)
        if not began:
            continue
        ended = run(*ending, "--index", root, environment=environment)
        assert ended.returncode == 0 or "nommer" in ended.stderr, ended.stderr
        assert not unfinished(root)
        assert not found(served, "titre:3")
        assert found(served, "port")
        names = {path.name for path in (root / "generations").iterdir()}
        assert names == set(pointer.read(root).all)
        assert not list(flaws(root))
    tell(f"{stage.engine} : {outcomes.total()} arrêts pendant une purge, {dict(outcomes)}")
    assert outcomes
