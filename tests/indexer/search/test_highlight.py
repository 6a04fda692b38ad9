"""Are the right characters marked, and is the text around them the article's own?"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.spellings import SPELLINGS
from support.words import Words
from support.work import calls

from indexer import query
from indexer.analysis import words
from indexer.search import highlight
from indexer.search.highlight import MOST_HITS, Marks, Passage, Segment
from indexer.search.sequences import LONGEST_MARK
from indexer.search.snippets import ELLIPSIS, MAX_CHARACTERS, PASSAGES, passages

LONG = "." * LONGEST_MARK


def marks(text: str, field: str = "body") -> Marks:
    """What a query marks in a field; prefixes stand for « élysée » and « élysées »."""

    def terms(_field: str, prefix: str) -> Iterator[tuple[str, int]]:
        known = ("l:elysee", "l:elysees")
        return iter([(term, 1) for term in known if term.startswith(prefix)])

    return highlight.marks(query.parse(text, Words(terms)).tree).get(field, Marks())


def shown(passage: Passage) -> str:
    """A passage with its hits between brackets."""
    return "".join(f"[{text}]" if hit else text for text, hit in passage)


def joined(passage: Passage) -> str:
    return "".join(text for text, _ in passage)


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        pytest.param("élysée", "À l’Élysée.", "À l’[Élysée].", id="le mot et pas l’article"),
        pytest.param("l'elysee", "à l'élysée", "à l'[élysée]", id="article typé, sans accents"),
        pytest.param("élysée", "l’E\u0301lyse\u0301e", "l’[E\u0301lyse\u0301e]", id="décomposé"),
        pytest.param("élysée", "ÉLY\u00adSÉE", "[ÉLY\u00adSÉE]", id="trait d’union conditionnel"),
        pytest.param("élections", "Une élection.", "Une [élection].", id="même racine"),
        pytest.param("cœur", "COEUR, cœurs", "[COEUR], [cœurs]", id="ligature"),
        pytest.param("ivoire", "Côte-d’Ivoire", "Côte-d’[Ivoire]", id="partie d’un composé"),
        pytest.param("dit", "A-t-il dit ? dit-il", "A-t-il [dit] ? [dit]-il", id="inversion"),
        pytest.param("urss", "L’U.R.S.S. meurt", "L’[U.R.S.S.] meurt", id="sigle"),
        pytest.param("1000", "1 000 et 1\u202f000", "[1 000] et [1\u202f000]", id="nombre"),
        pytest.param("député", "les député·e·s", "les [député·e·s]", id="écriture inclusive"),
        pytest.param("élys*", "Élysée, élysées, élyséen", "[Élysée], [élysées], élyséen", id="*"),
        pytest.param("mer -port", "mer et port", "[mer] et port", id="un mot exclu"),
        pytest.param('mer -"le port"', "le port, la mer", "le port, la [mer]", id="« » exclus"),
        pytest.param("-mer", "la mer", "la mer", id="rien que des exclus"),
        pytest.param("titre:mer", "la mer", "la mer", id="un autre champ"),
        pytest.param("texte:mer", "la mer", "la [mer]", id="ce champ"),
        pytest.param('"la mer"', "la mer, la côte, mer", "[la mer], la côte, mer", id="phrase"),
        pytest.param('"etat d urgence"', "L’état d’urgence", "L’[état d’urgence]", id="élision"),
        pytest.param('"la mer" port', "la mer, le port", "[la mer], le [port]", id="phrase et mot"),
        pytest.param('"la mer" "mer du nord"', "la mer du Nord", "[la mer du Nord]", id="croisées"),
        pytest.param('"la mer"', "la mer la mer", "[la mer] [la mer]", id="phrase répétée"),
        pytest.param('"la mer"', f"la {LONG} mer", f"[la] {LONG} [mer]", id="phrase étirée"),
        pytest.param('"la mer"', "la grande mer", "la grande mer", id="phrase interrompue"),
        pytest.param('"mers"', "mer, mers", "mer, [mers]", id="mot littéral"),
        pytest.param('"a a"', "a a a", "[a a a]", id="phrase qui se chevauche"),
        pytest.param("mer mers", "mer", "[mer]", id="deux fois le même"),
        pytest.param("", "la mer", "la mer", id="requête vide"),
        pytest.param("mer", "", "", id="texte vide"),
        pytest.param("1/2 tasse", "½ tasse", "[½] [tasse]", id="un caractère, deux mots"),
    ],
)
def test_hits_are_marked(typed: str, text: str, expected: str) -> None:
    assert shown(highlight.whole(text, marks(typed))) == expected


@pytest.mark.parametrize("respell", SPELLINGS.values(), ids=list(SPELLINGS))
def test_hits_do_not_depend_on_spelling(respell: Callable[[str], str]) -> None:
    text, typed = "Hier à l’Élysée, 1 000 députés", "élysée 1000 député"
    expected = ["Élysée", "1 000", "députés"]
    for passage in (
        highlight.whole(respell(text), marks(typed)),
        highlight.whole(respell(text), marks(respell(typed))),
    ):
        assert [piece for piece, hit in passage if hit] == [respell(word) for word in expected]


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["mer", "l’été", "MER.", "½", "ﬁn", "1 000", "e\u0301", "-", " ", "\u00a0", "℀"]
    ),
    max_size=40,
).map(" ".join)


@given(
    TEXTS, st.sampled_from(["mer", '"mer mer"', "1 2", "a c", "été mer 1000", "fin", "-mer été"])
)
def test_a_whole_text_is_shown_unchanged(text: str, typed: str) -> None:
    passage = highlight.whole(text, marks(typed))
    assert joined(passage) == text
    assert all(piece for piece, _ in passage)


def piece_of(passage: Passage, texts: Sequence[str]) -> tuple[int, int]:
    """The rank of the text that a passage comes from, and where it begins in it."""
    text = joined(passage)
    before, after = passage[0] == (f"{ELLIPSIS} ", False), passage[-1] == (f" {ELLIPSIS}", False)
    inner = text[2 if before else 0 : -2 if after else None]
    for rank, whole in enumerate(texts):
        start = whole.find(inner)
        cut = (start > 0, start + len(inner) < len(whole))
        if start >= 0 and cut == (before, after):
            return rank, start
    pytest.fail(f"aucun texte ne contient {text!r}")


FILLERS = [
    "vent",
    "la",
    "rive",
    "à",
    "l’île",
    "anticonstitutionnellement",
    "x\u00a0y",
    "e\u0301te\u0301",
]


@given(
    st.lists(
        st.lists(st.sampled_from([*FILLERS, "mer", "MERS", "port"]), max_size=120).map(" ".join),
        max_size=5,
    )
)
def test_passages_are_pieces_of_the_paragraphs_in_reading_order(texts: list[str]) -> None:
    # a passage of a repetitive text can be found at several places: number the words
    texts = [
        " ".join(f"{word} {rank}.{place}z" for place, word in enumerate(text.split(" ")) if word)
        for rank, text in enumerate(texts)
    ]
    found = passages(texts, marks("mer port"))
    hits = sum(text.lower().count("mer") + text.count("port") for text in texts)
    assert bool(found) == bool(hits)
    assert len(found) <= PASSAGES
    places = [piece_of(passage, texts) for passage in found]
    assert places == sorted(places)
    for passage, (rank, start) in zip(found, places, strict=True):
        assert any(hit for _, hit in passage)
        assert start == 0 or texts[rank][start - 1] in " \u00a0"
    for (one, other), (first, second) in zip(pairwise(places), pairwise(found), strict=True):
        if one[0] == other[0]:
            # two passages of a paragraph show no character twice
            assert one[1] + len(joined(first)) - 4 <= other[1], (first, second)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{'vent ' * 200}mer{' vent' * 200}", id="mots"),
        pytest.param(f"{'v' * 9000} mer {'v' * 9000}", id="mots sans fin"),
        pytest.param("vent\u00a0" * 2000 + "mer" + "\u00a0vent" * 2000, id="insécables"),
        pytest.param("mer " * 2000, id="que des hits"),
        pytest.param(f"{'vent-' * 2000}mer{'-vent' * 2000}", id="traits d’union"),
        pytest.param(f"mer {'v' * 150} mer{'v' * 9000} mer", id="deux hits et un mot sans fin"),
    ],
)
def test_passages_are_bounded(text: str) -> None:
    for passage in passages([text], marks("mer")):
        assert len(joined(passage)) <= MAX_CHARACTERS


def test_the_best_passages_hold_the_most_different_words() -> None:
    filler = " vent" * 100
    texts = [f"mer mer mer{filler}", "port", "mer", f"le port et la mer{filler}", "port mer port"]
    found = passages(texts, marks("mer port"))
    ranks = [piece_of(passage, texts)[0] for passage in found]
    assert ranks == [0, 3, 4]


def test_hits_far_apart_make_several_passages_of_one_paragraph() -> None:
    text = f"La mer monte.{' vent' * 100} La mer baisse.{' vent' * 100} La mer dort."
    found = passages([text], marks("mer"))
    assert joined(found[0]).startswith("La mer ")
    assert [sum(hit for _, hit in passage) for passage in found] == [1, 1, 1]
    assert [joined(passage).startswith(ELLIPSIS) for passage in found] == [False, True, True]
    assert [joined(passage).endswith(ELLIPSIS) for passage in found] == [True, True, False]


def test_words_apart_are_marked_where_they_are_near() -> None:
    text = "mer un port, puis un port et une mer"
    assert shown(highlight.whole(text, marks('"mer port"~1'))) == (
        "[mer] un [port], puis un port et une mer"
    )
    assert shown(highlight.whole(text, marks("mer PRÈS/2 port"))) == (
        "[mer] un [port], puis un [port] et une [mer]"
    )


def test_a_word_repeated_without_end_is_marked_in_proportion() -> None:
    wanted = marks(f'"{"de " * 31}zzz"~50 OU de')
    some, more = (calls(lambda: highlight.whole("de " * n, wanted)) for n in (1000, 4000))  # noqa: B023
    assert some < more < 5 * some


@pytest.mark.slow
def test_the_marks_of_an_article_are_counted() -> None:
    marked = marks("mer")
    paragraph = "la mer " * (MOST_HITS // 2)
    texts = [paragraph] * 3
    first, second, third = highlight.wholes(texts, marked)
    assert [sum(hit for _, hit in one) for one in (first, second, third)] == [
        MOST_HITS // 2,
        MOST_HITS // 2,
        0,
    ]
    assert third == (Segment(paragraph, hit=False),)
    assert len(highlight.whole(paragraph * 3, marked)) == 2 * MOST_HITS + 1
    assert len(passages(texts, marked)) == PASSAGES


def test_no_passage_without_a_hit() -> None:
    assert passages(["le vent", ""], marks("mer")) == ()
    assert passages([], marks("mer")) == ()


@given(st.text(max_size=40))
def test_every_word_is_marked_when_it_is_searched(text: str) -> None:
    found = list(words(text))[:30]
    passage = highlight.whole(text, Marks(terms={f"l:{word.literal}" for word in found}))
    marked = "".join(piece if hit else "\0" * len(piece) for piece, hit in passage)
    assert all(marked[word.start : word.end] == text[word.start : word.end] for word in found)
