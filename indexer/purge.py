"""How does an article leave the index for good, its bytes included?"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from indexer import config, contents, engines, generation, lookup, pointer, records, tombstones
from indexer.article import Article
from indexer.errors import UnreadableIndex, UsageError
from indexer.generation import Manifest
from indexer.readers import identity
from indexer.tombstones import Tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What a purge did: the generation it made, the kept ones that held the article, their end."""

    article_id: str
    generation: str
    articles: int
    held: tuple[str, ...]


def named(text: str) -> str:
    """The id of the article that was named by its address or by this id; UsageError for neither."""
    if identity.is_id(text):
        return text
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    if not host:
        raise UsageError(f"ni adresse ni identifiant d’article : {text}")
    return identity.article_id(text, "", None)


def purge(root: Path, article: str, reason: str) -> Purged:
    """Publish the current generation written anew without an article, and delete all others.

    `article` is its id, or its former one if no other had that, else UsageError. Its tombstone is
    written first: from then on no reindex takes it in. NoIndex, UnreadableIndex, Busy; OSError
    where the disk refuses.
    """
    with generation.lock(root):
        published = pointer.read(root)
        article = _own_id(root, published.serving, article)
        held = tuple(name for name in published.all if _holds(root, name, article))
        tombstone = Tombstone(article_id=article, purged=datetime.now(UTC), reason=reason)
        tombstones.add(root, tombstone)
        generation.verify(root, published.serving)
        place = generation.begin(root)
        try:
            manifest = _write_anew(root, generation.current(root), place)
            generation.publish(root, manifest, kept=0)
        except BaseException:
            generation.abandon(root, place)
            raise
        generation.announce(root)
        generation.expunge(root)
    return Purged(article_id=article, generation=place.name, articles=manifest.articles, held=held)


def _own_id(root: Path, name: str, article: str) -> str:
    """The id that the article of an id or a former id has; the same where none is found."""
    try:
        with closing(generation.searcher(root, generation.manifest(root, name))) as searcher:
            found = lookup.known(article, searcher)
    except UnreadableIndex:
        return article
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise UsageError(
            f"plusieurs articles ont eu l’identifiant {article} : purger chacun par le sien ({ids})"
        )
    return found[0].id if found else article


def _holds(root: Path, name: str, article: str) -> bool:
    """Whether a search finds the article in a generation; one that is damaged finds nothing."""
    try:
        with closing(generation.searcher(root, generation.manifest(root, name))) as searcher:
            return bool(lookup.known(article, searcher))
    except UnreadableIndex:
        return False


def _write_anew(root: Path, base: Manifest, place: Path) -> Manifest:
    """Fill a generation with the articles of another that have no tombstone."""
    forgotten = tombstones.read(root)
    old = generation.place(root, base.generation)
    days: list[date] = []
    count = 0
    with (
        closing(generation.searcher(root, base)) as searcher,
        engines.load(base.engine, config.of(root)).writer(place) as writer,
    ):
        for article in _articles(searcher):
            if not tombstones.covers(forgotten, article.id, *identity.former_ids(article)):
                writer.put(engines.document(article))
                count += 1
                if article.day:
                    days = [min([article.day, *days]), max([article.day, *days])]
    shutil.copyfile(old / records.NAME, place / records.NAME)
    for article_id in forgotten:
        records.forget(place, article_id)
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
    return map(Article.load, contents.stored(searcher))
