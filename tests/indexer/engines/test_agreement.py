"""Do the engines give the same answers to the same questions, the same order by relevance too?

Deliberate differences: none.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest
from support.building import Answer, ask, ids, write
from support.every_engine import LOCAL, running
from support.generated import archive, tree
from whoosh.query import Phrase

from indexer.article import Article
from indexer.engines import ENGINES, Searcher
from indexer.engines.request import Sort

FIRST_SEED, TREES = 100, 25
DEPTH = 4
# What two engines may differ by in a score: one of them counts in 32 bits
CLOSE = 1e-5


@pytest.mark.parametrize(
    ("names", "archives"),
    [(tuple(LOCAL), (30, 400)), pytest.param(tuple(ENGINES), (3, 80), marks=pytest.mark.slow)],
    ids=["local", "cluster"],
)
def test_engines_agree_on_random_questions(
    names: Sequence[str],
    archives: tuple[int, int],
    scale: Callable[[int, int], int],
    tell: Callable[[str], None],
    request: pytest.FixtureRequest,
) -> None:
    count = scale(*archives)
    folder = request.getfixturevalue("tmp_path")
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        agree(seed, names, folder / str(seed), request)
    tell(f"{count * TREES} arbres au hasard, {', '.join(names)} : aucune différence")


@pytest.mark.slow
def test_a_phrase_scores_alike_where_a_shard_has_none_of_its_words(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = [Article(id=str(rank), title="un", body=("la mer",)) for rank in range(20)]
    found.append(Article(id="only", title="un", body=("le port",)))
    asked = Phrase("body", ["l:le", "l:port"])
    with ExitStack() as stack:
        answers = []
        for name in ENGINES:
            engine = stack.enter_context(running(request, name))
            write(engine, tmp_path / name, found)
            searcher = stack.enter_context(closing(engine.searcher(tmp_path / name)))
            answers.append(ask(searcher, asked, sort=Sort.RELEVANCE))
    first, *others = answers
    assert first.total == 1
    for other in others:
        compare(first, other, asked)


def agree(seed: int, names: Sequence[str], folder: Path, request: pytest.FixtureRequest) -> None:
    articles, random = archive(seed), Random(seed)  # noqa: S311
    with ExitStack() as stack:
        searchers: list[Searcher] = []
        for name in names:
            engine = stack.enter_context(running(request, name))
            write(engine, folder / name, sorted(articles, key=lambda one: one.id))
            searchers.append(stack.enter_context(closing(engine.searcher(folder / name))))
        for _ in range(TREES):
            asked = tree(random, DEPTH)
            for sort in Sort:
                first, *others = (ask(searcher, asked, sort=sort) for searcher in searchers)
                for other in others:
                    compare(first, other, asked)


def compare(one: Answer, other: Answer, asked: object) -> None:
    assert (one.total, one.months) == (other.total, other.months), asked
    assert one.facets == other.facets, asked
    scores = {Article.load(hit.stored).id: hit.score for hit in one.hits}
    for identifier, hit in zip(ids(other), other.hits, strict=True):
        assert hit.score == pytest.approx(scores[identifier], rel=CLOSE, abs=1e-6), asked
    for left, right in zip(ids(one), ids(other), strict=True):
        assert scores[left] == pytest.approx(scores[right], rel=CLOSE, abs=1e-6), asked
