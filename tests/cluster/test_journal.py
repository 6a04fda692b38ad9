"""Does the journal on a cluster say at once what has been written to it and removed?"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from support.pages import write_pages

from cluster.conftest import ENGINE, Build
from indexer import config, engines
from indexer.config import Settings
from indexer.engines import JournalElsewhere
from indexer.engines.opensearch.journal_index import PART
from indexer.errors import NotInJournal
from indexer.generations import journal as journals
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex

pytestmark = pytest.mark.slow


@pytest.fixture
def journal(settings: Settings) -> JournalElsewhere:
    """That of the alias of the settings."""
    engine = engines.remote(ENGINE, settings)
    assert engine
    return engine.journal


def here(root: Path) -> set[str]:
    return {path.name for path in (root / journals.FOLDER).iterdir()}


def test_an_entry_is_listed_as_soon_as_it_is_there_and_no_longer_once_it_is_removed(
    journal: JournalElsewhere,
) -> None:
    rows = [f"+{rank}\n" for rank in range(PART + 5)]
    assert set(journal.names()) == set()
    journal.add("long", rows)
    journal.add("empty", [])
    assert set(journal.names()) == {"long", "empty"}
    assert list(journal.rows("long", PART - 1, 3)) == rows[PART - 1 : PART + 2]
    for _ in range(2):  # the second time there is nothing left to remove
        journal.remove("long")
        assert set(journal.names()) == {"empty"}
        with pytest.raises(NotInJournal):
            journal.rows("long", 0, 5)
    journal.add("long", rows[:2])
    assert set(journal.names()) == {"long", "empty"}
    assert list(journal.rows("long", 0, 5)) == rows[:2]


def test_directories_that_publish_under_one_alias_one_after_the_other_leave_each_its_journal(
    journal: JournalElsewhere, settings: Settings, tmp_path: Path
) -> None:
    other = replace(settings, index=tmp_path / "other")
    config.bind(other)
    for count in (2, 3):
        pages = write_pages(tmp_path / "pages", range(count))
        for root in (settings.index, other.index):
            reindex([pages], root, ENGINE, lambda *_: None, Options(workers=1))
            assert set(journal.names()) == here(root)


def test_entries_that_grow_too_old_go_at_the_next_publications(
    journal: JournalElsewhere, settings: Settings, build: Build, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    for count in (2, 3):
        build(write_pages(pages, range(count)))
    for path in (settings.index / journals.FOLDER).iterdir():
        os.utime(path, (0, path.stat().st_mtime - journals.KEPT_SECONDS - 60))
    first, last = sorted(here(settings.index))
    for count in (4, 5):
        build(write_pages(pages, range(count)))
    # the last one served until now; what goes here goes elsewhere at the next publication
    assert set(journal.names()) == here(settings.index)
    assert {first, last} & here(settings.index) == {last}
