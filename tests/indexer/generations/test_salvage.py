"""Are the sources, the count and the engine of an index known whatever is damaged of it?"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support import former
from support.every_engine import LOCAL
from support.pages import page, write_pages

from indexer.generations import pointer, store
from indexer.generations.salvage import Salvaged, salvage
from indexer.indexing.reindex import reindex

# every file of an index, damaged in turn
pytestmark = pytest.mark.slow

SEED = 27
ARTICLES = 12


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def remove(path: Path, _: random.Random) -> None:
    path.unlink()


@pytest.fixture(scope="module", params=LOCAL)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations, and what is known of it."""
    folder = tmp_path_factory.mktemp(request.param)
    pages = write_pages(folder / "pages", range(ARTICLES))
    reindex([pages], folder / "index", request.param, lambda *_: None)
    (pages / "00000.txt").write_text(page(0, body="Un phare."))
    reindex([pages], folder / "index", request.param, lambda *_: None)
    return folder / "index"


def _holds(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def known(root: Path) -> Salvaged:
    pages = root.parent / "pages"
    return Salvaged(roots=(pages,), articles=ARTICLES, engine=store.current(root).engine)


@pytest.mark.parametrize("damage", [flip, cut, remove])
def test_one_damage_anywhere_leaves_all_of_it_known(
    damage: Callable[[Path, random.Random], None], whole: Path, tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same damages each time
    expected = known(whole)
    root = Path(shutil.copytree(whole, tmp_path / "index"))
    paths = [path for path in sorted(root.rglob("*")) if _holds(path)]
    assert len(paths) > 15
    for path in 2 * paths:
        data = path.read_bytes()
        damage(path, chance)
        assert salvage(root) == expected, path
        path.write_bytes(data)


def test_an_index_of_the_version_before_is_known(whole: Path, tmp_path: Path) -> None:
    expected = known(whole)
    root = Path(shutil.copytree(whole, tmp_path / "index"))
    former.downgrade(root)
    assert salvage(root) == expected


def test_without_manifest_or_records_the_generation_before_is_asked(
    whole: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(whole, tmp_path / "index"))
    shutil.rmtree(store.place(root, pointer.read(root).serving))
    assert salvage(root) == known(whole)


def test_of_nothing_nothing_is_known(tmp_path: Path) -> None:
    assert salvage(tmp_path / "absent") == Salvaged()
