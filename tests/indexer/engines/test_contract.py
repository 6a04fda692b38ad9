"""Does every engine store, match and return articles as the interface promises?"""

from datetime import date, datetime

import pytest
from support.building import Built, accented, ask, found, literal, literals, stem, titled
from whoosh.query import (
    And,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Term,
    Wildcard,
)

from indexer.article import PARIS, Article
from indexer.engines.document import DAY, day_number
from indexer.errors import UnsupportedQuery
from indexer.schema import TEXT_FIELDS

NOON = datetime(2024, 2, 29, 12, tzinfo=PARIS)


@pytest.mark.parametrize("field", [field.name for field in TEXT_FIELDS])
def test_a_term_matches_one_form_in_one_field(field: str, built: Built) -> None:
    value = {"body": ("L’Élysée élu",), "tags": ("L’Élysée élu",), "authors": ("L’Élysée élu",)}
    text = {field: value.get(field, "L’Élysée élu")}
    searcher = built(Article(id="it", **{"title": "autre", **text}), *titled("rien"))  # type: ignore[arg-type]
    for form in (stem, literal, accented):
        assert found(searcher, form(field, "Élysée")) == {"it"}
    assert found(searcher, accented(field, "elysee")) == set()
    assert found(searcher, literal(field, "élus")) == set()
    assert found(searcher, Term(field, "l:elys")) == set()
    assert found(searcher, Term(field, "elysee")) == set()
    for other in {one.name for one in TEXT_FIELDS} - {field}:
        assert found(searcher, stem(other, "Élysée")) == set()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("mer monte", {"0"}),
        ("monte mer", set()),
        ("la mer", {"0", "1", "2"}),
        ("la la", {"2", "3"}),
        ("la la la", {"3"}),
        ("la mer la mer", {"1"}),
        ("mer la", {"1", "2"}),
        ("la mer la", {"1", "2"}),
        ("la la mer", {"2"}),
        ("absent mer", set()),
        ("mer absent", set()),
        ("monte", {"0"}),
    ],
)
def test_a_phrase_matches_words_that_follow_each_other(
    phrase: str, expected: set[str], built: Built
) -> None:
    searcher = built(*titled("la mer monte", "la mer la mer", "la la mer la", "la la la", "mer"))
    assert found(searcher, Phrase("title", literals(phrase))) == expected


def test_no_phrase_spans_two_values(built: Built) -> None:
    searcher = built(
        Article(id="apart", title="x", body=("la mer", "monte ici"), tags=("mer", "port")),
        Article(id="joined", title="x", body=("la mer monte", "ici"), tags=("mer port",)),
        Article(id="empty", title="x", body=("mer", "", "monte"), tags=("", "mer", "port")),
    )
    assert found(searcher, Phrase("body", literals("mer monte"))) == {"joined"}
    assert found(searcher, Phrase("tags", literals("mer port"))) == {"joined"}
    assert found(searcher, Phrase("body", literals("la mer monte"))) == {"joined"}
    assert found(searcher, Phrase("body", literals("monte ici"))) == {"apart"}


def test_a_phrase_of_stems(built: Built) -> None:
    searcher = built(*titled("Une élection locale", "Locale élection"))
    terms = [stem("title", word).text for word in ("élections", "locales")]
    assert found(searcher, Phrase("title", terms)) == {"0"}


