"""Does a file stay within 1 GB of memory, whatever it holds, or is it refused by name?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import descendants, peak
from support.places import SUPPORT

from indexer.generations.source_records import READ, UNREADABLE
from indexer.indexing import extraction
from indexer.indexing.extraction import Pending, results
from indexer.readers.part import MAX_BYTES

# files of the largest size, a few seconds each
pytestmark = pytest.mark.slow

GIGABYTE = 1_000_000_000
# Memory is asked about here, not time: another machine is slower
PATIENCE = 120
# Enough to take gigabytes where characters take hundreds of bytes each
HEAVY = 6_000_000
PATIENT = SUPPORT / "patient.py"
ADDRESS = "https://journal.example/titre-1000001.html\n"
DATED = "2023-01-01T10:00+0100\nhttps://journal.example/image.jpg\n"
STAMP = "Titre\n10:00 01.01.2023 Un chapô.\n"
BLOCK = "Corps.\nLa Rédaction redaction@journal.example\n2023\n"


def full(unit: str, size: int = MAX_BYTES - 1000) -> str:
    """So many bytes of one piece of text."""
    return unit * (size // len(unit.encode()))


def numbered(count: int) -> str:
    return ", ".join(f"tag {number}" for number in range(count))


def body(text: str) -> str:
    """A page whose body is this text."""
    return f"{ADDRESS}Titre\nTitre\n{DATED}Corps.\n{STAMP}{text}\nFin.\n"


SHAPES: dict[str, Callable[[], str]] = {
    "un mot": lambda: body(full("a")),
    "un mot accentué": lambda: body(full("é", HEAVY)),
    "un mot à apostrophes": lambda: body(full("a'")),
    "des idéogrammes": lambda: body(full("漢", HEAVY)),
    "deux alphabets": lambda: body("a" + full("а", HEAVY)),
    "des accents": lambda: body(full("e\u0315\u0300\u0301", HEAVY)),
    "un accent sur l’autre": lambda: body("e" + full("\u0301")),
    "des liants": lambda: body("a" + full("\u200d") + "b"),
    "des lettres liées": lambda: body(full("a\u200d", HEAVY)),
    "des entités": lambda: body(full("&#xFDFA;", HEAVY)),
    "des espaces": lambda: body("a" + full(" ") + "b"),
    "des lignes vides": lambda: body("a" + full("\n") + "b"),
    "des nombres": lambda: body("a " + full("000 ", HEAVY)),
    "un paragraphe par ligne": lambda: body(
        full("Un paragraphe de quelques mots, pas plus. " * 2 + "\n")
    ),
    "un titre": lambda: f"{ADDRESS}{full('a')}\n{DATED}Corps.\n{STAMP}Fin.\n",
    "un titre de mots": lambda: f"{ADDRESS}{full('mot ')}\n{DATED}Corps.\n{STAMP}Fin.\n",
    "une adresse": lambda: f"{ADDRESS[:-6]}{full('a')}\nTitre\nTitre\n{DATED}Corps.\n{STAMP}Fin.\n",
    "une image": lambda: body("x").replace("image.jpg", "image" + full(".jpg")),
    "des tags": lambda: body("x").replace("Corps.", f"{numbered(200_000)}\n" * 2 + "Corps."),
    "un auteur": lambda: body("x").replace("Corps.", f"{BLOCK}{full('a')}\nRubrique\nfr_FR"),
    "des auteurs": lambda: body("x").replace("Corps.", f"{BLOCK}{full('a, ')}\nRubrique\nfr_FR"),
    "des pages": lambda: "".join(
        f"https://a.fr/{number}\nT{number}\n10:00 01.01.2023 x\ny\n" for number in range(5_000)
    ),
}
# A text without end that takes ten seconds or more at its largest: a unit, its size without and
# with `--long`
LONGEST = {
    "un mot de ligatures": ("ﷺ", 300_000, 2_000_000),
    "des ligatures": ("ﷺ ", 2_000_000, MAX_BYTES - 1000),
    "des mots d’une lettre": ("a ", 2_000_000, MAX_BYTES - 1000),
}
Scale = Callable[[int, int], int]


def content(shape: str, scale: Scale) -> str:
    """What a file of this shape holds."""
    if shape in SHAPES:
        return SHAPES[shape]()
    unit, short, longest = LONGEST[shape]
    return body(full(unit, scale(short, longest)))


@pytest.mark.parametrize("shape", [*SHAPES, *LONGEST])
def test_a_file_is_read_under_a_gigabyte_or_refused_by_name(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: Scale
) -> None:
    monkeypatch.setattr(extraction, "SECONDS", PATIENCE)
    path = tmp_path / "hostile.txt"
    path.write_text(content(shape, scale))
    assert path.stat().st_size <= MAX_BYTES
    (tmp_path / "sain.txt").write_text(body("Le port."))
    before = descendants()
    found = results((pending(tmp_path / name) for name in ("hostile.txt", "sain.txt")), 1)
    _, result = next(found)
    peaks = list(map(peak, descendants() - before))
    assert peaks
    assert max(peaks) < GIGABYTE
    if result.state == UNREADABLE:
        (rejected,) = result.rejected
        assert rejected.source == str(path)
        assert rejected.reason == "lecture de plus de 1 Go de mémoire : abandonnée"
    else:
        assert len(result.captures) + len(result.rejected) > 0
    assert [sain.state for _, sain in found] == [READ]


def pending(path: Path) -> Pending:
    return Pending(path=path, size=path.stat().st_size, mtime_ns=0, known=b"")


def taken(environment: dict[str, str], *arguments: str | Path) -> int:
    """The memory that a command of `manchette` took at most, in bytes."""
    command = [sys.executable, PATIENT, *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * 1024


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("shape", ["des mots d’une lettre", "un auteur"])
def test_what_was_read_is_indexed_and_found_under_a_gigabyte(
    shape: str, engine: str, environment: dict[str, str], tmp_path: Path, scale: Scale
) -> None:
    source = tmp_path / "hostile.txt"
    source.write_text(content(shape, scale))
    index, run = tmp_path / "index", {**environment, "PYTHONPATH": str(PATIENT.parents[2])}
    assert taken(run, "reindex", source, "--index", index, "--engine", engine) < GIGABYTE
    assert taken(run, "search", "a", "--index", index) < GIGABYTE
