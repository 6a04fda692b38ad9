"""Is a generation read through a mask what it would be without the articles that are masked?"""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.every_engine import LOCAL

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.document import to_document
from indexer.generations.manifest import Manifest
from indexer.schema import FACETS, KEYS, TEXT_FIELDS
from indexer.serving.masking import masked

ARTICLES = tuple(
    Article(
        id=f"{number:016x}",
        title=title,
        body=(f"Le port, la mer et les {title.lower()} du large.",),
        tags=tags,
        source="Le Quotidien",
        published=datetime(2020 + number, 3, 1 + number, 12, tzinfo=UTC),
    )
    for number, (title, tags) in enumerate(
        (
            ("Élections", ("Mer",)),
            ("élections", ("MER", "Pêche")),
            ("Régates", ("MER",)),
            ("Élections et régates", ("MER", "Voile")),
            ("Marées", ("Mer",)),
        )
    )
)
# The newest, and those without which « Mer » is written otherwise most
GONE = {ARTICLES[2].id, ARTICLES[3].id, ARTICLES[4].id}
ALIKE = replace(ARTICLES[0], id=f"{9:016x}")


def opened(place: Path, engine: str, articles: tuple[Article, ...]) -> Searcher:
    with engines.load(engine).writer(place) as writer:
        for article in articles:
            writer.put(to_document(article))
    return engines.load(engine).searcher(place)


def manifest(articles: int) -> Manifest:
    return Manifest(
        generation="one",
        engine="",
        created=datetime.now(UTC),
        articles=articles,
        rejected=0,
        first_day=ARTICLES[0].day,
        last_day=ARTICLES[-1].day,
        sources=(),
    )


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize(
    "gone", [GONE, {ARTICLES[0].id}, {ALIKE.id}], ids=["the newest", "the oldest", "one of two"]
)
def test_words_labels_and_counts_are_those_of_the_others(
    engine: str, gone: set[str], tmp_path: Path
) -> None:
    everything = (*ARTICLES, ALIKE)
    others = tuple(article for article in everything if article.id not in gone)
    with (
        closing(opened(tmp_path / "one", engine, everything)) as whole,
        closing(opened(tmp_path / "other", engine, others)) as expected,
    ):
        told, found = masked(manifest(len(everything)), whole, {*gone, "f" * 16})
        assert found.count() == expected.count() == told.articles
        assert found.last_day == expected.last_day == told.last_day
        assert told.first_day == min(article.day for article in others if article.day)
        for field in TEXT_FIELDS:
            terms = list(expected.vocabulary.terms(field.name, ""))
            assert list(found.vocabulary.terms(field.name, "")) == terms
            names = [term for term, _ in whole.vocabulary.terms(field.name, "")]
            frequencies = expected.vocabulary.frequencies(field.name, names)
            assert found.vocabulary.frequencies(field.name, names) == frequencies
        for facet in FACETS:
            values = [value for value, _ in whole.vocabulary.terms(facet.field, "")]
            assert found.vocabulary.labels(facet.labels, values) == expected.vocabulary.labels(
                facet.labels, values
            )
        for key in KEYS:
            names = [term for term, _ in whole.vocabulary.terms(key.name, "")]
            assert found.vocabulary.frequencies(key.name, names) == expected.vocabulary.frequencies(
                key.name, names
            )
        for article in everything:
            assert found.get(article.id) == expected.get(article.id)


@pytest.mark.parametrize("engine", LOCAL)
def test_without_a_purged_article_there_is_no_mask(engine: str, tmp_path: Path) -> None:
    with closing(opened(tmp_path, engine, ARTICLES)) as searcher:
        told = manifest(len(ARTICLES))
        assert masked(told, searcher, ()) == (told, searcher)
        assert masked(told, searcher, {"f" * 16}) == (told, searcher)
