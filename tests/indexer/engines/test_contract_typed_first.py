"""Does what was typed come first on every engine: the form of a word, then words side by side?

The expected scores are sums of those of the clauses, each asked of the same engine alone.
"""

from collections.abc import Sequence

import pytest
from support.building import Built, accented, ask, literal, stem
from whoosh.query import And, Or, Phrase, Query

from indexer.analysis import words
from indexer.analysis.terms import stem_term
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.query import parse
from indexer.schema import (
    ACCENTS_BOOST,
    LITERAL_BOOST,
    MOST_NEIGHBOURS,
    NEIGHBOURS_SLOP,
    PROSE,
    SEARCHED,
)
from indexer.search import counting, question, service
from indexer.search.request import SearchRequest

CLOSE = 1e-5
# Undated, so that no score has a share of recency
FORMS = (
    Article(id="plural", title="un", body=("les ports de la mer",)),
    Article(id="singular", title="un", body=("le port de la mer",)),
    Article(id="entitled", title="ports", body=("le quai de la mer",)),
    Article(id="accents", title="un", body=("les élus de la mer",)),
    Article(id="bare", title="un", body=("les elus de la mer",)),
    Article(id="other", title="un", body=("les chevaux de la mer",)),
)
NEAR = {
    "beside": Article(id="beside", title="un", body=("grève ports mer lac quai rue cap",)),
    "three": Article(id="three", title="un", body=("grève mer lac ports quai rue cap",)),
    "four": Article(id="four", title="un", body=("grève mer lac quai ports rue cap",)),
    "turned": Article(id="turned", title="un", body=("ports grève mer lac quai rue cap",)),
    "inflected": Article(id="inflected", title="un", body=("grèves port mer lac quai rue cap",)),
    "paragraphs": Article(id="paragraphs", title="un", body=("mer grève", "ports lac quai")),
    "fields": Article(id="fields", title="la grève", body=("ports mer lac quai rue cap",)),
    "title": Article(id="title", title="grève ports", body=("mer lac quai rue cap",)),
    "lede": Article(id="lede", title="un", lede="grève des ports", body=("mer lac quai",)),
    "tags": Article(id="tags", title="un", tags=("grève ports",), body=("mer lac quai",)),
}


def scores(searcher: Searcher, tree: Query) -> dict[str, float]:
    """The score of each article that a tree finds, by id."""
    hits = ask(searcher, tree, sort=Sort.RELEVANCE).hits
    return {Article.load(hit.stored).id: hit.score for hit in hits}


def typed(searcher: Searcher, text: str) -> dict[str, float]:
    """The score of each article that a query finds, best first, by id."""
    results = service.run(question.ask(SearchRequest(text=text), searcher))
    return {hit.article.id: hit.score for hit in results.hits}


def either(trees: Sequence[Query]) -> Query:
    return Or(list(trees))


def total(*parts: dict[str, float]) -> object:
    """What the clauses add up to for each article of the first of them."""
    first = parts[0]
    return pytest.approx(
        {one: sum(part.get(one, 0.0) for part in parts) for one in first}, rel=CLOSE
    )


def test_the_form_that_was_typed_adds_its_score(built: Built) -> None:
    searcher = built(*FORMS)
    stems = scores(searcher, either([stem(f.name, "ports", f.boost) for f in SEARCHED]))
    literals = scores(
        searcher, either([literal(f.name, "ports", f.boost * LITERAL_BOOST) for f in SEARCHED])
    )
    found = typed(searcher, "ports")
    assert found == total(stems, literals)
    assert set(literals) == {"plural", "entitled"}
    assert list(found) == ["entitled", "plural", "singular"]


def test_accents_that_were_typed_add_to_the_form(built: Built) -> None:
    searcher = built(*FORMS)
    stems, literals, accents = (
        scores(searcher, either([kind(f.name, "élus", f.boost * boost) for f in SEARCHED]))
        for kind, boost in ((stem, 1), (literal, LITERAL_BOOST), (accented, ACCENTS_BOOST))
    )
    assert typed(searcher, "élus") == total(stems, literals, accents)
    assert set(stems) == set(literals) == {"accents", "bare"}
    assert set(accents) == {"accents"}
    # without accents no form is preferred to another
    assert typed(searcher, "elus") == total(stems, literals)


