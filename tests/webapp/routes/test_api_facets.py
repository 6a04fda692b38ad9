"""Are the counts of every facet those of a count by hand, with and without selections?"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish

from indexer.article import PARIS, Article
from indexer.config import Settings
from webapp import create_app

SEARCH = "/api/v1/search"
FACETS = ("tag", "source", "section", "author", "year")

# Spellings as articles have them, and by hand the value under which they meet.
VALUES = {
    "Élysée": "elysee",
    "élysée": "elysee",
    "ELYSEE": "elysee",
    "e\u0301lyse\u0301e": "elysee",
    "L’Équipe de France": "l'equipe de france",
    "L'équipe  de France": "l'equipe de france",
    "grève": "greve",
    "Grève": "greve",
    "œuvre d’art": "oeuvre d'art",
    "budget": "budget",
    "C++ & <b>": "c++ & <b>",
    "Agence Été": "agence ete",
    "Écho": "echo",
    "Le Courrier": "le courrier",
    "Politique": "politique",
    "Économie": "economie",
    "Zoé Pérignac": "zoe perignac",
    "Zoe Perignac": "zoe perignac",
    "Ana Sy": "ana sy",
    "2019": "2019",
}
TAGS = tuple(VALUES)[:11]
SOURCES = ("Agence Été", "Écho", "Le Courrier", "")
SECTIONS = ("Politique", "Économie", "")
AUTHORS = (("Zoé Pérignac",), ("Zoe Perignac", "Ana Sy"), ("Ana Sy",), (), ("2019",))


def _article(rank: int) -> Article:
    words = [
        word for word, every in (("réforme", 2), ("régate", 3), ("cantine", 7)) if rank % every
    ]
    moment = datetime(2016, 1, 1, 12, tzinfo=UTC) + timedelta(days=37 * rank)
    return Article(
        id=f"{rank:016x}",
        title=f"Titre {rank}",
        body=(" ".join(words),),
        tags=tuple(tag for i, tag in enumerate(TAGS) if (rank + i * i) % (i + 2) == 0),
        authors=AUTHORS[rank % 5],
        source=SOURCES[rank * rank % 7 % 4],
        section=SECTIONS[rank // 4 % 3],
        published=None if rank % 11 == 0 else moment,
    )


ARTICLES = tuple(_article(rank) for rank in range(90))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive of ninety articles."""
    root = tmp_path_factory.mktemp("facets")
    publish(root, ARTICLES)
    return create_app(Settings(index=root)).test_client()


def spellings(article: Article, facet: str) -> tuple[str, ...]:
    """What an article has in a facet."""
    match facet:
        case "tag":
            found = article.tags
        case "author":
            found = article.authors
        case "source":
            found = (article.source,)
        case "section":
            found = (article.section,)
        case _:
            moment = article.published
            found = (str(moment.astimezone(PARIS).year),) if moment else ()
    return tuple(text for text in found if text)


def values(article: Article, facet: str) -> set[str]:
    """The folded values of an article in a facet; a year is its own."""
    return {VALUES.get(text, text) for text in spellings(article, facet)}


def kept(asked: Mapping[str, Any], but: str = "") -> list[Article]:
    """The articles a search must find, one facet's selection left out if wanted."""

    def passes(article: Article) -> bool:
        words = article.body[0].split()
        day = article.published.astimezone(PARIS).date().isoformat() if article.published else ""
        return (
            all(word in words for word in asked.get("q", "").split())
            and asked.get("from", "") <= day <= asked.get("to", "9999")
            and all(
                not asked.get(facet) or not values(article, facet).isdisjoint(asked[facet])
                for facet in FACETS
                if facet != but
            )
            and all(
                values(article, facet).isdisjoint(asked.get(f"exclude.{facet}", ()))
                for facet in FACETS
            )
        )

    return [article for article in ARTICLES if passes(article)]


def counted(articles: Iterable[Article], facet: str, selected: Iterable[str]) -> dict[str, int]:
    """The count of each value of a facet, 0 for a selected one that none has."""
    counts = Counter(value for article in articles for value in values(article, facet))
    return {**dict.fromkeys(selected, 0), **counts}


