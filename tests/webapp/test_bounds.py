"""Is every query answered soon and in little, however it is made?"""

import http.client
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote_plus, urlencode

import pytest
from support.wire import Answer, ask

Workers = Callable[[str], set[str]]
Soon = Callable[[str, str], Answer]

SECONDS = 2.0
# What a page may weigh: twenty cards and five facets are under 200 kB.
BYTES = 2_000_000
TARGET_BYTES = 8170

QUERIES = [
    pytest.param("(" * 512, id="open parentheses"),
    pytest.param("((a)" * 128, id="nested parentheses"),
    pytest.param("*" * 512, id="stars"),
    pytest.param("??? " * 128, id="question marks"),
    pytest.param("a* " * 170, id="short prefixes"),
    pytest.param("con* " * 100, id="prefixes"),
    pytest.param(" ".join(f"{a}{b}e*" for a in "abcdefgh" for b in "aeiou"), id="many prefixes"),
    pytest.param("[a TO z]", id="range"),
    pytest.param("mot~ " * 100, id="fuzzy words"),
    pytest.param('"le la"~9999999999', id="slop"),
    pytest.param("=Élysée^9999999999999999999", id="boost"),
    pytest.param('"' * 512, id="quotes"),
    pytest.param("« " * 256, id="quotes never closed"),
    pytest.param('"' + "le " * 170 + '"', id="phrase of one common word"),
    pytest.param('"le la" ' * 64, id="phrases"),
    pytest.param("le " * 170, id="one common word"),
    pytest.param("-le " * 128, id="exclusions alone"),
    pytest.param("NOT " * 128, id="NOT"),
    pytest.param("SAUF ET OU PRÈS " * 32, id="operators alone"),
    pytest.param("- " * 256, id="signs alone"),
    pytest.param("-" * 512, id="hyphens"),
    pytest.param("titre:" * 85, id="fields alone"),
    pytest.param("titre:titre:titre:a " * 25, id="fields of fields"),
    pytest.param("date:9999-99-99 depuis:demain avant:0000", id="dates of no calendar"),
    pytest.param("a" * 8000, id="one word"),
    pytest.param("a " * 4000, id="words"),
    pytest.param("'" * 512, id="apostrophes"),
    pytest.param("l'" * 256, id="elisions"),
    pytest.param("a.b." * 128, id="acronym"),
    pytest.param("1.111." * 85, id="thousands"),
    pytest.param("1 000 " * 85, id="numbers in groups"),
    pytest.param("ab(e)(s)" * 64, id="inclusive endings"),
    pytest.param("ab·e·s" * 85, id="middle dots"),
    pytest.param("dit-" + "-là" * 170, id="clitics"),
    pytest.param("e" + "\u0301" * 511, id="combining marks"),
    pytest.param("ﷺ" * 512, id="ligatures of eighteen letters"),
    pytest.param("🙂" * 512, id="emoji"),
    pytest.param("\u200b\u202e\ufeff" * 170, id="invisible marks"),
    pytest.param("中文" * 256, id="ideographs"),
    pytest.param("\x00\x01\x1e\x1f a", id="control characters"),
    pytest.param("\ufffe\uffff\U0010ffff", id="no characters"),
    pytest.param("s:a l:b a:c", id="prefixes of terms"),
    pytest.param("'; DROP TABLE articles; --", id="another language"),
    pytest.param("../../etc/passwd %00 ${jndi:x}", id="another program"),
]


def filled(name: str) -> str:
    """As many different values of a parameter as a request line holds."""
    pairs: list[tuple[str, str]] = []
    length = 0
    while length < TARGET_BYTES - 20:
        pairs.append((name, f"{len(pairs):x}"))
        length += len(urlencode(pairs[-1:])) + 1
    return urlencode(pairs)