mer, port, lac = (stem("title", word) for word in ("mer", "port", "lac"))


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(Every(), "01234", id="tout"),
        pytest.param(NullQuery, "", id="rien"),
        pytest.param(And([mer, port]), "23", id="et"),
        pytest.param(Or([mer, port]), "1234", id="ou"),
        pytest.param(And([mer, Or([port, lac])]), "234", id="et d’un ou"),
        pytest.param(Or([And([mer, port]), And([mer, lac])]), "234", id="ou de et"),
        pytest.param(And([mer, NullQuery]), "", id="et rien"),
        pytest.param(Or([mer, NullQuery]), "234", id="ou rien"),
        pytest.param(And([mer, Every()]), "234", id="et tout"),
        pytest.param(Or([mer, Every()]), "01234", id="ou tout"),
        pytest.param(And([mer]), "234", id="et seul"),
        pytest.param(Or([mer]), "234", id="ou seul"),
        pytest.param(Not(mer), "01", id="sauf"),
        pytest.param(Not(Not(mer)), "234", id="sauf sauf"),
        pytest.param(Not(Every()), "", id="sauf tout"),
        pytest.param(Not(NullQuery), "01234", id="sauf rien"),
        pytest.param(And([mer, Not(port)]), "4", id="et sauf"),
        pytest.param(And([Not(port), mer]), "4", id="sauf et"),
        pytest.param(And([mer, Not(Every())]), "", id="et sauf tout"),
        pytest.param(And([lac, Not(mer)]), "0", id="et sauf un plus tardif"),
        pytest.param(And([Not(mer), Not(lac)]), "1", id="sauf et sauf"),
        pytest.param(And([Not(mer)]), "01", id="et d’un seul sauf"),
        pytest.param(Or([Not(mer), lac]), "0134", id="ou sauf"),
        pytest.param(Or([And([mer, Not(port)]), port]), "1234", id="ou de et sauf"),
        pytest.param(Not(And([mer, Not(port)])), "0123", id="sauf (et sauf)"),
        pytest.param(Not(Or([mer, Not(lac)])), "0", id="sauf (ou sauf)"),
        pytest.param(And([mer, Not(And([port, Not(lac)]))]), "34", id="et sauf (et sauf)"),
        pytest.param(And([mer, Not(Phrase("title", literals("port mer")))]), "34", id="phrase"),
        pytest.param(ConstantScoreQuery(Or([mer, lac])), "0234", id="score constant"),
        pytest.param(ConstantScoreQuery(Not(mer)), "01", id="score constant de sauf"),
        pytest.param(And([mer, ConstantScoreQuery(lac)]), "34", id="et score constant"),
        pytest.param(ConstantScoreQuery(NullQuery), "", id="score constant de rien"),
    ],
)
def test_a_tree_matches_what_it_says(tree: Query, expected: str, built: Built) -> None:
    searcher = built(*titled("lac", "port", "port mer", "mer lac port", "mer lac"))
    assert found(searcher, tree) == set(expected)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(NOON.date(), NOON.date(), "b", id="un jour"),
        pytest.param(date(2024, 2, 28), date(2024, 2, 29), "ab", id="bornes comprises"),
        pytest.param(date(2024, 3, 1), date.max, "cd", id="depuis"),
        pytest.param(date.min, date(2024, 2, 28), "ae", id="jusqu’à"),
        pytest.param(date.min, date.max, "abcde", id="toutes les dates"),
        pytest.param(date(2024, 2, 29), date(2024, 2, 28), "", id="à l’envers"),
        pytest.param(date(2024, 3, 2), date(2024, 3, 30), "", id="entre deux"),
    ],
)
def test_a_range_of_days_holds_both_ends_and_no_undated_article(
    first: date, last: date, expected: str, built: Built
) -> None:
    days = {"a": 28, "b": 29, "c": 60, "d": 400, "e": -40_000}
    start = day_number(date(2024, 1, 31))
    articles = [
        Article(
            id=name,
            title="x",
            published=datetime.combine(
                date.fromordinal(start + days[name]), NOON.time(), tzinfo=PARIS
            ),
        )
        for name in days
    ]
    searcher = built(*articles, Article(id="undated", title="x"))
    tree = NumericRange(DAY, day_number(first), day_number(last))
    assert found(searcher, tree) == set(expected)
    assert found(searcher, And([Term("title", "s:x"), tree])) == set(expected)
    assert "undated" in found(searcher, Not(tree))


@pytest.mark.parametrize(
    "nest", [lambda tree: tree, Not, ConstantScoreQuery, lambda t: And([mer, t])]
)
@pytest.mark.parametrize(
    "tree",
    [
        Wildcard("title", "l:m*"),
        Prefix("title", "l:m"),
        FuzzyTerm("title", "l:mer"),
        Regex("title", "l:m.*"),
    ],
    ids=lambda tree: type(tree).__name__,
)
def test_another_kind_of_node_is_refused_by_name(
    tree: Query, nest: type[Not], built: Built
) -> None:
    searcher = built(*titled("mer"))
    with pytest.raises(UnsupportedQuery, match=type(tree).__name__):
        ask(searcher, nest(tree))