SEARCHES: list[dict[str, Any]] = [
    {},
    {"q": "réforme"},
    {"q": "réforme régate cantine"},
    {"tag": ["elysee"]},
    {"q": "régate", "tag": ["elysee", "budget"]},
    {"source": ["echo"], "year": ["2019"]},
    {"q": "cantine", "source": ["echo", "le courrier"], "tag": ["greve"], "author": ["ana sy"]},
    {"section": ["politique"], "author": ["zoe perignac"], "year": ["2018", "2020"]},
    {"exclude.tag": ["elysee"]},
    {"q": "réforme", "tag": ["elysee"], "exclude.tag": ["greve", "budget"]},
    {"tag": ["budget"], "exclude.source": ["echo"], "exclude.year": ["2016"]},
    {"from": "2018-01-01", "to": "2019-12-31"},
    {"q": "régate", "from": "2018-01-01", "tag": ["c++ & <b>"], "exclude.author": ["2019"]},
    {"tag": ["jamais vu", "elysee"], "year": ["1999"]},
]


@pytest.mark.parametrize("asked", SEARCHES, ids=lambda asked: urlencode(asked, doseq=True) or "all")
def test_total_and_counts_are_those_of_a_count_by_hand(
    asked: dict[str, Any], archive: FlaskClient
) -> None:
    found = archive.get(f"{SEARCH}?{urlencode(asked, doseq=True)}&page_size=100").json
    assert found is not None
    assert {hit["id"] for hit in found["hits"]} == {article.id for article in kept(asked)}
    assert found["total"] == len(kept(asked))
    for facet in FACETS:
        selected = asked.get(facet, [])
        expected = counted(kept(asked, but=facet), facet, selected)
        rows = found["facets"][facet]
        assert {row["value"]: row["count"] for row in rows} == expected
        assert [row["value"] for row in rows if row["selected"]] == [
            row["value"] for row in rows if row["value"] in selected
        ]
        order = [(-row["count"], row["value"]) for row in rows]
        assert order == sorted(order)


def test_the_hand_count_meets_every_facet_and_leaves_something() -> None:
    """A guard on the cases above: none is empty by accident."""
    sizes = [len(kept(asked)) for asked in SEARCHES]
    assert sizes.count(0) == 1
    assert sizes[0] == len(ARTICLES)
    assert all(counted(ARTICLES, facet, ()) for facet in FACETS)


def test_a_label_is_the_most_frequent_spelling_of_the_archive(archive: FlaskClient) -> None:
    found = archive.get(SEARCH).json
    assert found is not None
    for facet in FACETS:
        for row in found["facets"][facet]:
            # an article counts once for a value, under the spelling it has first
            firsts = [
                next(t for t in spellings(a, facet) if VALUES.get(t, t) == row["value"])
                for a in ARTICLES
                if row["value"] in values(a, facet)
            ]
            counts = Counter(firsts)
            assert counts[row["label"]] == max(counts.values()), row


def test_following_a_value_selects_it_and_following_it_again_undoes_it(
    archive: FlaskClient,
) -> None:
    start = f"{SEARCH}?{urlencode({'q': 'grève', 'tag': 'budget', 'sort': 'oldest'})}"
    found = archive.get(start).json
    assert found is not None
    for facet in FACETS:
        for row in found["facets"][facet]:
            then = archive.get(row["url"]).json
            assert then is not None
            (same,) = [r for r in then["facets"][facet] if r["value"] == row["value"]]
            assert same["selected"] is not row["selected"]
            assert same["count"] == row["count"]
            if facet != "tag":
                assert then["total"] == row["count"]
            back = archive.get(same["url"]).json
            assert back is not None
            assert {**back, "took_ms": 0} == {**found, "took_ms": 0}


def test_following_a_value_starts_from_the_first_page(archive: FlaskClient) -> None:
    found = archive.get(f"{SEARCH}?page=3&page_size=10").json
    assert found is not None
    for rows in found["facets"].values():
        for row in rows:
            then = archive.get(row["url"]).json
            assert then is not None
            assert (then["page"], then["page_size"]) == (1, 10)


@pytest.mark.parametrize(
    "spelling",
    [
        *("Élysée", "élysée", "ELYSEE", "elysee", " Élysée  "),
        unicodedata.normalize("NFD", "Élysée"),
    ],
)
@pytest.mark.parametrize("name", ["tag", "exclude.tag"])
def test_a_tag_is_asked_in_any_spelling(name: str, spelling: str, archive: FlaskClient) -> None:
    found = archive.get(f"{SEARCH}?{urlencode({name: spelling})}").json
    assert found is not None
    assert found["total"] == len(kept({name: ["elysee"]}))


def test_two_spellings_of_one_value_are_one_filter(archive: FlaskClient) -> None:
    found = archive.get(f"{SEARCH}?{urlencode({'tag': ['Élysée', 'elysee']}, doseq=True)}").json
    assert found is not None
    (row,) = [row for row in found["facets"]["tag"] if row["selected"]]
    assert archive.get(row["url"]).json["total"] == len(ARTICLES)  # type: ignore[index]
