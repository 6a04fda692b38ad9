"""Does every engine answer random trees over random archives as brute force does?"""

from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from support import evaluator
from support.building import counted, ids
from support.every_engine import EVERY_ENGINE
from support.generated import VALUES, archive, article, kinds, tree
from whoosh.query import Or, Query, Term

from indexer.article import Article
from indexer.engines import Engine, Searcher
from indexer.engines.document import Document, to_document
from indexer.engines.request import EngineRequest, Sort
from indexer.search.facets import trees

SEEDS = range(40)
TREES = 50
DEPTH = 4
# Without `--long`; on a cluster, whose marks say that it is slow
SHORT, SHORT_OF_A_CLUSTER = 12, 3
CASES = [
    pytest.param(
        *one.values,
        seed,
        marks=[
            *one.marks,
            *[pytest.mark.long] * (seed >= (SHORT_OF_A_CLUSTER if one.marks else SHORT)),
        ],
    )
    for one in EVERY_ENGINE
    for seed in SEEDS
]


def selections(random: Random) -> dict[str, Query]:
    """Some filters: a facet or two, with some of its values or all."""
    chosen: dict[str, Query] = {}
    if random.random() < 0.5:
        chosen["tag"] = Or([Term("tag_facet", value) for value in random.sample(VALUES, 2)])
    elif random.random() < 0.5:
        tags = {"tag": tuple(random.sample(VALUES, random.randint(1, 2)))}
        chosen |= trees(tags, all_of=("tag",))
    if random.random() < 0.3:
        chosen["source"] = Or([Term("source_facet", "l'echo")])
    return chosen


def compare(searcher: Searcher, documents: list[Document], random: Random) -> None:
    """Ask one random question and compare every part of the answer."""
    asked, chosen = tree(random, DEPTH), selections(random)
    matching = [
        one
        for one in documents
        if all(evaluator.holds(part, one) for part in (asked, *chosen.values()))
    ]
    for sort in Sort:
        request = EngineRequest(matching=asked, selections=chosen, sort=sort, offset=0, limit=100)
        results = counted(searcher.search(request))
        matches = searcher.matches(request)
        assert [Article.load(one).id for one in matches.stored] == ids(results), asked
        assert matches.counts.total == results.total
        assert not results.timed_out
        assert results.total == len(matching), asked
        if sort is not Sort.RELEVANCE:
            expected = [one.article.id for one in evaluator.by_date(matching, sort)]
            assert ids(results) == expected, asked
        assert sorted(ids(results)) == sorted(one.article.id for one in matching), asked
        assert results.facets == evaluator.counts(asked, chosen, documents), asked
        for name, count in evaluator.unselected(asked, chosen, documents).items():
            assert results.unselected[name] == count, asked
        assert results.months == evaluator.months(matching), asked


@pytest.mark.parametrize(("engine", "seed"), CASES, indirect=["engine"])
def test_an_engine_agrees_with_brute_force(engine: Engine, seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311
    documents = [to_document(article) for article in archive(seed)]
    with engine.writer(tmp_path / "generation") as writer:
        for document in documents:
            writer.put(document)
    with closing(engine.searcher(tmp_path / "generation")) as searcher:
        for _ in range(TREES):
            compare(searcher, documents, random)


@pytest.mark.slow
def test_an_engine_agrees_with_brute_force_over_many_articles(
    engine: Engine, tmp_path: Path
) -> None:
    random = Random(0)  # noqa: S311
    documents = [to_document(article(random, rank)) for rank in range(2500)]
    with engine.writer(tmp_path / "generation") as writer:
        for document in documents:
            writer.put(document)
    with closing(engine.searcher(tmp_path / "generation")) as searcher:
        for depth in (1, 2, 3, 4) * 3:
            asked = tree(random, depth)
            expected = {one.article.id for one in documents if evaluator.holds(asked, one)}
            request = EngineRequest(
                matching=asked, selections={}, sort=Sort.NEWEST, offset=0, limit=2500
            )
            results = counted(searcher.search(request))
            assert results.total == len(expected), asked
            assert set(ids(results)) == expected, asked


def test_the_random_trees_are_worth_asking() -> None:
    answered, held = 0, Counter[str]()
    for seed in SEEDS:
        documents = [to_document(article) for article in archive(seed)]
        random = Random(seed)  # noqa: S311
        for _ in range(TREES):
            asked = tree(random, DEPTH)
            answered += any(evaluator.holds(asked, one) for one in documents)
            held.update(set(kinds(asked)))
            selections(random)
    total = len(SEEDS) * TREES
    assert answered >= 0.3 * total
    expected = "Every NullQuery Term Phrase And AndMaybe Or Not ConstantScoreQuery NumericRange"
    assert set(held) == set(expected.split())
    assert min(held.values()) >= 0.05 * total, held
