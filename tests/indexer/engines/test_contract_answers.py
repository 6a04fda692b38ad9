"""Does every engine score, sort, count and page its answers as the interface promises?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import log

import pytest
from support.building import Built, accented, ask, found, ids, literal, literals, stem, titled
from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Every,
    Not,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.analysis import words
from indexer.analysis.terms import accented_term
from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.engines.document import to_document
from indexer.engines.request import DAYS, EngineRequest, Sort
from indexer.search import question, service
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults

NOON = datetime(2024, 2, 29, 12, tzinfo=PARIS)
HOUR = timedelta(hours=1)


DATED = (
    Article(id="b", title="mer", published=NOON),
    Article(id="a", title="mer", published=NOON),
    Article(id="c", title="mer", published=NOON + HOUR),
    Article(id="d", title="mer", published=NOON - 999_999 * HOUR),
    Article(id="f", title="mer"),
    Article(id="e", title="mer"),
)


@pytest.mark.parametrize(
    ("sort", "tree", "expected"),
    [
        pytest.param(Sort.NEWEST, Every(), "cabdef", id="récents d’abord"),
        pytest.param(Sort.OLDEST, Every(), "dabcef", id="anciens d’abord"),
        pytest.param(Sort.RELEVANCE, Every(), "cabdef", id="scores égaux"),
        pytest.param(Sort.RELEVANCE, stem("title", "mer"), "cabdef", id="mots égaux"),
        pytest.param(Sort.RELEVANCE, Not(Term("title", "l:x")), "cabdef", id="exclusion"),
        pytest.param(Sort.NEWEST, Not(Term("tag_facet", "x")), "cabdef", id="filtre"),
    ],
)
def test_ties_go_by_date_then_id_and_undated_articles_are_last(
    sort: Sort, tree: Query, expected: str, built: Built
) -> None:
    assert "".join(ids(ask(built(*DATED), tree, sort=sort))) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [((0, 2), "ca"), ((2, 2), "bd"), ((4, 9), "ef"), ((6, 5), ""), ((99, 1), ""), ((5, 1), "f")],
)
def test_a_page_is_a_stretch_of_the_whole(
    page: tuple[int, int], expected: str, built: Built
) -> None:
    results = ask(built(*DATED), page=page)
    assert "".join(ids(results)) == expected
    assert results.total == 6
    assert results.facets["year"] == {"2024": 3, "1910": 1}


def scores(searcher: Searcher, tree: Query) -> dict[str, float]:
    results = ask(searcher, tree, sort=Sort.RELEVANCE)
    found = [hit.score for hit in results.hits]
    assert all(one >= other for one, other in pairwise(found))
    return dict(zip(ids(results), found, strict=True))


BODIES = {
    "short": "mer",
    "twice": "mer mer",
    "long": "mer " + "vent " * 40,
    "other": "port",
    "empty": "",
}


def weigh(count: int, length: int, holding: int) -> float:
    """Okapi BM25 with k1 = 1.2, b = 0.75 and Lucene's idf, over BODIES."""
    average = sum(len(text.split()) for text in BODIES.values()) / len(BODIES)
    norm = 1.2 * (0.25 + 0.75 * length / average)
    idf = log(1 + (len(BODIES) - holding + 0.5) / (holding + 0.5))
    return idf * count * 2.2 / (count + norm)


@pytest.fixture
def scored(built: Built) -> Searcher:
    return built(*(Article(id=name, title="x", body=(text,)) for name, text in BODIES.items()))


@pytest.mark.parametrize("form", [stem, literal, accented])
def test_a_term_scores_by_bm25(form: type[Term], scored: Searcher) -> None:
    # a constant factor ranks the same; an engine may store lengths in one byte
    first, expected = (
        scores(scored, form("body", "mer")),
        {
            "short": weigh(1, 1, 3),
            "twice": weigh(2, 2, 3),
            "long": weigh(1, 41, 3),
        },
    )
    assert list(first) == sorted(expected, key=lambda name: -expected[name])
    factor = first["short"] / expected["short"]
    assert first == pytest.approx({name: factor * one for name, one in expected.items()}, rel=0.02)
    rare = scores(scored, form("body", "port"))
    assert rare == pytest.approx({"other": factor * weigh(1, 1, 1)}, rel=0.02)


