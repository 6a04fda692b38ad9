"""Is every query kept within its bounds, however long, odd or hostile it is?"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.hang import guarded
from support.words import NO_WORDS, Words
from support.work import calls
from whoosh.query import And, AndMaybe, ConstantScoreQuery, Not, Or, Phrase, Query, Term

from indexer import query
from indexer.analysis.joining import join
from indexer.engines import MOST_POSITIONS
from indexer.engines.tree_rewrites import positions
from indexer.query.balancing import MAX_DEPTH
from indexer.query.budget import Budget
from indexer.query.repair import QueryWarning


def leaves(tree: Query) -> Iterator[Query]:
    match tree:
        case And() | Or():
            for sub in tree.subqueries:
                yield from leaves(sub)
        case Not():
            yield from leaves(tree.query)
        case AndMaybe():  # what is preferred is not asked for
            yield from leaves(tree.a)
        case ConstantScoreQuery():
            yield from leaves(tree.child)
        case _:
            yield tree


def texts(leaf: Query) -> list[str]:
    match leaf:
        case Term():
            return [leaf.text]
        case Phrase():
            return list(leaf.words)
    return []


def read(tree: Query) -> int:
    """How many lists of positions are read for a tree, in the field where most are."""
    counts: Counter[str] = Counter()
    for leaf in tree.leaves():
        if type(leaf) is Phrase:
            counts[leaf.fieldname] += positions(len(leaf.words), leaf.slop)
    return max(counts.values())


def depth(tree: Query) -> int:
    return 1 + max(map(depth, tree.children()), default=0)


def stems(text: str) -> set[str]:
    """The stems looked for in titles."""
    tree = query.parse(text, NO_WORDS).tree
    return {leaf.text for leaf in leaves(tree) if type(leaf) is Term and leaf.fieldname == "title"}


def test_the_first_512_characters_are_read() -> None:
    text = f"mer {' ' * 504}vagu lointain"
    parsed = query.parse(text, NO_WORDS)
    assert stems(text) == stems("mer vagu")
    assert [(w.start, w.end) for w in parsed.warnings] == [(512, len(text))]


def test_the_first_32_words_are_searched() -> None:
    text = " ".join(f"m{rank}" for rank in range(40))
    (warning,) = query.parse(text, NO_WORDS).warnings
    assert "32" in warning.message
    assert text[warning.start :].startswith("m32")
    assert stems(text) == {f"s:m{rank}" for rank in range(32)}


@pytest.mark.parametrize("around", ['"{}"', "{}", "titre:« {} »", "-{}"])
@pytest.mark.parametrize("between", [" ", "-"])
def test_a_clause_of_too_many_words_keeps_its_first_ones(around: str, between: str) -> None:
    text = around.format(between.join(f"m{rank}" for rank in range(40)))
    parsed = query.parse(text, NO_WORDS)
    found = {term.partition(":")[2] for leaf in leaves(parsed.tree) for term in texts(leaf)}
    assert found == {f"m{rank}" for rank in range(32)}
    assert not [warning for warning in parsed.warnings if "toute l’archive" in warning.message]


def test_eight_prefixes_are_expanded_and_the_next_ones_are_words() -> None:
    asked = []

    def terms(field: str, prefix: str) -> Iterator[tuple[str, int]]:
        asked.append((field, prefix))
        return iter(())

    text = " ".join(f"titre:pre{letter}*" for letter in "abcdefghij")
    parsed = query.parse(text, Words(terms))
    assert asked == [("title", f"l:pre{letter}") for letter in "abcdefgh"]
    (warning,) = parsed.warnings
    assert text[warning.start : warning.end] == "prei*"
    assert warning.repair == text.replace("prei*", "prei").replace("prej*", "prej")
    assert stems(text) == {"s:prei", "s:prej"}


def test_a_prefix_stands_for_its_200_most_frequent_words_then_in_alphabetical_order() -> None:
    vocabulary = {f"l:pre{rank:03}": 1 + rank % 2 for rank in range(300)}
    parsed = query.parse("titre:pre*", Words(lambda *_: iter(vocabulary.items())))
    (warning,) = parsed.warnings
    assert "300" in warning.message
    assert "200" in warning.message
    twice = [term for term, count in vocabulary.items() if count == 2]
    once = [term for term, count in vocabulary.items() if count == 1]
    assert {leaf.text for leaf in leaves(parsed.tree) if type(leaf) is Term} == {
        *twice,
        *once[:50],
    }


def test_stars_without_end_are_compared_at_once() -> None:
    words = {f"l:con{'o' * 60}{rank}": 1 for rank in range(200)}
    with guarded():  # a regular expression would not come back
        query.parse(f"con{'*o' * 40}*z", Words(lambda *_: iter(words.items())))


def test_the_frequency_of_a_word_adds_up_over_its_fields() -> None:
    vocabulary = {
        "title": {f"l:pre{rank:03}": 2 for rank in range(200)},
        "body": {"l:prez": 3},
        "lede": {"l:prey": 1},
        "tags": {"l:prey": 2},
    }
    parsed = query.parse("pre*", Words(lambda field, _: iter(vocabulary.get(field, {}).items())))
    kept = {leaf.text for leaf in leaves(parsed.tree) if type(leaf) is Term}
    assert len(kept) == 200
    assert {"l:prez", "l:prey"} < kept


SYNTAX = st.sampled_from(
    [
        "-",
        '"',
        "«",
        "»",
        "“",
        "”",
        "*",
        ":",
        " ",
        "\u00a0",
        "titre:",
        "inconnu:",
        "(",
        "NOT ",
        "OU ",
        "ET ",
        "PRÈS ",
        "SAUF ",
        "+",
        "=",
        ")",
        "~",
        "~5",
        "date:2023..",
        "avant:x",
        "l'",
        "d’",
        "été",
        "e\u0301",
        "1 000",
        "re*",
        "mer",
        "-mer",
        "aaa*",
        "\n",
        "\x00",
        "[a TO z]",
    ]
)


@given(st.lists(SYNTAX, max_size=60).map("".join) | st.text(max_size=2000))
@example("a" * 2000)
@example("(" * 2000)
@example('"' * 2000)
@example("-" * 2000)
@example("a:" * 1000)
@example("NOT " * 500)
@example("???*")
def test_any_text_is_a_query_within_bounds(text: str) -> None:
    parsed = query.parse(text, Words(lambda *_: iter([("l:aaab", 1), ("l:aaac", 2)])))
    for warning in parsed.warnings:
        assert 0 <= warning.start <= warning.end <= len(text)
        assert warning.message
    # a negation, a conjunction and a disjunction for each parenthesis, and the tree of a clause
    assert depth(parsed.tree) <= 3 * MAX_DEPTH + 6
    assert len(list(leaves(parsed.tree))) <= 32 * 7 * 2
    assert not re.search(r"  |\n", parsed.explanation)


def is_repair(warning: QueryWarning) -> bool:
    """Whether something was not taken as typed; a hint proposes another search."""
    return "en capitales" not in warning.message


# a number that a dot before it held apart can be joined to the next once the dot is gone
@given(
    st.lists(SYNTAX.filter(lambda piece: piece != "1 000"), max_size=40).map("".join)
    | st.text(max_size=200)
)
@example("(" * 20 + "a")
@example("SAUF SAUF -+-a OU OU ET (b")
@example('"a "b" OU')
@example("-NOT PRÈS )-titre:")
@example("a PRÈS ) b")
@example("(a PRÈS ) b")
@example("inconnu:SAUF titre:")
@example(")mer+l'")
def test_a_repaired_query_is_read_the_same_without_a_warning(text: str) -> None:
    parsed = query.parse(text, NO_WORDS)
    for warning in filter(is_repair, parsed.warnings):
        # what a sign that is left out held apart can be a code now: « A* 0 » is A 0
        if join(warning.repair) != warning.repair:
            continue
        again = query.parse(warning.repair, NO_WORDS)
        assert list(filter(is_repair, again.warnings)) == []
        assert str(again.tree) == str(parsed.tree)


@pytest.mark.parametrize(
    "sign", ["NOT ", "SAUF -", "-+", "(", "-(", "titre:", "=titre:", "a PRÈS "]
)
def test_signs_without_end_are_read_in_proportion(sign: str) -> None:
    some, more = (calls(lambda: query.parse(f"{sign * n}mer", NO_WORDS)) for n in (50, 200))  # noqa: B023
    assert more < 8 * some
    parsed = query.parse(f"{sign * 200}mer", NO_WORDS)
    assert depth(parsed.tree) <= 3 * MAX_DEPTH + 6


COSTLY = [
    pytest.param("de PRÈS/50 la " * 14, id="two words near each other again and again"),
    pytest.param(" PRÈS/49 ".join(["de", "la"] * 16), id="a chain"),
    pytest.param(f"-({' OU '.join(['de PRÈS/50 la'] * 14)})", id="what is excluded"),
    pytest.param('"de la le"~50', id="three words"),
    pytest.param('"de la le les"~9 OU ' * 8 + "mer", id="quotations of four words"),
    pytest.param('"de la"~50 ' * 16, id="quotations of two words"),
    pytest.param(f'"{"de " * 32}"~1', id="a quotation of all words"),
    pytest.param('tag:"de la le les et"~50 titre:("de la le"~50 OU "la le de"~50)', id="fields"),
    pytest.param('"a b c"~50 ' * 5 + "d PRÈS/50 e " * 8, id="quotations, then words"),
]


@pytest.mark.parametrize("text", COSTLY)
@pytest.mark.parametrize("around", ["{}", "texte:({})"])
def test_all_phrases_of_a_query_are_within_one_budget(text: str, around: str) -> None:
    parsed = query.parse(around.format(text), NO_WORDS)
    assert 0 < read(parsed.tree) <= MOST_POSITIONS
    for warning in parsed.warnings:
        again = query.parse(warning.repair, NO_WORDS)
        assert (again.warnings, str(again.tree)) == ((), str(parsed.tree))


@pytest.mark.parametrize(
    ("text", "slops"),
    [
        pytest.param('"a b"~50', [51], id="two words: what was typed"),
        pytest.param("a PRÈS/50 b", [51, 51], id="either order: what was typed"),
        pytest.param('"a b c"~10', [11], id="three words: what was typed"),
        pytest.param('"a b c"~50', [18], id="three words: less"),
        pytest.param('"a b c d"~9', [6], id="four words: less"),
        pytest.param('"a b c"~50 "d e f"~3', [18, 4], id="what the first one leaves"),
        pytest.param('"a b c"~50 "d e f g h"~3', [18, 1], id="nothing left"),
    ],
)
def test_quotations_share_the_room_between_words(text: str, slops: list[int]) -> None:
    parsed = query.parse(f"texte:({text})", NO_WORDS)
    assert [leaf.slop for leaf in leaves(parsed.tree) if type(leaf) is Phrase] == slops
    told = " ".join(warning.message for warning in parsed.warnings)
    assert ("d’écart ici" in told) == ((slops[0] < 51 and "~50" in text) or "~9" in text)
    assert ("sans écart" in told) == (slops[-1] == 1)


def test_words_of_too_many_forms_near_each_other_are_both_asked_for() -> None:
    forms = {"mer": [f"mer{letter}" for letter in "abcdefghijklmnopqr"], "port": ["port", "ports"]}

    def terms(_: str, prefix: str) -> Iterator[tuple[str, int]]:
        found = forms.get(prefix.removeprefix("a:").rstrip("\x1f"), [])
        return iter([(f"{prefix}{form}", 1) for form in found])

    few = query.parse("texte:(mer PRÈS port)", Words(terms), ["mer"])
    assert not few.warnings
    assert 0 < read(few.tree) <= MOST_POSITIONS
    forms["port"] = [f"port{letter}" for letter in "abcdefghijklmnopqr"]
    many = query.parse("texte:(mer PRÈS port)", Words(terms), ["mer", "port"])
    (warning,) = many.warnings
    assert "compris comme ET" in warning.message
    assert {leaf.text.partition("\x1f")[2] for leaf in leaves(many.tree) if type(leaf) is Term} == {
        *forms["mer"],
        *forms["port"],
    }


def test_a_budget_refuses_what_is_over_it_and_still_affords_less() -> None:
    budget = Budget(10)
    assert [budget.affords(count) for count in (6, 5, 4, 1)] == [True, False, True, False]