def test_words_side_by_side_add_the_score_of_their_nearness(built: Built) -> None:
    searcher = built(*NEAR.values())
    words_alone = scores(
        searcher, And([part.tree for part in parse("grève ports", searcher.vocabulary).parts])
    )
    pair = [stem_term(word) for word in words("grève ports")]
    near = scores(searcher, either([Phrase(f.name, pair, NEIGHBOURS_SLOP, f.boost) for f in PROSE]))
    found = typed(searcher, "grève ports")
    assert set(near) == {"beside", "three", "inflected", "title", "lede"}
    assert set(found) == set(NEAR)
    assert found == total(words_alone, near)
    assert min(near.values()) > 0


def test_near_words_come_before_the_same_words_apart(built: Built) -> None:
    order = list(typed(built(*(NEAR[name] for name in ("four", "three"))), "grève ports"))
    assert order == ["three", "four"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        pytest.param("grève ports", 1, id="two words"),
        pytest.param("grève dans les ports", 1, id="over words of grammar"),
        pytest.param("grève +ports mer", 2, id="required words too"),
        pytest.param("grève -ports mer", 0, id="not over what is excluded"),
        pytest.param('grève "ports mer" lac', 0, id="not beside a phrase"),
        pytest.param("grève tag:ports", 0, id="not over fields"),
        pytest.param("grève OU ports", 0, id="not over alternatives"),
        pytest.param("ports", 0, id="one word"),
        pytest.param(" ".join(f"mot{n} " for n in range(20)), MOST_NEIGHBOURS, id="the first ones"),
    ],
)
def test_pairs_are_of_words_typed_side_by_side(built: Built, text: str, pairs: int) -> None:
    leaves = parse(text, built(*NEAR.values()).vocabulary).tree.leaves()
    near = [one for one in leaves if isinstance(one, Phrase) and one.slop == NEIGHBOURS_SLOP]
    assert len(near) == pairs * len(PROSE)


def test_what_only_adds_to_scores_finds_and_marks_nothing(built: Built) -> None:
    searcher = built(*NEAR.values())
    results = service.run(question.ask(SearchRequest(text="grève ports"), searcher))
    assert results.total == len(NEAR)
    assert counting.total(question.ask(SearchRequest(text="grève quai -ports"), searcher)) == 0
    marked = {hit.article.id: hit for hit in results.hits}["three"].body
    assert [text for passage in marked for text, hit in passage if hit] == ["grève", "ports"]


DATED = (
    Article(id="day", title="un", body=("Le 14 avril 2023, la réforme. Les retraites aussi.",)),
    Article(id="rank", title="un", body=("Le 1er mai, du muguet ; les réformes de la retraite.",)),
    Article(id="neither", title="un", body=("Avril 2023, le 14 mai : une réforme, un pont.",)),
)


@pytest.mark.parametrize(
    ("text", "unwanted", "found"),
    [
        ("14/04/2023", (), {"day"}),
        ("2023-04-14", (), {"day"}),
        ("1 mai", (), {"rank"}),
        ("premier mai", (), {"rank"}),
        ('"réforme" PRÈS/10 retraites', (), {"day"}),
        ('retraites PRÈS/10 "réforme"', (), {"day"}),
        ("réforme PRÈS/10 retraites", ("réformes",), {"day"}),
        ("réforme PRÈS/10 retraites", ("réforme", "retraites"), {"rank"}),
        ("réforme PRÈS/10 retraites", (), {"day", "rank"}),
    ],
)
def test_words_in_order_are_found_whatever_kind_of_term_each_asks_for(
    text: str, unwanted: tuple[str, ...], found: set[str], built: Built
) -> None:
    searcher = built(*DATED)
    results = service.run(question.ask(SearchRequest(text=text, unwanted=unwanted), searcher))
    assert {hit.article.id for hit in results.hits} == found