def test_scores_add_up_and_boosts_multiply(scored: Searcher) -> None:
    once, port = scores(scored, stem("body", "mer")), scores(scored, stem("body", "port"))
    assert scores(scored, stem("body", "mer", 3.0)) == pytest.approx(
        {name: 3 * score for name, score in once.items()}
    )
    either = Or([stem("body", "mer"), stem("body", "port", 2.0), stem("title", "absent")])
    assert scores(scored, either) == pytest.approx({**once, "other": 2 * port["other"]})
    both = And([stem("body", "mer"), literal("body", "mer")])
    assert scores(scored, both) == pytest.approx({name: 2 * one for name, one in once.items()})


def test_an_exclusion_changes_no_score(scored: Searcher) -> None:
    once = scores(scored, stem("body", "mer"))
    without = scores(scored, And([stem("body", "mer"), Not(stem("body", "vent"))]))
    assert without == pytest.approx({"short": once["short"], "twice": once["twice"]})


def test_a_phrase_is_scored_and_boosted(scored: Searcher) -> None:
    once = scores(scored, Phrase("body", literals("mer mer")))
    assert list(once) == ["twice"]
    assert once["twice"] > 0
    boosted = scores(scored, Phrase("body", literals("mer mer"), boost=4.0))
    assert boosted["twice"] == pytest.approx(4 * once["twice"])


@pytest.mark.parametrize(
    "tree",
    [
        ConstantScoreQuery(stem("body", "mer")),
        ConstantScoreQuery(Or([stem("body", "mer"), stem("body", "vent")])),
        And([ConstantScoreQuery(stem("body", "mer")), Every()]),
        ConstantScoreQuery(Phrase("body", literals("mer mer"))),
        Every(),
        Not(stem("body", "mer")),
        And([Not(stem("body", "mer")), Not(stem("body", "port"))]),
    ],
    ids=str,
)
def test_a_constant_score_is_one_for_all(tree: Query, scored: Searcher) -> None:
    assert len(set(scores(scored, tree).values())) == 1


FACETED = (
    Article(id="a", title="mer", tags=("Mer", "Élysée"), source="Écho", published=NOON),
    Article(id="b", title="mer", tags=("mer", "MER"), source="Gazette", published=NOON),
    Article(id="c", title="port", tags=("ELYSEE",), source="Gazette", authors=("A", "B")),
)


def test_months_are_those_of_paris_and_undated_articles_have_none(built: Built) -> None:
    eve = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    searcher = built(
        Article(id="a", title="mer", published=eve),
        Article(id="b", title="mer", published=eve - HOUR),
        Article(id="c", title="mer", published=datetime(1905, 3, 1, tzinfo=PARIS)),
        Article(id="d", title="mer"),
        Article(id="e", title="port", published=eve),
    )
    assert ask(searcher, stem("title", "mer")).months == {202401: 1, 202312: 1, 190503: 1}
    assert ask(searcher, stem("title", "port"), page=(0, 0)).months == {202401: 1}


@pytest.mark.parametrize("matching", [stem("title", "mer"), Every()], ids=["certains", "tous"])
def test_days_are_counted_where_they_are_asked_for(built: Built, matching: Query) -> None:
    eve = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    moments = {"a": eve, "b": eve - HOUR, "c": eve - 2 * HOUR, "d": None}
    searcher = built(*(Article(id=name, title="mer", published=m) for name, m in moments.items()))
    request = EngineRequest(
        matching=matching,
        selections={},
        sort=Sort.NEWEST,
        offset=0,
        limit=0,
        counted=frozenset({DAYS}),
    )
    days = searcher.search(request).counts.days
    assert days == {date(2024, 1, 1): 1, date(2023, 12, 31): 2}
    assert ask(searcher, matching).days == {}


@pytest.mark.parametrize(
    "matching",
    [Every(), stem("title", "port"), Not(stem("title", "port")), Not(Term("tag_facet", "port"))],
    ids=["tous", "certains", "sans leurs thèmes", "la plupart"],
)
@pytest.mark.parametrize("most", [1, 2, 3, 1000])
def test_the_most_frequent_values_are_all_counted(most: int, matching: Query, built: Built) -> None:
    # more values of one article than are asked for at first
    rare = tuple(f"rare {rank}" for rank in range(500))
    searcher = built(
        Article(id="a", title="port", tags=("mer", "port", *rare)),
        Article(id="b", title="port", tags=("mer", "port")),
        Article(id="c", title="port", tags=("mer",)),
        *(Article(id=f"d{rank}", title="lac", tags=("lac",)) for rank in range(9)),
    )
    request = EngineRequest(
        matching=matching, selections={}, sort=Sort.NEWEST, offset=0, limit=1, max_values=most
    )
    found = searcher.search(request).counts.facets["tag"]
    whole = ask(searcher, matching).facets["tag"]
    least = min(sorted(whole.values(), reverse=True)[:most])
    assert found.items() <= whole.items()
    assert found.items() >= {(value, count) for value, count in whole.items() if count >= least}


