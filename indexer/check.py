"""What is wrong with an index? Every byte, every article and every source of it are looked at."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer import contents, generation, pointer, records, seal, tombstones
from indexer.article import Article
from indexer.engines import Searcher
from indexer.errors import NoIndex, UnreadableIndex, cause
from indexer.frenchtext import number
from indexer.generation import Manifest
from indexer.readers.identity import former_ids
from indexer.records import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is wrong: in which generation, "" for the index itself; with what; how."""

    generation: str = ""
    what: str
    reason: str


def flaws(root: Path) -> Iterator[Flaw]:
    """All that is wrong with an index directory; NoIndex where nothing is published."""
    try:
        published = pointer.read(root)
    except UnreadableIndex as error:
        yield Flaw(what=pointer.NAME, reason=str(error))
        return
    except NoIndex:
        if not any((root / "generations").glob(f"*/{seal.NAME}")):
            raise
        yield Flaw(what=pointer.NAME, reason="manque : lancer « reindex --full »")
        return
    purged: Collection[str] = ()
    try:
        purged = tombstones.read(root)
    except UnreadableIndex as error:
        yield Flaw(what=tombstones.NAME, reason=str(error))
    # generations share files by hard links, each of which is read once
    sound: seal.Sound = set()
    for name in published.all:
        yield from _generation(root, name, purged, sound)


def _generation(
    root: Path, name: str, purged: Collection[str], sound: seal.Sound
) -> Iterator[Flaw]:
    try:
        faults = list(seal.faults(generation.place(root, name), sound))
        for fault in faults:
            yield Flaw(generation=name, what=fault.what, reason=fault.reason)
        if not faults:
            yield from _held(root, generation.manifest(root, name), purged)
    except UnreadableIndex as error:
        yield Flaw(generation=name, what=seal.NAME, reason=str(error))


def _held(root: Path, manifest: Manifest, purged: Collection[str]) -> Iterator[Flaw]:
    """What is wrong with the articles and the sources of a generation whose files are whole."""
    name, place = manifest.generation, generation.place(root, manifest.generation)
    with (
        closing(generation.searcher(root, manifest)) as searcher,
        records.opened(place) as recorded,
    ):
        found = set()
        for stored in contents.stored(searcher):
            try:
                article = Article.load(stored)
            except (ValueError, TypeError, KeyError) as error:
                yield Flaw(
                    generation=name, what=stored[:40], reason=f"est illisible ({cause(error)})"
                )
                continue
            found.add(article.id)
            if tombstones.covers(purged, article.id, *former_ids(article)):
                why = "a été purgé : relancer « purge »"
                yield Flaw(generation=name, what=article.id, reason=why)
            if searcher.get(article.id) != stored:
                yield Flaw(generation=name, what=article.id, reason="n’est pas retrouvé")
        for what, reason in _differences(manifest, searcher, recorded, found):
            yield Flaw(generation=name, what=what, reason=reason)


def _differences(
    manifest: Manifest, searcher: Searcher, recorded: Records, found: set[str]
) -> Iterator[tuple[str, str]]:
    """Where the manifest, the engine and the records do not tell the same."""
    expected = set(recorded.article_ids())
    for article_id in sorted(expected - found):
        yield article_id, "manque à l’index"
    for article_id in sorted(found - expected):
        yield article_id, "ne vient d’aucune source"
    for source in recorded.unaccounted():
        yield source, "n’a donné ni article ni rejet"
    counts = (
        ("articles", manifest.articles, searcher.count()),
        ("rejets", manifest.rejected, recorded.counts().rejections),
    )
    for what, told, counted in counts:
        if told != counted:
            yield what, f"{number(counted)} au lieu de {number(told)}"
