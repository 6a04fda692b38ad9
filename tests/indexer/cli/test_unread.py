"""Is what was not taken said: how many files of which format, and which ones?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.pages import page

from indexer import cli
from indexer.cli.format_names import HELD, KNOWN
from indexer.cli.maintenance import rejected
from indexer.errors import BuildFailed
from indexer.indexing.ignored_files import sentence
from indexer.indexing.reindex import reindex

# real indexes, a second each
pytestmark = pytest.mark.slow


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A page, and files of formats that nobody reads."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "1.txt").write_text(page(1))
    for name in ("b.doc", "c.DOC", "d.doc", "e.psd", "f.psd", "g", "h.\x1b[2J"):
        (folder / name).write_bytes(b"\0\1")
    return folder


def test_files_of_formats_that_are_not_read_are_counted_by_suffix(pages: Path) -> None:
    arguments = [str(pages), "--index", str(pages.parent / "index")]
    ended = CliRunner().invoke(cli.reindex, arguments)
    told = ended.stdout.replace("\u00a0", " ")
    assert ended.exit_code == 0
    assert "7 fichiers d’un format que Manchette ne lit pas (3 .doc, 2 .psd…)" in told
    assert "« manchette rejected --ignored »" in told
    summary = json.loads(CliRunner().invoke(cli.reindex, [*arguments, "--json"]).stdout)
    assert summary["ignored_kinds"][:2] == [[".doc", 3], [".psd", 2]]


def test_they_are_listed_where_the_summary_says(pages: Path) -> None:
    index = str(pages.parent / "index")
    CliRunner().invoke(cli.reindex, [str(pages), "--index", index])
    ended = CliRunner().invoke(rejected, ["--ignored", "--index", index])
    lines = ended.stdout.splitlines()
    assert len(lines) == 7
    assert lines[0] == str(pages / "b.doc")
    assert "\x1b" not in ended.stdout
    rows = json.loads(
        CliRunner().invoke(rejected, ["--ignored", "--json", "--index", index]).stdout
    )
    assert [row["source"] for row in rows] == lines


def test_where_nothing_is_read_they_are_told(pages: Path) -> None:
    (pages / "1.txt").unlink()
    with pytest.raises(BuildFailed, match="7\u00a0fichiers d’un format que Manchette ne lit pas"):
        reindex([pages], pages.parent / "index", "whoosh", lambda *_: None)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), ""),
        (((".xml", 1),), "1 fichier d’un format que Manchette ne lit pas (1 .xml)"),
        (
            ((".xml", 14), (".html", 8), (".doc", 4)),
            "26 fichiers d’un format que Manchette ne lit pas (14 .xml, 8 .html…)",
        ),
    ],
)
def test_the_sentence_agrees_in_number(kinds: tuple[tuple[str, int], ...], said: str) -> None:
    assert sentence(kinds).replace("\u00a0", " ") == said


def test_a_format_that_is_not_known_is_refused_with_those_that_are(pages: Path) -> None:
    arguments = [str(pages), "--index", str(pages.parent / "index"), "--only", "pdf"]
    ended = CliRunner().invoke(cli.reindex, arguments)
    assert ended.exit_code == 2
    assert "format inconnu" in ended.stderr
    # a name that says little says what it holds
    assert "iptc (ninjs, NewsML, NITF)" in ended.stderr


def test_each_name_that_is_explained_is_that_of_a_format() -> None:
    assert set(HELD) <= set(KNOWN)