def test_all_values_of_a_facet_with_a_selection_are_counted(built: Built) -> None:
    request = EngineRequest(
        matching=Every(),
        selections={"tag": Or([Term("tag_facet", "elysee")])},
        sort=Sort.NEWEST,
        offset=0,
        limit=1,
        max_values=1,
    )
    found = built(*FACETED, Article(id="d", title="mer", tags=("mer",))).search(request)
    assert found.counts.facets["tag"] == {"mer": 3, "elysee": 2}


def test_term_counts_count_among_the_matches(built: Built) -> None:
    searcher = built(*FACETED)
    chosen = {"source": Or([Term("source_facet", "gazette")])}
    term_counts = {
        "mer": [stem("title", "mer")],
        "elysee": [stem("lede", "mer"), literal("tags", "Élysée")],
        "none": [stem("title", "absent")],
    }
    found = searcher.search(
        EngineRequest(
            matching=Every(),
            selections=chosen,
            sort=Sort.NEWEST,
            offset=0,
            limit=0,
            term_counts=term_counts,
        )
    )
    assert found.counts.term_counts == {"mer": 1, "elysee": 1, "none": 0}
    assert found.hits == ()


WORDS = Or([stem("title", "grève"), stem("lede", "grève")])
FORMS = ("grève", "grèves", "gréve", "grévistes")


@pytest.mark.parametrize(
    "matching",
    [
        WORDS,
        AndMaybe(WORDS, accented("title", "grève")),
        And([WORDS, Every()]),
        And([WORDS, stem("lede", "mer")]),
        And([WORDS, Not(stem("lede", "port"))]),
        Or([stem("lede", "grève"), stem("lede", "mer")]),
        Not(stem("title", "grèves")),
        Phrase("title", literals("grève port")),
    ],
)
@pytest.mark.parametrize("chosen", [{}, {"tag": Or([Term("tag_facet", "a")])}])
def test_a_tally_counts_the_matches_that_hold_any_of_its_words(
    matching: Query, chosen: dict[str, Query], built: Built
) -> None:
    texts = [*FORMS, "grève port", "mer"]
    searcher = built(
        *(
            Article(id=f"{one}{two}", title=title, lede=lede, tags=("ab"[one % 2],))
            for one, title in enumerate(texts)
            for two, lede in enumerate(["", "port", "mer", "grèves mer", "grévistes"])
        )
    )
    term_counts = {form: [accented("title", form), accented("lede", form)] for form in FORMS}
    request = EngineRequest(
        matching=matching,
        selections=chosen,
        sort=Sort.NEWEST,
        offset=0,
        limit=9,
        term_counts=term_counts,
    )
    assert searcher.search(request).counts.term_counts == {
        form: len(found(searcher, And([matching, *chosen.values(), Or(words)])))
        for form, words in term_counts.items()
    }


def test_facets_count_every_match_once_a_value(built: Built) -> None:
    searcher = built(*FACETED)
    assert ask(searcher, page=(0, 1)).facets == {
        "tag": {"mer": 2, "elysee": 2},
        "source": {"echo": 1, "gazette": 2},
        "section": {},
        "author": {"a": 1, "b": 1},
        "year": {"2024": 2},
    }
    assert ask(searcher, stem("title", "port")).facets["tag"] == {"elysee": 1}


def test_a_selection_filters_and_its_own_facet_ignores_it(built: Built) -> None:
    searcher = built(*FACETED)
    chosen = {"source": Or([Term("source_facet", "gazette")])}
    results = ask(searcher, stem("title", "mer"), selections=chosen)
    assert ids(results) == ["b"]
    assert results.facets["source"] == {"echo": 1, "gazette": 1}
    assert results.facets["tag"] == {"mer": 1}
    both = {**chosen, "tag": Or([Term("tag_facet", "elysee"), Term("tag_facet", "absent")])}
    results = ask(searcher, selections=both)
    assert ids(results) == ["c"]
    assert results.facets["source"] == {"echo": 1, "gazette": 1}
    assert results.facets["tag"] == {"mer": 1, "elysee": 1}
    assert results.facets["author"] == {"a": 1, "b": 1}


