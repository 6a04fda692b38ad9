"""Does a search over the samples give the right articles, in the right order, page by page?"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archive import publish
from support.spellings import SPELLINGS

from indexer import engines
from indexer.analysis import words
from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.generations import store
from indexer.schema import SEARCHED
from indexer.search import marking, service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults
from indexer.search.snippets import ELLIPSIS

SECONDS = 2.0

Within = Callable[[float], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def searcher(samples_index: Path) -> Iterator[Searcher]:
    manifest = store.current(samples_index)
    place = store.place(samples_index, manifest.generation)
    found = engines.load(manifest.engine).searcher(place)
    yield found
    found.close()


def run(searcher: Searcher, text: str = "", **fields: object) -> SearchResults:
    request = SearchRequest(text=text, size=100, **fields)  # type: ignore[arg-type]
    return service.run(ask(request, searcher))


def ids(results: SearchResults) -> list[str]:
    return [hit.article.id for hit in results.hits]


@pytest.mark.parametrize("typed", ["ELYSEE", "élysée", "Élysée", "elysee", "L’ÉLYSÉE"])
def test_accents_case_and_article_change_nothing(typed: str, searcher: Searcher) -> None:
    expected = ids(run(searcher, "l'élysée"))
    assert len(expected) == 6
    assert set(ids(run(searcher, typed))) == set(expected)


# Accents that are typed count where the archive also spells the word without them
WITHOUT_ACCENTS = {"sans accents", "capitales sans accents", "sans ligatures", "tout à la fois"}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "text", ["l'élysée", "pêche", '"réforme des retraites"', "cœur -été", "Côte-d'Ivoire", "1 400"]
)
def test_spelling_changes_no_article_and_no_score_but_for_accents(
    text: str, spelling: str, searcher: Searcher
) -> None:
    results, expected = run(searcher, SPELLINGS[spelling](text)), run(searcher, text)
    assert expected.total
    assert set(ids(results)) == set(ids(expected))
    if spelling not in WITHOUT_ACCENTS:
        assert ids(results) == ids(expected)
        assert [hit.score for hit in results.hits] == [hit.score for hit in expected.hits]


@pytest.mark.parametrize(
    "typed",
    [
        "feedback",
        "contact@echo-hautes-brumes.example",
        "+33 1 99 00 78 03",
        "S’abonner",
        '"lire aussi"',
        '"html head meta"',
        "©",
        "1920",
    ],
)
def test_boilerplate_is_found_by_no_search(typed: str, searcher: Searcher) -> None:
    results = run(searcher, typed)
    assert results.total == (0 if results.explanation else 60)


@pytest.mark.parametrize("typed", ["avocat", "pêche", "élection", "la mer", "port ville", "ans"])
def test_exactly_the_articles_that_hold_every_word_are_found(
    typed: str, searcher: Searcher
) -> None:
    expected = set()
    for hit in run(searcher).hits:
        texts = [text for field in SEARCHED for text in field.values(hit.article)]
        held = {word.stem for text in texts for word in words(text)}
        if {word.stem for word in words(typed)} <= held:
            expected.add(hit.article.id)
    assert 0 < len(expected) < 60
    assert set(ids(run(searcher, typed))) == expected


@pytest.mark.parametrize("word", ["port", "élysée", "été", "avocat", "la", "mineurs"])
def test_a_word_and_its_exclusion_share_out_the_archive(word: str, searcher: Searcher) -> None:
    with_it, without = run(searcher, word), run(searcher, f"-{word}")
    assert not set(ids(with_it)) & set(ids(without))
    assert with_it.total + without.total == 60


@pytest.mark.parametrize("pair", [("mer", "port"), ("ville", "maire"), ("ans", "lampe")])
def test_an_exclusion_takes_away_what_holds_both(pair: tuple[str, str], searcher: Searcher) -> None:
    one, other = pair
    both = set(ids(run(searcher, f"{one} {other}")))
    assert set(ids(run(searcher, f"{one} -{other}"))) == set(ids(run(searcher, one))) - both


def days(results: SearchResults) -> list[date | None]:
    return [hit.article.day for hit in results.hits]


@pytest.mark.parametrize(
    ("sort", "newest_first"), [(None, True), (Sort.NEWEST, True), (Sort.OLDEST, False)]
)
def test_articles_are_sorted_by_date_and_the_undated_one_is_last(
    sort: Sort | None,
    newest_first: bool,  # noqa: FBT001
    searcher: Searcher,
) -> None:
    *dated, last = days(run(searcher, sort=sort))
    assert last is None
    known = [day for day in dated if day]
    assert len(known) == 59
    assert known == sorted(known, reverse=newest_first)


def test_a_text_sorts_by_relevance_unless_told_otherwise(searcher: Searcher) -> None:
    by_relevance = run(searcher, "pêche")
    scores = [hit.score for hit in by_relevance.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1
    assert ids(run(searcher, "pêche", sort=Sort.RELEVANCE)) == ids(by_relevance)
    newest = run(searcher, "pêche", sort=Sort.NEWEST)
    assert sorted(ids(newest)) == sorted(ids(by_relevance))
    assert days(newest) == sorted(days(newest), key=str, reverse=True)


def test_a_word_of_the_title_outranks_one_of_the_body(searcher: Searcher) -> None:
    best = run(searcher, "avocat").hits[:2]
    assert all(any(piece.hit for piece in hit.title) for hit in best)


@pytest.mark.parametrize("typed", ["retr*", "-mer", "élys* -pêche", "-absent"])
def test_what_has_one_score_is_sorted_by_date(typed: str, searcher: Searcher) -> None:
    results = run(searcher, typed)
    assert results.total > 1
    assert len({hit.score for hit in results.hits}) == 1
    found = [day or date.min for day in days(results)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("size", [1, 7, 20, 60, 100])
@pytest.mark.parametrize("sort", list(Sort))
def test_pages_put_end_to_end_give_every_article_once(
    size: int, sort: Sort, searcher: Searcher
) -> None:
    whole = ids(run(searcher, "la", sort=sort))
    pages = [
        service.run(ask(SearchRequest(text="la", sort=sort, size=size, page=page), searcher))
        for page in range(1, -(-len(whole) // size) + 2)
    ]
    assert [one for page in pages for one in ids(page)] == whole
    assert {page.total for page in pages} == {len(whole)}
    assert len({str(page.facets) for page in pages}) == 1
    assert pages[-1].hits == ()


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(date(2021, 3, 14), date(2021, 3, 14), 1, id="un jour, bornes comprises"),
        pytest.param(date(2021, 3, 15), date(2021, 6, 10), 0, id="entre deux"),
        pytest.param(date(2021, 3, 14), date(2021, 6, 11), 2, id="d’un jour à l’autre"),
        pytest.param(date(2026, 7, 16), None, 2, id="depuis"),
        pytest.param(None, date(2016, 6, 27), 2, id="jusqu’à"),
        pytest.param(None, date.max, 59, id="sans l’article non daté"),
        pytest.param(date(2022, 1, 1), date(2021, 1, 1), 0, id="à l’envers"),
    ],
)
def test_dates_are_days_and_both_ends_count(
    since: date | None, until: date | None, expected: int, searcher: Searcher
) -> None:
    results = run(searcher, since=since, until=until)
    assert results.total == expected
    assert all(day and (since or day) <= day <= (until or day) for day in days(results))


def test_a_day_is_that_of_paris(tmp_path: Path) -> None:
    evening = datetime(2024, 6, 30, 22, 30, tzinfo=UTC)
    articles = [
        Article(id="a", title="Minuit passé", published=evening),
        Article(id="b", title="Avant", published=evening - timedelta(hours=1)),
        Article(id="c", title="En 1969", published=datetime(1969, 7, 21, 3, 56, tzinfo=PARIS)),
    ]
    manifest = publish(tmp_path, articles)
    searcher = engines.load("whoosh").searcher(store.place(tmp_path, manifest.generation))
    july = run(searcher, since=date(2024, 7, 1), until=date(2024, 7, 31))
    assert ids(july) == ["a"]
    assert ids(run(searcher, sort=Sort.OLDEST)) == ["c", "b", "a"]
    searcher.close()


def test_a_hit_shows_its_title_and_lede_whole_and_pieces_of_its_body(searcher: Searcher) -> None:
    for hit in run(searcher, "la mer").hits:
        assert "".join(text for text, _ in hit.title) == hit.article.title
        assert "".join(text for text, _ in hit.lede) == hit.article.lede
        for passage in hit.body:
            pieces = [text for text, _ in passage if ELLIPSIS not in text]
            assert any("".join(pieces[:1]) in paragraph for paragraph in hit.article.body)


def test_an_article_is_read_by_its_id_and_marked(searcher: Searcher) -> None:
    (hit, *_) = run(searcher, "pêche").hits
    article = service.read(hit.article.id, searcher)
    assert article == hit.article
    passages = marking.marked(ask(SearchRequest(text="pêche -absent"), searcher), article)
    texts = ["".join(text for text, _ in passage) for passage in passages]
    assert texts == [article.title, article.lede, *article.body]
    assert {word.lower() for passage in passages for word, hit in passage if hit} <= {
        "pêche",
        "pêches",
    }
    assert service.read("0" * 16, searcher) is None
    assert service.read("", searcher) is None


def test_an_empty_search_shows_everything_without_a_mark(searcher: Searcher) -> None:
    results = run(searcher)
    assert results.total == 60
    assert (results.explanation, results.warnings) == ("", ())
    assert not any(piece.hit for hit in results.hits for piece in (*hit.title, *hit.lede))
    assert all(hit.body == () for hit in results.hits)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("(" * 500, id="parenthèses"),
        pytest.param("NOT " * 200, id="négations"),
        pytest.param("???*", id="jokers"),
        pytest.param("[a TO z]", id="intervalle"),
        pytest.param("a" * 100_000, id="un mot de 100 ko"),
        pytest.param(
            " ".join(f"{a}{b}*" for a in "bcdlmprst" for b in ("on", "es", "ar")), id="préfixes"
        ),
        pytest.param('"' + "la " * 150 + '"', id="phrase répétée"),
        pytest.param("-la " * 100, id="exclusions"),
        pytest.param("des* les* par* pre* con* dan* res* ave*", id="préfixes larges"),
    ],
)
def test_a_hostile_query_is_answered_in_bounded_time(
    typed: str, searcher: Searcher, within: Within
) -> None:
    with within(SECONDS):
        results = run(searcher, typed)
    assert results.total <= 60


@given(st.text(max_size=30) | st.sampled_from(["la mer", "-la", "retr*"]), st.sampled_from(Sort))
def test_the_same_search_gives_the_same_answer(searcher: Searcher, text: str, sort: Sort) -> None:
    first, second = run(searcher, text, sort=sort), run(searcher, text, sort=sort)
    assert first.hits == second.hits
    assert first.facets == second.facets
    assert first.took_ms >= 0


@pytest.mark.parametrize("text", ["mer OU titre:mer", "titre:mer OU tag:mer"])
def test_the_forms_of_a_word_are_counted_in_its_own_field(text: str, searcher: Searcher) -> None:
    words_found = run(searcher, text).words
    counts = [{form.form: form.count for form in word.forms}["mer"] for word in words_found]
    alone = [one.replace("mer", "=mer") for one in text.split(" OU ")]
    assert counts == [run(searcher, one).total for one in alone]
    assert counts[0] != counts[1]
