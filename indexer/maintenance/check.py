"""What is wrong with an index? Every byte, every article and every source of it are looked at."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer import readers
from indexer.article import Article
from indexer.engines import Searcher
from indexer.errors import NoIndex, UnreadableIndex, cause, refusal
from indexer.generations import checksums, journal, pointer, source_records, store, tombstones
from indexer.generations.manifest import Manifest
from indexer.generations.source_records import Records
from indexer.maintenance import purge, stored_articles
from indexer.messages.french_format import NBSP, number

UNSEEN = "n’est plus tel qu’il a été lu, à taille et date égales"
UNFINISHED = "a été purgé et est encore là : relancer « purge »"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is wrong: in which generation ("" for the index itself), with what, how.

    `reason` is in French; `remedy` is the command that ends it, "" where the reason names it.
    """

    generation: str = ""
    what: str
    reason: str
    remedy: str = "« reindex --full »"


def flaws(root: Path) -> Iterator[Flaw]:
    """All that is wrong with an index directory, every byte read; NoIndex where there is none."""
    try:
        published = pointer.read(root)
    except UnreadableIndex as error:
        yield Flaw(what=pointer.NAME, reason=str(error))
        return
    except NoIndex:
        if not any((root / "generations").glob(f"*/{checksums.NAME}")):
            raise
        yield Flaw(what=pointer.NAME, reason="manque")
        return
    yield from _beside(root, published.step)
    # generations share files by hard links, each of which is read once
    sound: checksums.Sound = set()
    for name in published.all:
        altered = list(_altered(root, name, sound))
        is_serving = name == published.serving
        yield from altered or _content(root, name, is_serving=is_serving)


def _beside(root: Path, step: int) -> Iterator[Flaw]:
    """What is wrong with the tombstones and with the journal up to a step."""
    try:
        for name, held in purge.unfinished(root).items():
            for article_id in sorted(held):
                yield Flaw(generation=name, what=article_id, reason=UNFINISHED, remedy="")
    except UnreadableIndex as error:
        yield Flaw(what=tombstones.NAME, reason=str(error), remedy="")
    for what in journal.damaged(root, step):
        yield Flaw(what=what, reason=f"est abîmé{NBSP}: {journal.REPAIR}", remedy="")


def _altered(root: Path, name: str, sound: checksums.Sound) -> Iterator[Flaw]:
    """The files of a generation that are not as they were sealed."""
    try:
        for fault in checksums.faults(store.place(root, name), sound):
            yield Flaw(generation=name, what=fault.what, reason=fault.reason)
    except UnreadableIndex as error:
        yield Flaw(generation=name, what=checksums.NAME, reason=str(error))


def _content(root: Path, name: str, *, is_serving: bool) -> Iterator[Flaw]:
    """What is wrong with the content of a generation whose files are as they were sealed."""
    try:
        manifest = store.manifest(root, name)
    except UnreadableIndex as error:
        # one that is kept may be of another version: only that version goes back to it
        if is_serving:
            yield Flaw(generation=name, what=store.MANIFEST, reason=str(error))
        return
    try:
        yield from _held(root, manifest)
        if is_serving:
            yield from _sources(root, name)
    except UnreadableIndex as error:
        yield Flaw(generation=name, what=checksums.NAME, reason=str(error))


def _sources(root: Path, name: str) -> Iterator[Flaw]:
    """The source files whose bytes changed though their size and date did not."""
    with source_records.opened(store.place(root, name)) as recorded:
        for file in recorded.trusted():
            try:
                status = file.path.stat()
                if (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns):
                    continue
                digest = readers.digest(file.path)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Flaw(what=file.shown, reason=f"est illisible ({refusal(error)})", remedy="")
                continue
            if digest != file.digest:
                yield Flaw(what=file.shown, reason=UNSEEN, remedy="« reindex --verify-sources »")


def _held(root: Path, manifest: Manifest) -> Iterator[Flaw]:
    """What is wrong with the articles of a generation whose files are as they were sealed."""
    name, place = manifest.generation, store.place(root, manifest.generation)
    with (
        closing(store.searcher(root, manifest)) as searcher,
        source_records.opened(place) as recorded,
    ):
        stored_ids = set()
        for stored in stored_articles.stored(searcher):
            try:
                article = Article.load(stored)
            except (ValueError, TypeError, KeyError) as error:
                yield Flaw(
                    generation=name, what=stored[:40], reason=f"est illisible ({cause(error)})"
                )
                continue
            stored_ids.add(article.id)
            if searcher.get(article.id) != stored:
                yield Flaw(generation=name, what=article.id, reason="n’est pas retrouvé")
        for what, reason in _differences(manifest, searcher, recorded, stored_ids):
            yield Flaw(generation=name, what=what, reason=reason)


def _differences(
    manifest: Manifest, searcher: Searcher, recorded: Records, stored_ids: set[str]
) -> Iterator[tuple[str, str]]:
    """Where the manifest, the engine and the source records of a generation disagree."""
    expected = set(recorded.article_ids())
    for article_id in sorted(expected - stored_ids):
        yield article_id, "manque à l’index"
    for article_id in sorted(stored_ids - expected):
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