def test_a_facet_of_which_all_values_are_asked_for_counts_what_one_more_gives(
    built: Built,
) -> None:
    tags = [("a", "b", "c"), ("a", "b"), ("a", "c"), ("a", "b", "d"), ("b", "e"), ("a",)]
    searcher = built(
        *(Article(id=str(rank), title="mer", tags=row) for rank, row in enumerate(tags))
    )

    def found(*values: str, most: int = 100) -> SearchResults:
        request = SearchRequest(filters={"tag": values}, all_of=("tag",))
        return service.run(question.ask(request, searcher), most)

    results = found("a", "b")
    counts = {row.value: row.count for row in results.facets["tag"]}
    assert (results.total, counts) == (3, {"a": 3, "b": 3, "c": 1, "d": 1})
    for value in counts.keys() - {"a", "b"}:
        assert found("a", "b", value).total == counts[value]
    # however few are wanted, and others as frequent
    shown = found("b", "c", most=1).facets["tag"]
    assert {row.value: row.count for row in shown} == {"a": 1, "b": 1, "c": 1}
    assert [row.count for row in found("c", "e").facets["tag"]] == [0, 0]


def test_matches_are_counted_whatever_a_facet_has_selected(built: Built) -> None:
    searcher = built(*FACETED)
    alone = ask(searcher, selections={"source": Or([Term("source_facet", "gazette")])})
    assert (alone.unselected["source"], alone.unselected["tag"]) == (3, alone.total)
    both = {
        "source": Or([Term("source_facet", "gazette")]),
        "tag": Or([Term("tag_facet", "elysee")]),
    }
    results = ask(searcher, selections=both)
    assert results.unselected["source"] == sum(results.facets["source"].values())
    assert results.unselected["year"] == results.total


def test_a_selection_changes_no_score(built: Built) -> None:
    searcher = built(*FACETED)
    alone = ask(searcher, stem("title", "mer"), sort=Sort.RELEVANCE).hits[0].score
    chosen = {"tag": Or([Term("tag_facet", "mer")])}
    filtered = ask(searcher, stem("title", "mer"), selections=chosen, sort=Sort.RELEVANCE)
    assert {hit.score for hit in filtered.hits} == {alone}


@pytest.mark.parametrize(
    "name",
    [
        "a\x1eb",
        "a\x1fb",
        "a|b;c,d",
        'a"b\\',
        "a\nb",
        "phare 😀",
        "日本",
        "a\tb",
        "x" * 5000,
        "<b>",
        "%",
    ],
)
def test_unusual_characters_are_characters_like_others(name: str, built: Built) -> None:
    odd = Article(id=f"id {name[:20]}", title=name, tags=(name,), authors=(f"{name} {name}",))
    searcher = built(odd, Article(id="usual", title="mer", tags=("mer",)))
    assert Article.load(searcher.get(odd.id) or "") == odd
    ((value, label),) = to_document(odd).facets["tag"]
    assert label == name
    assert ask(searcher).facets["tag"] == {value: 1, "mer": 1}
    assert found(searcher, Term("tag_facet", value)) == {odd.id}
    for word in words(name):
        assert found(searcher, Term("title", accented_term(word))) == {odd.id}


def test_terms_begin_with_a_prefix_in_order_and_count_articles(built: Built) -> None:
    searcher = built(
        Article(id="a", title="mer mer élu", lede="merle"),
        Article(id="b", title="mer merle élus", tags=("Mer",)),
        Article(id="c", title="1000 MÈRE"),
    )
    assert list(searcher.vocabulary.terms("title", "l:mer")) == [
        ("l:mer", 2),
        ("l:mere", 1),
        ("l:merle", 1),
    ]
    assert list(searcher.vocabulary.terms("title", "l:merl")) == [("l:merle", 1)]
    assert list(searcher.vocabulary.terms("lede", "l:mer")) == [("l:merle", 1)]
    (stem,) = {word.stem for word in words("élu élus")}
    assert list(searcher.vocabulary.terms("title", f"a:{stem}\x1f")) == [
        (f"a:{stem}\x1félu", 1),
        (f"a:{stem}\x1félus", 1),
    ]
    assert list(searcher.vocabulary.terms("title", "l:1")) == [("l:1000", 1)]
    assert list(searcher.vocabulary.terms("title", "l:zz")) == []
    assert list(searcher.vocabulary.terms("tag_label", "mer\x1f")) == [("mer\x1fMer", 1)]
    assert list(searcher.vocabulary.terms("title", "l:", 1)) == [("l:mer", 2)]
    whole = [term for term, _ in searcher.vocabulary.terms("title", "")]
    assert whole == sorted(whole)
    assert {term[:2] for term in whole} == {"s:", "l:", "a:"}


