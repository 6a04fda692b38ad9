"""Does text stay text, whoever wrote it, and does only a plain address become a link?"""

import html
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from support.archive import publish
from support.browsing import Window, opened
from support.hostile import HARMLESS, HOSTILE, article

from indexer.article import Article
from indexer.config import Settings
from indexer.search.highlight import Segment
from webapp import create_app
from webapp.sanitize import link, marked, picture

RAW = Window(without_policy=True)
CLOSED = frozenset({"script", "style", "iframe", "img", "object", "embed", "base", "b", "math"})
# The elements of a page in order, and every attribute that could run or draw something.
SKELETON = """() => [
  // but for the ways to the next results, which depend on where an article stands
  Array.from(document.querySelectorAll("body *")).filter(e => !e.closest(".beside"))
    .map(e => e.localName),
  Array.from(document.querySelectorAll("*"), e => Array.from(e.attributes, a => a.name))
    .flat().filter(n => /^on|^style$|^srcdoc$|^formaction$|^autofocus$/.test(n)),
]"""
TEXTS = "(name) => Array.from(document.querySelectorAll(name), e => e.textContent)"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one article for each hostile string, the last one harmless."""
    root = tmp_path_factory.mktemp("hostile")
    publish(root, [article(rank, text) for rank, text in enumerate((*HOSTILE, HARMLESS))])
    return root


@pytest.fixture(scope="module")
def hostile(index: Path, serving: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of a server of this index."""
    with serving(index) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page whose policy is off: nothing but escaping stands in the way."""
    with opened(browser, RAW) as shown:
        yield shown


def skeleton(page: Page, url: str) -> list[str]:
    """The names of the elements of a page, none of which may run anything."""
    page.goto(url)
    names, attributes = page.evaluate(SKELETON)
    assert attributes == []
    return list(names)


@pytest.mark.browser
@pytest.mark.parametrize("rank", range(len(HOSTILE)), ids=lambda rank: ascii(HOSTILE[rank])[:30])
def test_a_hostile_article_has_the_elements_of_a_harmless_one(
    rank: int, hostile: str, page: Page
) -> None:
    text = HOSTILE[rank]
    expected = skeleton(page, f"{hostile}/article/{len(HOSTILE):016x}?q=mot")
    assert skeleton(page, f"{hostile}/article/{rank:016x}?q=mot") == expected
    assert page.evaluate(TEXTS, "h1") == [f"{text} mot"]
    assert page.evaluate(TEXTS, ".standfirst") == [f"mot {text}"]
    assert page.evaluate(TEXTS, ".prose p") == [f"{text} mot {text}", text]
    for name in (".tags a", ".byline a", ".kicker a:first-child", ".source-link"):
        assert page.evaluate(TEXTS, name) == [text], name
    assert page.title() == " ".join(f"{text} mot – Manchette".split())


@pytest.mark.browser
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_hostile_query_or_filter_stays_text(text: str, hostile: str, page: Page) -> None:
    for parameters in ({"q": text}, {"q": "mot", "tag": text, "exclude.source": text}):
        names = skeleton(page, f"{hostile}/?{urlencode(parameters)}")
        assert CLOSED.isdisjoint(names)
        assert page.input_value("#q") == parameters["q"]
    assert CLOSED.isdisjoint(skeleton(page, f"{hostile}/{quote(text)}"))


@pytest.mark.browser
@pytest.mark.parametrize("url", ["/", "/?q=mot"])
def test_hostile_articles_side_by_side_stay_text(url: str, hostile: str, page: Page) -> None:
    assert CLOSED.isdisjoint(skeleton(page, hostile + url))
    every = {f"{text} mot" for text in (*HOSTILE, HARMLESS)}
    shown = page.evaluate(TEXTS, ".card-title")
    assert set(shown) <= every
    assert len(shown) == min(len(every), 8 if url == "/" else 20)


@pytest.mark.browser
def test_a_selection_of_hostile_articles_stays_text(hostile: str, page: Page) -> None:
    ids = "&".join(f"id={rank:016x}" for rank in range(len(HOSTILE)))
    names = skeleton(page, f"{hostile}/selection?{ids}&id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert CLOSED.isdisjoint(names)
    assert page.evaluate(TEXTS, ".picked h2") == [f"{text} mot" for text in HOSTILE]


@pytest.mark.browser
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_hostile_draft_stays_text(text: str, hostile: str, page: Page) -> None:
    skeleton(page, f"{hostile}/deja-traite")
    page.fill("textarea", f"{text} mot {text}")
    with page.expect_navigation():
        page.click(".paste .button")
    names = page.evaluate(SKELETON)[0]
    assert CLOSED.isdisjoint(names)
    # a field has line breaks of one kind
    assert page.input_value("textarea").split() == f"{text} mot {text}".split()


@pytest.mark.browser
def test_hostile_values_are_the_labels_of_facets(hostile: str, page: Page) -> None:
    assert CLOSED.isdisjoint(skeleton(page, f"{hostile}/valeurs/tag?q=mot"))
    assert set(page.evaluate(TEXTS, ".facet .label")) >= set(HOSTILE)
    page.goto(f"{hostile}/?q=mot")
    page.locator(".facet[data-facet=tag] .all-values").click()
    expect(page.locator(".values.whole")).to_be_visible()
    assert set(page.evaluate(TEXTS, ".facet .label")) >= set(HOSTILE)


def test_the_html_of_highlights_holds_only_mark(index: Path) -> None:
    found = create_app(Settings(index=index)).test_client().get("/api/v1/search?q=mot").json
    assert found is not None
    assert found["total"] == len(HOSTILE) + 1
    for hit in found["hits"]:
        lights = hit["highlights"]
        for passage in (lights["title"], lights["lede"], *lights["body"]):
            bare = re.sub(r"</?mark>", "", passage["html"])
            assert passage["html"] != bare
            assert not re.search(r"[<>\"']", bare)
            assert html.unescape(bare) == passage["text"]


PIECES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4)
    | st.sampled_from(["&amp", "&lt;", "<", "&#0;", "</mark>", "<mark x>", "&nbsp;", "<!--", "\t"])
).map("".join)


@given(st.lists(st.tuples(PIECES.filter(bool), st.booleans())))
def test_marking_adds_marks_and_changes_no_character(pieces: list[tuple[str, bool]]) -> None:
    passage = tuple(Segment(piece, hit) for piece, hit in pieces)
    text = str(marked([passage])[passage])
    marks = [html.unescape(piece) for piece in re.findall(r"<mark>([^<]*)</mark>", text)]
    assert marks == [piece for piece, hit in pieces if hit]
    bare = re.sub(r"<mark>|</mark>", "", text)
    assert "<" not in bare
    assert html.unescape(bare) == "".join(piece for piece, _ in pieces)


def test_a_passage_that_the_gate_changes_leaves_the_others_as_they_are() -> None:
    odd = (Segment("un\x00", hit=False), Segment("<b>\x01", hit=True))
    plain = (Segment("l’« été »", hit=False), Segment("&", hit=True))
    assert marked([odd, plain]) == {
        odd: "un<mark>&lt;b&gt;?</mark>",
        plain: "l’« été »<mark>&amp;</mark>",
    }


def test_readers_at_the_same_time_never_get_each_other_s_text() -> None:
    """Each thread of the server marks texts at once; it must look as if it were alone."""

    def own(name: str) -> bool:
        text = f"lecteur {name} <b>&amp; " * 10
        passage = (Segment(text, hit=False),)
        return all(html.unescape(str(marked([passage])[passage])) == text for _ in range(200))

    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(own, "abcd")) == [True] * 4
    finally:
        sys.setswitchinterval(pause)


@pytest.mark.parametrize(
    "url",
    [
        "https://fr.exemple.info/a-1.html",
        "http://exemple.info:8080/a?b=c&d=%C3%A9#e",
        "HTTPS://Exemple.INFO/",
        "https://exemple.info/@auteur/a:b",
        "https://élysée.example/réforme",
        "http://[2001:db8::1]/a",
        "http://93.184.216.34/a",
        "http://0x5db8d822/",
        "http://172.32.0.1/",
        "http://localhost.example/",
        "http://10.example/",
        "http://[::ffff:93.184.216.34]/",
        "https://exemple.info/?u=javascript:alert(1)",
    ],
)
def test_a_plain_address_is_linked_as_written(url: str) -> None:
    assert link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("JaVaScRiPt://exemple.info/%0aalert(1)", id="javascript with a host"),
        pytest.param("data:text/html,<script>alert(1)</script>", id="data"),
        pytest.param("vbscript:x", id="vbscript"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://exemple.info/", id="ftp"),
        pytest.param("blob:https://exemple.info/a", id="blob"),
        pytest.param("view-source:https://exemple.info/", id="view-source"),
        pytest.param("//exemple.info/a", id="no scheme"),
        pytest.param("/a", id="path"),
        pytest.param("exemple.info/a", id="host alone"),
        pytest.param("https:exemple.info/a", id="no slashes"),
        pytest.param("https:/exemple.info/a", id="one slash"),
        pytest.param("https:///a", id="no host"),
        pytest.param("https://", id="nothing after"),
        pytest.param("https://user@exemple.info/", id="user"),
        pytest.param("https://user:pass@exemple.info/", id="password"),
        pytest.param("https://exemple.info@malin.example/", id="host as user"),
        pytest.param("https:\\\\exemple.info/", id="backslashes"),
        pytest.param("https://exemple.info\\@malin.example/", id="backslash in host"),
        pytest.param("https://exemple.info\\malin.example/", id="backslash after the host"),
        pytest.param("https://exemple.info/a\\b", id="backslash in the path"),
        pytest.param("java\tscript:alert(1)", id="tab in the scheme"),
        pytest.param("https://exemple.info/a\tb", id="tab"),
        pytest.param("https://exemple.info/a\nb", id="newline"),
        pytest.param(" https://exemple.info/", id="space before"),
        pytest.param("https://exemple.info/a b", id="space"),
        pytest.param("\x01https://exemple.info/", id="control"),
        pytest.param("https://exemple.info/\x00", id="nul"),
        pytest.param("https://exemple.info/\u202egpj.exe", id="right to left"),
        pytest.param("https://exemple.info/\u2066a", id="isolate"),
        pytest.param("https://exem\u200bple.info/", id="zero width"),
        pytest.param("https://exemple.info/\u00a0", id="no-break space"),
        pytest.param("https://exemple.info/\ufeff", id="byte order mark"),
        pytest.param("https://[::1/", id="bracket left open"),
        pytest.param("https://exemple.info／a", id="fullwidth slash"),
        pytest.param("https://exemple.info:port/", id="port in letters"),
        pytest.param("https://exemple.info:99999/", id="port too large"),
        pytest.param("http://1.2.3.4.5/", id="address that is none"),
        *(
            pytest.param(f"http://{host}/a", id=host)
            for host in (
                *("localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.0.0.1:8000", "127.1"),
                *(
                    "2130706433",
                    "0x7f000001",
                    "0177.0.0.1",
                    "127.0.0.1.",
                    "①②⑦.0.0.1",
                    "%31%32%37.1",
                ),
                *("127。0。0。1", "0", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
                *("192.168.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::]", "[::7f00:1]"),
                *("[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[fe80::1]", "[fd00::1]", "[::1]:8000"),
            )
        ),
    ],
)
def test_anything_else_is_not_linked(url: str | None) -> None:
    assert link(url) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "192.168.1.5"])
def test_a_host_of_the_house_is_linked_where_it_is_listed(host: str) -> None:
    url = f"http://{host}:8080/a"
    assert link(url, (host,)) == url
    assert link(url, ("10.0.0.1",)) is None


@pytest.mark.parametrize("setting", ["link_hosts", "image_hosts"])
def test_every_link_obeys_the_setting(setting: str, tmp_path: Path) -> None:
    url = "http://192.168.1.5/a"
    publish(tmp_path, [Article(id="a" * 16, title="Titre", url=url)])
    targets = ("/", "/?q=titre", f"/article/{'a' * 16}", f"/selection?id={'a' * 16}")
    via = f'href="{url}"'
    for listed in (False, True):
        hosts = {setting: ("192.168.1.5",)} if listed else {}
        client = create_app(Settings(index=tmp_path, **hosts)).test_client()  # type: ignore[arg-type]
        assert [via in client.get(target).text for target in targets] == [listed] * len(targets)
        assert (f"UR  - {url}" in client.get("/search.ris").text) is listed
        for target in targets[:3]:
            assert f">{url}<" in client.get(target).text or listed


def test_a_picture_is_shown_of_a_listed_host_at_its_usual_port() -> None:
    hosts = ("[::1]", "img.exemple.info")
    for url in ("http://[::1]/a.jpg", "https://img.exemple.info/a.jpg"):
        assert picture(url, hosts) == url
    for other in (
        "https://img.exemple.info:8443/a.jpg",
        "http://[::2]/a.jpg",
        "javascript:a",
        None,
    ):
        assert picture(other, hosts) is None
