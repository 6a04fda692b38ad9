"""Is every damage noticed by `check`, and is no wrong answer served once files were verified?"""

import os
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.every_engine import LOCAL
from support.pages import answers, found_by

from crash.scenes import run, scene
from indexer.errors import ManchetteError
from indexer.generations import journal, pointer
from indexer.maintenance.check import flaws
from indexer.serving.published_index import PublishedIndex

pytestmark = pytest.mark.slow

SEED = 20_261_124

Scale = Callable[[int, int], int]
Tell = Callable[[str], None]
Damage = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> dict[str, Path]:
    """An index of each engine: three generations, two of which share files."""
    found = {}
    for engine in LOCAL:
        stage = scene(tmp_path_factory.mktemp(engine), engine, environment)
        built = run("reindex", stage.pages, "--index", stage.template, environment=environment)
        assert built.returncode == 0, built.stderr
        for number in (5, 6):
            page = stage.pages / f"{number:05}.txt"
            page.write_text(page.read_text().replace("du large", f"du large {number}"))
        built = run("reindex", stage.pages, "--index", stage.template, environment=environment)
        assert built.returncode == 0, built.stderr
        found[engine] = stage.template
    return found


def kind(path: Path) -> str:
    """Files of one kind hold the same sort of thing: what follows the last point, or the name."""
    return path.name if path.suffix in ("", ".json", ".sqlite") else path.suffix


def files(root: Path) -> dict[str, list[Path]]:
    """Every file of an index by its kind, but locks and how the last run ended."""
    found = defaultdict(list)
    for path in sorted(root.rglob("*")):
        is_aside = path.name.lower().endswith("lock") or path.name == "last_run.json"
        if path.is_file() and path.stat().st_size and not is_aside:
            found[kind(path)].append(path)
    return found


def flip(path: Path, chance: random.Random) -> None:
    """Turn one bit."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    """Lose the end."""
    os.truncate(path, chance.randrange(path.stat().st_size))


def delete(path: Path, _: random.Random) -> None:
    """Lose all of it."""
    path.unlink()


DAMAGES: tuple[Damage, ...] = (flip, flip, cut, delete)


@contextmanager
def damaged(path: Path, damage: Damage, chance: random.Random, aside: Path) -> Iterator[None]:
    """A file damaged for the block, under every name it has, then as it was; `aside` is free."""
    whole, status = path.read_bytes(), path.stat()
    aside.hardlink_to(path)
    damage(path, chance)
    try:
        yield
    finally:
        aside.write_bytes(whole)
        os.utime(aside, ns=(status.st_atime_ns, status.st_mtime_ns))
        if not path.exists():
            path.hardlink_to(aside)
        aside.unlink()


def served(root: Path) -> tuple[str, list[Any]]:
    """What an archive answers once its threads have verified what it opened, and from where."""
    archive = PublishedIndex(root)
    try:
        with archive.open_generation():
            pass
        for thread in threading.enumerate():
            if "_verify" in thread.name:  # its target; others are not ours to await
                thread.join()
        with archive.open_generation() as opened:
            found = found_by(opened.searcher)
            name = opened.manifest.generation
    except ManchetteError:
        return "", []
    return name, found


def truth(root: Path) -> dict[str, list[Any]]:
    """What each generation of an index answers."""
    published = pointer.read(root)
    found = {}
    for name in published.all:
        pointer.write(root, published.back_to(name))
        found[name] = answers(root)
    pointer.write(root, published)
    return found


def test_every_damage_is_noticed_and_none_is_served(
    roots: dict[str, Path], scale: Scale, tell: Tell
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same damages each time
    expected = {engine: truth(root) for engine, root in roots.items()}
    assert not any(list(flaws(root)) for root in roots.values())
    kinds = [(engine, name) for engine, root in roots.items() for name in files(root)]
    tally: Counter[str] = Counter()
    for rank in range(scale(2 * len(kinds), 500)):
        engine, name = kinds[rank % len(kinds)]
        root = roots[engine]
        path = chance.choice(files(root)[name])
        damage = DAMAGES[chance.randrange(len(DAMAGES))]
        if path.parent.name == journal.FOLDER and damage is delete:
            damage = cut  # an entry that went is a step that is not known, which is no damage
        with damaged(path, damage, chance, roots[engine].with_name("aside")):
            noticed = any(True for _ in flaws(root))
            generation, found = served(root)
        tally["noticed"] += noticed
        tally["refused" if not generation else "served"] += 1
        tally["wrong"] += bool(generation) and found != expected[engine][generation]
        assert noticed, (engine, path, damage.__name__)
    total = tally["refused"] + tally["served"]
    assert not any(list(flaws(root)) for root in roots.values())
    tell(
        f"{total} dégâts sur {len(kinds)} sortes de fichiers : {tally['noticed']} remarqués, "
        f"{tally['served']} fois servi par une génération intacte, {tally['refused']} fois refusé, "
        f"{tally['wrong']} mauvaises réponses"
    )
    assert (tally["noticed"], tally["wrong"]) == (total, 0)