def test_the_terms_of_many_prefixes_are_those_of_each(built: Built) -> None:
    names = [f"mot{chr(97 + rank // 10)}{chr(97 + rank % 10)}" for rank in range(150)]
    searcher = built(
        Article(id="a", title=" ".join(names), lede=" ".join(names[:64]), body=("mer",)),
        Article(id="b", title="mer", body=(" ".join(names[:65]), "motif")),
    )
    vocabulary = searcher.vocabulary
    prefixes = [
        *((field, prefix) for field in ("title", "lede", "body") for prefix in ("l:mot", "l:m")),
        *(("title", "l:moto"), ("lede", "l:zz"), ("body", f"l:{'m' * 2000}")),
    ]
    for _ in range(2):
        found = vocabulary.terms_of(prefixes)
        assert found.keys() == set(prefixes)
        for prefix, rows in found.items():
            assert list(rows) == list(vocabulary.terms(*prefix))
    assert [term for term, _ in found["title", "l:mot"]] == [f"l:{name}" for name in names]
    assert [len(found[prefix]) for prefix in prefixes] == [150, 151, 64, 64, 66, 67, 10, 0, 0]
    few = vocabulary.terms_of(prefixes, 5)
    assert {prefix: len(rows) for prefix, rows in few.items()} == {
        prefix: min(5, len(found[prefix])) for prefix in prefixes
    }
    assert vocabulary.terms_of([]) == {}


def test_several_threads_share_a_searcher(built: Built) -> None:
    articles = [
        Article(
            id=f"{rank:03}", title=f"mer {'port' if rank % 3 else 'lac'}", tags=(f"t{rank % 5}",)
        )
        for rank in range(300)
    ]
    searcher = built(*articles)
    trees = [stem("title", "port"), Phrase("title", literals("mer lac")), Not(stem("title", "lac"))]
    expected = [ask(searcher, tree) for tree in trees]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda rank: ask(searcher, trees[rank % 3]), range(120)))
        stored = list(pool.map(lambda rank: searcher.get(f"{rank:03}"), range(120)))
        vocabularies = list(
            pool.map(lambda _: list(searcher.vocabulary.terms("title", "l:")), range(40))
        )
    assert answers == expected * 40
    assert stored == [article.dump() for article in articles[:120]]
    assert vocabularies == [[("l:lac", 100), ("l:mer", 300), ("l:port", 200)]] * 40


def test_terms_are_counted_together(built: Built) -> None:
    searcher = built(*titled("mer mer port", "la mer", "marée"))
    asked = ["l:mer", "l:port", "s:mer", "l:me", "l:", "absent", "l:marée"]
    expected = {"l:mer": 2, "l:port": 1, "s:mer": 2}
    assert searcher.vocabulary.frequencies("title", asked) == dict.fromkeys(asked, 0) | expected
    assert searcher.vocabulary.frequencies("body", ["l:mer"]) == {"l:mer": 0}
    assert searcher.vocabulary.frequencies("title", []) == {}


def test_the_label_of_a_value_is_its_most_frequent_spelling(built: Built) -> None:
    tags = ("Été", "ÉTÉ", "été", "Été", "Été 2024", "Mer", "mer")
    searcher = built(*(Article(id=str(n), title="x", tags=(tag,)) for n, tag in enumerate(tags)))
    asked = ["ete", "mer", "ete 2024", "et", "absent"]
    for _ in range(2):
        assert searcher.vocabulary.labels("tag_label", asked) == {
            "ete": "Été",
            "mer": "Mer",
            "ete 2024": "Été 2024",
            "et": "et",
            "absent": "absent",
        }
    assert searcher.vocabulary.labels("author_label", ["mer"]) == {"mer": "mer"}
    assert searcher.vocabulary.labels("tag_label", []) == {}
