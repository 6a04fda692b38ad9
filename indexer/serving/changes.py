"""Which articles changed since a generation served? Read from the journal, some at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import NotInJournal, UnreadableIndex
from indexer.generations.differences import ADDED
from indexer.generations.journal import KINDS, REPAIR, Entry, Journal

_ROW = re.compile(r"([-+*])(\S+)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that a publication added, changed or removed (`kind`)."""

    generation: str
    article_id: str
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two changes: the step of an entry, and how many of its rows come before."""

    step: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Some changes in the order they were published, and where those that follow begin, if any.

    `generation` is the one that all of them, and those that follow, lead to.
    """

    changes: tuple[Change, ...]
    generation: str
    following: Place | None


def place_after(journal: Journal, generation: str) -> Place:
    """Where what changed since a generation served last begins; NotInJournal where it is older."""
    steps = [entry.step for entry in journal.entries() if entry.generation == generation]
    if not steps:
        raise NotInJournal(generation)
    return Place(steps[-1] + 1, 0)


def serving(journal: Journal) -> str:
    """The generation that serves; NotInJournal where there is no journal."""
    entries = journal.entries()
    if not entries:
        raise NotInJournal("")
    return entries[-1].generation


def read(journal: Journal, place: Place, most: int) -> Changes:
    """At most `most` changes from a place on; NotInJournal where the journal begins later.

    UnreadableIndex where it is damaged.
    """
    entries = journal.entries()
    if not entries or not entries[0].step < place.step <= entries[-1].step + 1:
        raise NotInJournal(str(place.step))
    found: list[Change] = []
    for entry in entries[place.step - entries[0].step :]:
        start = place.rows if entry.step == place.step else 0
        # one more tells that there are more
        rows = journal.rows(entry, start, most - len(found) + 1)
        for rank, row in enumerate(rows, start):
            if len(found) == most:
                return _changes(found, entries, Place(entry.step, rank))
            found.append(_change(entry, row))
    return _changes(found, entries, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The ids of articles that publications added, and whether these are all of them."""

    ids: tuple[str, ...]
    is_whole: bool


def added_since(journal: Journal, generation: str, most: int) -> Added:
    """What the first `most` changes since a generation added; as `place_after` and `read`."""
    found = read(journal, place_after(journal, generation), most)
    ids = dict.fromkeys(one.article_id for one in found.changes if one.kind == ADDED)
    return Added(ids=tuple(ids), is_whole=found.following is None)


def _changes(found: list[Change], entries: Sequence[Entry], following: Place | None) -> Changes:
    return Changes(changes=tuple(found), generation=entries[-1].generation, following=following)


def _change(entry: Entry, row: str) -> Change:
    told = _ROW.fullmatch(row)
    if not told:
        raise UnreadableIndex(f"le fichier {entry.name} du journal est abîmé : {REPAIR}")
    return Change(generation=entry.generation, article_id=told[2], kind=KINDS[told[1]])
