"""Do the documents name what exists, and nothing that was left behind?"""

import re
from pathlib import Path

import pytest
from support.places import ROOT

DECISIONS = ROOT / "docs/decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
MOST_LINES = 40
_ROW = re.compile(r"\| \[(\d+)\]\((.+?)\) \| (.+?) \| (.+?) \|(?: \[(\d+)\]\((.+?)\))? \|")
_MODULE = re.compile(r"`((?:indexer|webapp|tools|tests|benchmarks)/[\w./]+)`")


def superseding() -> dict[str, str]:
    """The records that others supersede, by name: the record that does."""
    rows = map(_ROW.fullmatch, (DECISIONS / "README.md").read_text().splitlines())
    return {row[2]: row[6] for row in rows if row and row[6]}


def named(number: str) -> str:
    """The file of a record."""
    (path,) = DECISIONS.glob(f"{int(number):04}-*.md")
    return path.name


def test_the_index_of_decisions_lists_each_record_once_by_its_title() -> None:
    rows = [_ROW.fullmatch(line) for line in (DECISIONS / "README.md").read_text().splitlines()]
    listed = [(row[2], f"# {row[1]}. {row[3]}") for row in rows if row]
    assert listed == [(path.name, path.read_text().partition("\n")[0]) for path in RECORDS]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_short_and_says_what_supersedes_it(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    by = [named(number) for number in re.findall(r"^\*Superseded by (\d+)\b", text, re.MULTILINE)]
    assert by == [superseding()[path.name]] if path.name in superseding() else not by
    for number in re.findall(r"^\*Supersedes (\d+)\b", text, re.MULTILINE):
        assert superseding()[named(number)] == path.name


def test_each_module_of_the_glossary_exists() -> None:
    rows = (ROOT / "docs/glossary.md").read_text().splitlines()[6:]
    owners = [_MODULE.findall(row.rsplit("|", 2)[1]) for row in rows]
    assert owners
    assert all(len(paths) == 1 for paths in owners)
    assert [path for (path,) in owners if not (ROOT / path).is_file()] == []
