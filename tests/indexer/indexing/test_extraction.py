"""Does a file that makes its reader hang, swell or die cost that file only?"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processes import descendants
from support.pages import page
from support.places import SUPPORT

from indexer.generations.source_records import IGNORED, READ, UNREADABLE
from indexer.indexing import extraction
from indexer.indexing.examination import examine
from indexer.indexing.extraction import Pending, results
from indexer.indexing.file_result import SAME
from indexer.indexing.packing import unpacked

# real processes and damages, a second each
pytestmark = pytest.mark.slow

SCRIPT = SUPPORT / "trapped.py"


def trapped(folder: Path, environment: dict[str, str], seconds: int = 2) -> list[list[Any]]:
    """What the reader that is a trap gives of every file of a folder."""
    ended = subprocess.run(
        [sys.executable, SCRIPT, str(seconds), *sorted(folder.iterdir())],
        env={**environment, "PYTHONPATH": str(SCRIPT.parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize(
    ("trap", "reason"),
    [
        pytest.param("hang", "plus de 2 s", id="sans fin"),
        pytest.param("swell", "plus de 1 Go de mémoire", id="gonflé"),
        pytest.param("die", "tué son processus", id="tué"),
        pytest.param("fail", "LookupError", id="erreur"),
        pytest.param("nest", "contenu trop imbriqué", id="imbriqué"),
    ],
)
def test_a_reader_that_hangs_swells_or_dies_costs_its_file_only(
    trap: str, reason: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(page(number))
    for number in (3, 4, 20):
        (tmp_path / f"{number:02}.piege").write_text(trap)
    (tmp_path / "31.piege").write_text("rien")
    found = trapped(tmp_path, environment)
    assert [name for name, *_ in found] == sorted(path.name for path in tmp_path.iterdir())
    bad = [(name, state, reasons) for name, state, articles, reasons in found if not articles]
    assert [(name, state) for name, state, _ in bad] == [
        (f"{number:02}.piege", UNREADABLE) for number in (3, 4, 20)
    ]
    assert all(reason in reasons[0] for *_, reasons in bad)


def test_a_reader_has_ten_seconds(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "1.piege").write_text("hang")
    ((_, state, _, (reason,)),) = trapped(tmp_path, environment, extraction.SECONDS)
    assert (state, "10 s" in reason) == (UNREADABLE, True)


def test_files_come_back_in_the_order_given_and_none_is_taken_far_ahead(tmp_path: Path) -> None:
    taken = 0

    def files() -> Any:
        nonlocal taken
        for number in range(100):
            path = tmp_path / f"{number}.txt"
            path.write_text(page(number, body="Le port. " * (1 + number % 7) * 50))
            taken += 1
            yield Pending(path=path, size=0, mtime_ns=0, known=b"")

    found = results(files(), 2)
    names = []
    for file, result in found:
        names.append(file.path.name)
        assert result.state == READ
        assert taken - len(names) < 2 * extraction.AHEAD * extraction.TOGETHER
    assert names == [f"{number}.txt" for number in range(100)]


def test_a_reading_left_early_leaves_no_process(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(page(number))
    files = [
        Pending(path=path, size=0, mtime_ns=0, known=b"") for path in sorted(tmp_path.iterdir())
    ]
    list(results(files[:1], 1))
    before = descendants()
    found = results(files, 2)
    next(found)
    assert len(descendants() - before) == 2
    found.close()
    assert descendants() == before


def test_a_file_is_examined_to_the_end_only_if_its_bytes_are_others(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(page(1) + page(2))
    first = examine(path, b"")
    assert (first.state, len(first.captures), first.rejected) == (READ, 2, ())
    assert examine(path, first.digest).state == SAME
    path.write_text(page(1))
    again = examine(path, first.digest)
    assert again.state == READ
    assert again.digest != first.digest
    assert again.captures[0].content == first.captures[0].content
    assert unpacked(again.captures[0].packed).article.title == "Page 1"
    (tmp_path / "image.jpg").write_bytes(b"\xff\xd8")
    assert examine(tmp_path / "image.jpg", b"").state == IGNORED
    assert examine(tmp_path, b"").state == UNREADABLE
