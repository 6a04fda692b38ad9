"""Is what is near a text found, and nothing that only shares common words?"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from support.building import write
from support.every_engine import EVERY_ENGINE, running
from support.rewritings import different, taken_over

from indexer.article import Article
from indexer.engines import Searcher
from indexer.search import more_like_this

SUBJECTS = {
    "pont": "le viaduc de Valmorte et son tablier fissuré inquiètent les ingénieurs du canton",
    "loup": "la louve de Brandelune a égorgé des brebis, les bergers réclament un enclos",
    "vin": "le vigneron de Clos-Ardoise vendange la syrah sous une grêle tenace",
}
WRITINGS = ("Selon {}, dit-on ce soir.", "On apprend que {}, hier encore.", "Voici : {}, enfin.")
STORIES = [
    Article(id=f"{name}-{rank}", title=f"{name} {rank}", body=(writing.format(text),))
    for name, text in SUBJECTS.items()
    for rank, writing in enumerate(WRITINGS)
]
WIRE, *OTHERS = different(60)
COPY = taken_over(WIRE, "Aurore", 1)


@pytest.fixture(scope="module", params=EVERY_ENGINE)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """An archive of three subjects among articles about nothing."""
    place = tmp_path_factory.mktemp("similar") / "generation"
    with running(request, request.param) as engine:
        write(engine, place, (*STORIES, WIRE, COPY, *OTHERS))
        with closing(engine.searcher(place)) as opened:
            yield opened


@pytest.mark.parametrize("article", STORIES, ids=lambda article: article.id)
def test_the_others_on_the_subject_are_similar(article: Article, searcher: Searcher) -> None:
    subject = article.id.split("-")[0]
    expected = {one.id for one in STORIES if one.id.startswith(subject)} - {article.id}
    assert {one.article.id for one in more_like_this.similar(article, searcher)} == expected


def test_a_reprise_is_told_among_what_is_similar(searcher: Searcher) -> None:
    found = more_like_this.similar(WIRE, searcher)
    assert WIRE.id not in [near.article.id for near in found]
    assert [near.article.id for near in found if near.same] == [COPY.id]
    assert len(found) <= more_like_this.NEAREST


def test_a_text_and_its_reprise_are_similar_once(searcher: Searcher) -> None:
    draft = Article(id="draft", title=WIRE.title, body=WIRE.body[:1])
    found = [near.article.id for near in more_like_this.similar(draft, searcher)]
    assert len({WIRE.id, COPY.id}.intersection(found)) <= 1


def test_a_draft_finds_its_subject_and_says_why(searcher: Searcher) -> None:
    near = more_like_this.nearest("Enquête au canton : ce Viaduc fissuré de VALMORTE.", searcher)
    assert {one.article.id for one in near} == {"pont-0", "pont-1", "pont-2"}
    for one in near:
        assert set(one.shared) == {"canton", "Viaduc", "fissuré", "VALMORTE"}
        assert not one.same
        text = " ".join((one.article.title, one.article.lede, *one.article.body))
        assert one.written
        assert all(word in text for word in one.written)


def test_a_draft_that_was_published_is_told(searcher: Searcher) -> None:
    near = more_like_this.nearest("\n".join((WIRE.lede, *WIRE.body)), searcher)
    assert {one.article.id for one in near[:2]} == {WIRE.id, COPY.id}
    assert [one.same for one in near] == [one.article.id in {WIRE.id, COPY.id} for one in near]


@pytest.mark.parametrize(
    "draft", ["", "   \n", "à la une", "hippogriffe", "12 2023", "🙂\x00", "(" * 20_000]
)
def test_a_draft_that_tells_nothing_finds_nothing(draft: str, searcher: Searcher) -> None:
    assert more_like_this.nearest(draft, searcher) == ()


def test_the_order_is_the_same_each_time(searcher: Searcher) -> None:
    assert more_like_this.nearest(" ".join(WIRE.body), searcher) == more_like_this.nearest(
        " ".join(WIRE.body), searcher
    )


@pytest.mark.parametrize(
    "draft", ["a" * 20_000, "l'" * 10_000, "mot " * 5_000, "é·e " * 4_000, "ﷺ" * 6_666]
)
def test_the_longest_draft_is_answered(draft: str, searcher: Searcher) -> None:
    assert len(more_like_this.nearest(draft, searcher)) <= more_like_this.NEAREST
