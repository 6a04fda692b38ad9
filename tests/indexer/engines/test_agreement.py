"""Do the engines give the same answers to the same questions, the same order by relevance too?

Deliberate differences: none.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random

import pytest
from support.building import Answer, ask, ids, write
from support.every_engine import LOCAL, running
from support.generated import archive, tree, typed
from whoosh.query import Phrase, Term

from indexer.analysis.terms import LITERAL
from indexer.article import Article
from indexer.engines import ENGINES, Searcher
from indexer.engines.request import Sort
from indexer.search import question, service
from indexer.search.nearly import nearly
from indexer.search.request import SearchRequest
from indexer.search.results import Hit

FIRST_SEED, TREES = 100, 25
DEPTH = 4
# What two engines may differ by in a score: one of them counts in 32 bits
CLOSE = 1e-5


@pytest.mark.parametrize(
    ("names", "archives"),
    [(tuple(LOCAL), (10, 400)), pytest.param(tuple(ENGINES), (1, 80), marks=pytest.mark.slow)],
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


@pytest.mark.parametrize(
    ("names", "archives"),
    [(tuple(LOCAL), (4, 80)), pytest.param(tuple(ENGINES), (1, 20), marks=pytest.mark.slow)],
    ids=["local", "cluster"],
)
def test_engines_agree_on_both_tiers_of_what_is_typed(
    names: Sequence[str],
    archives: tuple[int, int],
    scale: Callable[[int, int], int],
    tell: Callable[[str], None],
    request: pytest.FixtureRequest,
) -> None:
    count = scale(*archives)
    folder = request.getfixturevalue("tmp_path")
    met: Counter[str] = Counter()
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        random = Random(seed)  # noqa: S311
        with opened(seed, names, folder / str(seed), request) as searchers:
            for _ in range(TREES):
                met.update(agree_on_typed(typed(random), searchers))
    # else the questions would not be worth asking
    assert min(met[kind] for kind in ("found", "literal", "neighbours", "nearly")) >= count
    shown = ", ".join(f"{kind} {times}" for kind, times in met.items())
    tell(f"{count * TREES} recherches au hasard, {', '.join(names)} : aucune différence ({shown})")


@contextmanager
def opened(
    seed: int, names: Sequence[str], folder: Path, request: pytest.FixtureRequest
) -> Iterator[list[Searcher]]:
    """The archive of a seed on each of some engines."""
    articles = sorted(archive(seed), key=lambda one: one.id)
    with ExitStack() as stack:
        searchers: list[Searcher] = []
        for name in names:
            engine = stack.enter_context(running(request, name))
            write(engine, folder / name, articles)
            searchers.append(stack.enter_context(closing(engine.searcher(folder / name))))
        yield searchers


def agree_on_typed(text: str, searchers: Sequence[Searcher]) -> Iterator[str]:
    """Compare both tiers of a query on engines; which kinds of clauses and answers it had."""
    questions = [question.ask(SearchRequest(text=text, size=100), one) for one in searchers]
    found = [service.run(one) for one in questions]
    near = [nearly(*both) for both in zip(questions, found, strict=True)]
    for other, tier in zip(found[1:], near[1:], strict=True):
        for name in ("total", "facets", "months", "words", "explanation", "warnings"):
            assert getattr(found[0], name) == getattr(other, name), text
        alike(found[0].hits, other.hits, text)
        assert (near[0].total, near[0].spellings) == (tier.total, tier.spellings), text
        assert [one.total for one in near[0].dates] == [one.total for one in tier.dates], text
        alike([one.hit for one in near[0].hits], [one.hit for one in tier.hits], text)
        lacking = {one.hit.article.id: one.missing for one in near[0].hits}
        for one in tier.hits:
            assert lacking.get(one.hit.article.id, one.missing) == one.missing, text
    leaves = list(questions[0].parsed.tree.leaves())
    yield from ["found"] * bool(found[0].hits) + ["nearly"] * bool(near[0].hits)
    yield from {"literal" for one in leaves if isinstance(one, Term) and one.text[:2] == LITERAL}
    yield from {"neighbours" for one in leaves if isinstance(one, Phrase) and one.slop > 1}


def alike(one: Sequence[Hit], other: Sequence[Hit], text: str) -> None:
    """Compare hits rank by rank: those of one score may change places, the last ones go."""
    assert [hit.score for hit in one] == pytest.approx(
        [hit.score for hit in other], rel=CLOSE, abs=1e-6
    ), text
    scores = {hit.article.id: hit.score for hit in one}
    for hit in other:
        wanted = scores.get(hit.article.id, one[-1].score)
        assert hit.score == pytest.approx(wanted, rel=CLOSE, abs=1e-6), text


def agree(seed: int, names: Sequence[str], folder: Path, request: pytest.FixtureRequest) -> None:
    random = Random(seed)  # noqa: S311
    with opened(seed, names, folder, request) as searchers:
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
