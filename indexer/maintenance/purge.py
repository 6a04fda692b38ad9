"""How does an article leave the index for good, its bytes included?

Its tombstone is written first: from then on no server gives it (indexer.serving.masking) and no
reindex indexes it. What is left to do is read from the source records, so that whoever writes next
can do it.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from indexer import config, engines, identity
from indexer.article import Article
from indexer.engines.document import to_document
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import checksums, pointer, source_records, store, tombstones
from indexer.generations.locks import NO_WAIT, lock
from indexer.generations.manifest import Manifest
from indexer.generations.tombstones import Tombstone
from indexer.maintenance import stored_articles


def purge(
    root: Path,
    article_ids: Sequence[str],
    reason: str,
    begun: Callable[[], None] = lambda: None,
    wait: timedelta = NO_WAIT,
) -> None:
    """Take some articles out of every answer, then out of every generation and file.

    `begun` is called once no answer gives them; see `lock` for `wait`. NoIndex, UnreadableIndex,
    Busy or Unavailable; OSError where the disk refuses.
    """
    with lock(root, wait):
        pointer.read(root)
        now = datetime.now(UTC)
        tombstones.add(
            root, *(Tombstone(article_id=one, purged=now, reason=reason) for one in article_ids)
        )
        try:
            store.announce(root, left(root))
        finally:
            # a cluster that does not answer keeps nothing here
            store.sweep(root)
        begun()
        _finish(root)


def undo(root: Path, article_id: str, wait: timedelta = NO_WAIT) -> None:
    """Remove the tombstone of an article: the next reindex indexes it if a source has it.

    UsageError where it has none.
    """
    if article_id not in tombstones.read(root):
        raise UsageError(
            f"l’article {article_id} n’est pas purgé : « purge --list » donne ceux qui le sont"
        )
    with lock(root, wait):
        tombstones.remove(root, article_id)
        store.announce(root, left(root))


def resume(root: Path, wait: timedelta = NO_WAIT) -> tuple[str, ...]:
    """What `finish` does, for whoever does not hold the lock."""
    if not left(root):
        return ()
    with lock(root, wait):
        return finish(root)


def unfinished(root: Path) -> Mapping[str, frozenset[str]]:
    """The ids of purged articles that generations still hold, by the name of the generation.

    Generations that are no longer published count too, unless their records cannot be read.
    """
    purged = tombstones.read(root)
    holders: dict[str, frozenset[str]] = {}
    if not purged:
        return holders
    for seal_file in sorted((root / "generations").glob(f"*/{checksums.NAME}")):
        try:
            held = _held(seal_file.parent, purged)
        except UnreadableIndex:  # whoever looks at the generation itself is told
            continue
        if held:
            holders[seal_file.parent.name] = held
    return holders


def finish(root: Path) -> tuple[str, ...]:
    """Finish purges that were cut short and give the ids of their articles; needs the lock.

    UnreadableIndex where the generation that serves is damaged and cannot be rewritten.
    """
    purged = left(root)
    if purged:
        _finish(root)
    return purged


def _finish(root: Path) -> None:
    published = pointer.read(root)
    # UnreadableIndex where it cannot be known what this one holds
    _held(store.place(root, published.serving), ())
    holders = unfinished(root)
    if not holders.keys().isdisjoint(published.all):
        # even where an older one alone holds them: the files of this one may hold masked bytes
        store.verify(root, published.serving)
        with store.building(root) as place:
            manifest = _write_without(root, store.current(root), place)
            store.publish(root, manifest, kept=0)
    if holders:
        # even where the pointer had moved: who follows from elsewhere may not have been told
        store.announce(root)
        store.expunge(root)


def _held(place: Path, article_ids: Collection[str]) -> frozenset[str]:
    """The ids of indexed articles of a generation that have, or had, one of `article_ids`."""
    with source_records.opened(place) as recorded:
        return recorded.among(article_ids)


def left(root: Path) -> tuple[str, ...]:
    """The ids of purged articles that some generation still holds, in order."""
    return tuple(sorted(frozenset[str]().union(*unfinished(root).values())))


def _write_without(root: Path, base: Manifest, place: Path) -> Manifest:
    """Fill a generation with the articles of another that no tombstone covers; its manifest."""
    old, purged = store.place(root, base.generation), tombstones.read(root)
    forgotten = {*purged, *_held(old, purged)}
    days: list[date] = []
    count = 0
    with (
        closing(store.searcher(root, base)) as searcher,
        engines.load(base.engine, config.of(root)).writer(place) as writer,
    ):
        for article in _articles(searcher):
            if not tombstones.covers(forgotten, article.id, *identity.former_ids(article)):
                writer.put(to_document(article))
                count += 1
                if article.day:
                    days = [min([article.day, *days]), max([article.day, *days])]
    shutil.copyfile(old / source_records.NAME, place / source_records.NAME)
    for article_id in forgotten:
        source_records.forget(place, article_id)
    first, last = days or (None, None)
    return replace(
        base,
        generation=place.name,
        created=datetime.now(UTC),
        articles=count,
        first_day=first,
        last_day=last,
    )


def _articles(searcher: engines.Searcher) -> Iterator[Article]:
    return map(Article.load, stored_articles.stored(searcher))
