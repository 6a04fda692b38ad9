"""Do two lines of a card hold every mark, whatever the passage?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.search.highlight import Passage, Segment
from indexer.search.results import Hit
from webapp.views.excerpt import ROOM, TAGS, excerpt, tags

LONG = "des mots qui disent autre chose " * 6


def passage(text: str) -> Passage:
    """A passage, its marks between brackets."""
    pieces = re.split(r"\[(.*?)\]", text)
    return tuple(Segment(piece, rank % 2 == 1) for rank, piece in enumerate(pieces) if piece)


def hit(lede: str, *body: str, marked: tuple[str, ...] = ()) -> Hit:
    """A hit with passages, and tags that are marked where they are in brackets."""
    texts = tuple(tag.strip("[]") for tag in marked)
    return Hit(
        article=Article(id="a" * 16, title="Titre", tags=texts),
        score=1,
        title=(),
        lede=passage(lede),
        body=tuple(map(passage, body)),
        tags=tuple(map(passage, marked)),
        authors=(),
    )


def told(found: Passage) -> str:
    """A passage as one text, its marks between brackets."""
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in found)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (hit("Un chapô."), "Un chapô."),
        (hit("Un chapô sans mot.", "La [grève] dure."), "La [grève] dure."),
        (hit("La [grève] dure.", "Une [grève]."), "La [grève] dure."),
        # the one that says more of what was asked for
        (hit("La [grève] dure.", "[Grève] et [retraites]."), "[Grève] et [retraites]."),
        (hit("La [grève], la [Grève].", "[Grève] et [retraites]."), "[Grève] et [retraites]."),
    ],
)
def test_a_card_shows_what_marks_the_most_words(found: Hit, shown: str) -> None:
    assert told(excerpt(found).text) == shown


def test_what_is_before_a_mark_is_cut_between_words_and_what_follows_stays() -> None:
    shown = told(excerpt(hit(f"{LONG}[grève] {LONG}")).text)
    assert re.fullmatch(rf"… (\w+ )+\[grève\] {LONG}", shown)


@given(st.lists(st.sampled_from(["[grève]", "[retraites]", LONG, " et ", "sans-espace" * 30])))
def test_no_mark_is_lost(pieces: list[str]) -> None:
    whole = passage("".join(pieces))
    found = excerpt(hit("".join(pieces)))
    assert [one for one in found.text if one.hit] == [one for one in whole if one.hit]
    before = "".join(told(found.text).rpartition("]")[0]).replace("[", "").replace("]", "")
    assert found.fits == (len(before) <= ROOM)


def test_three_marks_far_apart_come_together() -> None:
    assert excerpt(hit(f"{LONG}[grève] {LONG}[retraites] {LONG}[Sénat] {LONG}")).fits


def test_tags_that_are_asked_for_come_first() -> None:
    found = hit("", marked=("un", "deux", "Économie", "[quatre]", "cinq"))
    assert [tag for tag, _ in tags(found, ["economie"])] == ["Économie", "quatre", "un"]
    assert [tag for tag, _ in tags(found, [])] == ["quatre", "un", "deux"]
    assert TAGS == 3