PARAMETERS = [
    pytest.param(filled("tag"), id="many values of a tag"),
    pytest.param(filled("exclude.tag"), id="many exclusions"),
    pytest.param(filled("year"), id="many years"),
    pytest.param(filled("q"), id="many queries"),
    pytest.param("&".join(f"{n}=1" for n in range(1000)), id="many parameters"),
    pytest.param("tag=" + "a" * 8000, id="a long value"),
    pytest.param("tag=" + "%CC%81" * 1300, id="a value of combining marks"),
    pytest.param("&" * 8000, id="separators"),
    pytest.param("q=%FF%FE&tag=%FF", id="not UTF-8"),
    pytest.param("q=%ED%A0%80", id="a surrogate"),
    pytest.param("page=" + "9" * 8000, id="a page of 8000 digits"),
    pytest.param("page=500&page_size=20", id="the last page allowed"),
    pytest.param("page=99999999999&page_size=99999999&sort=x&from=x&to=x", id="all wrong"),
    pytest.param("from=0001-01-01&to=9999-12-31", id="all days"),
]


@pytest.fixture
def soon(within: Callable[[float], AbstractContextManager[None]]) -> Soon:
    """Ask for what must come in time and be small."""

    def answer(server: str, target: str) -> Answer:
        with within(SECONDS):
            found = ask(server, target)
        assert len(found.body) < BYTES
        assert "Traceback" not in found.text
        return found

    return answer


@pytest.mark.parametrize("query", QUERIES)
def test_whatever_is_typed_is_a_search(
    query: str, server: str, workers: Workers, soon: Soon
) -> None:
    before = workers(server)
    target = f"q={quote_plus(query)}"[:TARGET_BYTES].rstrip("%")
    assert soon(server, f"/?{target}").status == 200
    answer = soon(server, f"/api/v1/search?{target}")
    assert answer.status == 200
    assert len(answer.json()["hits"]) <= 20
    assert workers(server) == before


@pytest.mark.parametrize("query", PARAMETERS)
def test_whatever_is_asked_is_a_page_or_a_problem(
    query: str, server: str, workers: Workers, soon: Soon
) -> None:
    before = workers(server)
    assert soon(server, f"/?{query}").status == 200
    assert soon(server, f"/api/v1/search?{query}").status in {200, 400}
    assert workers(server) == before


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        pytest.param("a" * 513, "512 premiers caractères", id="characters"),
        pytest.param("le la " * 17, "32 premiers mots", id="words"),
        pytest.param("ab*", "3 lettres", id="letters before a star"),
        pytest.param("con* " * 9, "8 mots avec", id="stars"),
        pytest.param('"le', "guillemet", id="quote left open"),
    ],
)
def test_what_was_cut_is_told(query: str, warning: str, server: str) -> None:
    answer = ask(server, f"/api/v1/search?{urlencode({'q': query})}").json()
    assert any(warning in told["message"].replace("\u00a0", " ") for told in answer["warnings"])
    assert all(0 <= told["start"] < told["end"] for told in answer["warnings"])
    page = ask(server, f"/?{urlencode({'q': query})}").text.replace("\u00a0", " ")
    assert warning in page.lower()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("greve" + " " * 600 + "absent", id="characters"),
        pytest.param("greve " * 32 + "absent", id="words"),
    ],
)
def test_what_was_cut_is_not_searched(query: str, server: str) -> None:
    found = ask(server, f"/api/v1/search?{urlencode({'q': query})}").json()
    assert found["total"] == ask(server, "/api/v1/search?q=greve").json()["total"] > 0


def test_an_article_is_read_soon_whatever_was_searched(server: str, soon: Soon) -> None:
    (hit,) = ask(server, "/api/v1/search?q=le&page_size=1").json()["hits"]
    for query in QUERIES:
        (text,) = query.values
        target = f"q={quote_plus(str(text))}"[:TARGET_BYTES].rstrip("%")
        assert soon(server, f"/article/{hit['id']}?{target}").status == 200


def test_a_visitor_who_leaves_half_way_stops_nobody(
    server: str, workers: Workers, soon: Soon
) -> None:
    before = workers(server)
    for _ in range(8):
        line = http.client.HTTPConnection(server.removeprefix("http://"), timeout=5)
        line.request("GET", "/?q=le")
        line.close()
    assert soon(server, "/?q=le").status == 200
    assert workers(server) == before
