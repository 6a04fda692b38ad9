"""Does a generation that is written hold what it should? Counted whole, looked for by a sample."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from whoosh.query import Term

from indexer.analysis import words
from indexer.analysis.terms import LITERAL
from indexer.article import Article
from indexer.engines import Engine, Searcher
from indexer.engines.request import EngineRequest, Sort
from indexer.errors import BuildFailed, UnreadableIndex
from indexer.generations import pointer, source_records, store
from indexer.messages.escaping import neutral
from indexer.messages.french_format import counted, number

# One change in this number is verified, the first always
SAMPLED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article that was written, by its title, or taken out, which has none."""

    article_id: str
    title: str | None


def verify(engine: Engine, place: Path, articles: int, samples: Sequence[Sample]) -> None:
    """BuildFailed unless a generation holds as many `articles` and finds those of the sample."""
    searcher = engine.searcher(place)
    try:
        found = searcher.count()
        if found != articles:
            raise BuildFailed(
                f"l’index compte {counted(found, 'article')} au lieu de {number(articles)} :"
                " relancer avec « --full »"
            )
        for sample in samples:
            _check(sample, searcher)
    finally:
        searcher.close()


def _check(sample: Sample, searcher: Searcher) -> None:
    if sample.title is None:
        if searcher.get(sample.article_id) is not None:
            raise BuildFailed(
                f"l’index garde l’article retiré {sample.article_id} : relancer avec « --full »"
            )
    elif not _found(sample.article_id, sample.title, searcher):
        raise BuildFailed(
            f"l’index ne retrouve pas « {neutral(sample.title)} » : relancer avec « --full »"
        )


def _found(article_id: str, title: str, searcher: Searcher) -> bool:
    """Whether the rarest word of the title leads to the article; a title may hold no word."""
    terms = {LITERAL + word.literal for word in words(title)}
    if not terms:
        return searcher.get(article_id) is not None
    found = searcher.frequencies("title", sorted(terms))
    holding, term = min((count, term) for term, count in found.items())
    results = searcher.search(
        EngineRequest(
            matching=Term("title", term),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=max(1, holding),
        )
    )
    return any(Article.load(hit.stored).id == article_id for hit in results.hits)


def keep_sound(root: Path) -> None:
    """Keep no generation to go back to that is damaged; needs the lock."""
    published = pointer.read(root)
    damaged = [name for name in published.kept if not _is_sound(root, name)]
    if damaged:
        pointer.write(root, published.without(damaged))


def _is_sound(root: Path, name: str) -> bool:
    """Whether the bytes of a generation are those written, and all in it tell the same count."""
    try:
        store.verify(root, name)
    except UnreadableIndex:
        return False
    try:
        manifest = store.manifest(root, name)
    except UnreadableIndex:  # of another version, which alone can go back to it
        return True
    try:
        with (
            closing(store.searcher(root, manifest)) as searcher,
            source_records.opened(store.place(root, name)) as recorded,
        ):
            return searcher.count() == recorded.counts().articles == manifest.articles
    except UnreadableIndex:
        return False
