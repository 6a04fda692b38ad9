"""Does all of an archive stay below its prefix? Two archives behind a real nginx are crawled."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from conftest import Serving
from playwright.sync_api import Browser, expect
from support.archive import publish
from support.browsing import opened
from support.markup import elements
from support.nginx import free_ports, nginx
from support.places import ROOT

from indexer.article import Article
from indexer.config import Settings
from indexer.identity import former_id
from webapp import create_app
from webapp.params import FACET_NAMES

pytestmark = pytest.mark.slow
# The one that the proxy hands on, and the one that it takes off
KEPT, TAKEN = "/archives", "/titres/la-revue"
# What no page leads to
PROGRAMS = ("/api/v1/search?q=le&sort=newest", "/api/v1/search?q=greve~", "/api/v1/suggest?q=gr")
ATTRIBUTES = ("href", "src", "action", "template")
IMPORTED = re.compile(r"""\bfrom "(.*?)";""")
ID = re.compile(r"/article(s?)/[^/?]+")
SITE = """
access_log off;
server {{
    listen 127.0.0.1:{port};
    proxy_set_header Host $http_host;
    location {kept}/ {{ proxy_pass {first}; }}
    location {taken}/ {{ proxy_pass {second}/; }}
}}
"""


class Answer(NamedTuple):
    """A status, where it redirects, its media type and its text."""

    status: int
    location: str
    kind: str
    text: str


class Found(NamedTuple):
    """An address and where it stands."""

    address: str
    place: str


class Site(NamedTuple):
    """The proxy, and what stands behind it without it: the server below KEPT."""

    root: str
    behind: str

    def ask(self, address: str, form: bytes | None = None) -> Answer:
        """The answer to an address, to which a form may be sent; it is not followed."""
        with closing(HTTPConnection(urlsplit(self.root).netloc, timeout=30)) as to:
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            to.request("POST" if form else "GET", address.removeprefix(self.root), form, headers)
            response = to.getresponse()
            place = response.headers.get("location", "")
            kind = response.headers.get_content_type()
            return Answer(response.status, place, kind, response.read().decode())


@pytest.fixture(scope="module")
def site(
    serving: Serving, samples_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Two servers of the samples, each below its prefix, behind one nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    (port,) = free_ports(1)
    with (
        serving(samples_index, MANCHETTE_URL_PREFIX=KEPT) as first,
        serving(samples_index, MANCHETTE_URL_PREFIX=TAKEN) as second,
    ):
        conf = SITE.format(port=port, kept=KEPT, taken=TAKEN, first=first, second=second)
        (folder / "site.conf").write_text(conf)
        with nginx(folder, port):
            yield Site(f"http://127.0.0.1:{port}", first)


def of_page(text: str) -> Iterator[str]:
    """The addresses in the attributes of a page; those of articles elsewhere are left out."""
    for element in elements(text):
        for name in ATTRIBUTES:
            if address := element.attributes.get(name):
                yield address


def of_xml(text: str) -> Iterator[str]:
    """The addresses of a feed or a description, what is typed filled in."""
    for element in ET.fromstring(text).iter():  # noqa: S314 - our own
        yield from (element.get(name, "").replace("{searchTerms}", "le") for name in ATTRIBUTES)
        yield element.text or "" if element.tag.endswith("Image") else ""


def of_json(value: Any) -> Iterator[str]:
    """The addresses of an answer, at whatever depth."""
    if isinstance(value, list):
        for one in value:
            yield from of_json(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, str) and name.endswith("url"):
                yield one
            else:
                yield from of_json(one)


def held(answer: Answer) -> Iterator[str]:
    """The addresses that an answer holds, by its type."""
    kind, text = answer.kind, answer.text
    if kind == "text/html":
        yield from of_page(text)
    elif kind.endswith("+xml") and "svg" not in kind:
        yield from of_xml(text)
    elif kind == "application/json":
        yield from of_json(json.loads(text))
    elif "javascript" in kind:
        yield from IMPORTED.findall(text)


def shape(address: str) -> tuple[str, frozenset[str]]:
    """What addresses of a kind have in common: the path but for ids, and the parameters' names."""
    parts = urlsplit(address)
    names = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    kinds = dict.fromkeys(FACET_NAMES, "facet")
    kinds |= {f"exclude.{name}": "exclude" for name in (*FACET_NAMES, "form", "equivalents")}
    return ID.sub(r"/article\1/…", parts.path), frozenset(kinds.get(name, name) for name in names)


@pytest.mark.parametrize("prefix", [KEPT, TAKEN])
def test_all_that_is_found_from_the_home_page_is_below_the_prefix_and_there(
    site: Site, prefix: str
) -> None:
    waiting = [Found(f"{site.root}{prefix}{path}", "") for path in ("/", *PROGRAMS)]
    seen, outside, absent = set(), set(), []
    while waiting:
        address, place = waiting.pop(0)
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != site.root:
            continue
        if not parts.path.startswith(f"{prefix}/"):
            outside.add(Found(address, place))
        elif (kind := shape(address)) not in seen:
            seen.add(kind)
            answer = site.ask(address.partition("#")[0])
            if answer.status != 200:
                absent.append((answer.status, address, place))
            waiting += [Found(urljoin(address, one), address) for one in held(answer) if one]
    assert (sorted(outside)[:5], absent) == ([], [])
    paths = {path.removeprefix(prefix) for path, _ in seen}
    for expected in ("/", "/article/…", "/selection", "/deja-traite", "/aide", "/search.csv"):
        assert expected in paths
    for expected in ("/opensearch.xml", "/suggestions", "/search.atom", "/api/v1/search"):
        assert expected in paths
    assert sum(path.endswith(".js") for path in paths) >= 8
    assert len(seen) > 60, len(seen)


def links(answer: Answer) -> set[str]:
    """Where the elements of a page lead on this host, the fragments left out."""
    return {one for one in of_page(answer.text) if not one.startswith(("#", "https:"))}


@pytest.mark.parametrize("path", ["/absente", "/article/absent"])
def test_the_page_of_an_error_leads_below_the_prefix(site: Site, path: str) -> None:
    answer = site.ask(KEPT + path)
    assert answer.status == 404
    assert all(one.startswith(f"{KEPT}/") for one in links(answer))


def test_a_redirection_leads_below_the_prefix(site: Site, tmp_path: Path) -> None:
    corrected = Site(site.behind, "").ask(f"{KEPT}/valeurs//tag")
    assert (corrected.status, corrected.location) == (308, f"{site.behind}{KEPT}/valeurs/tag")
    assert corrected.location in links(corrected)
    address = "https://journal.example/spip.php?article8532"
    publish(tmp_path, [Article(id="0123456789abcdef", title="Seul", url=address)])
    app = create_app(Settings(index=tmp_path, url_prefix=KEPT))
    moved = app.test_client().get(f"{KEPT}/article/{former_id(address, '', None)}?q=mer")
    assert moved.location == f"{KEPT}/article/0123456789abcdef?q=mer"


def test_what_is_refused_before_it_is_read_leads_below_the_prefix(site: Site) -> None:
    behind = Site(site.behind, "")
    long = behind.ask(f"{KEPT}/?q={'a' * 9000}")
    assert (long.status, links(long)) == (414, {f"{KEPT}/", f"{KEPT}/static/manchette.css"})


@pytest.mark.parametrize("path", ["/aide", f"{KEPT}/aide", KEPT, f"{KEPT}?q=le"])
def test_the_prefix_may_be_taken_off_or_handed_on(site: Site, path: str) -> None:
    answer = Site(site.behind, "").ask(path)
    assert answer.status == 200
    assert f"{KEPT}/aide" in links(answer)


@pytest.mark.parametrize("path", [f"{KEPT}s/", f"{KEPT}aide", "/titres/", "/ARCHIVES/"])
def test_another_path_is_no_prefix(site: Site, path: str) -> None:
    assert Site(site.behind, "").ask(path).status == 404


def test_a_draft_leads_below_the_prefix(site: Site) -> None:
    draft = "La grande grève retrouve son petit train : les cheminots et le conseil municipal"
    answer = site.ask(f"{KEPT}/deja-traite", urlencode({"texte": draft}).encode())
    assert answer.status == 200
    assert any("/article/" in one for one in links(answer))
    assert all(one.startswith(f"{KEPT}/") for one in links(answer))


def test_no_address_is_written_but_by_the_function_that_knows_the_prefix() -> None:
    attribute = re.compile(r"""\b(?:href|src|action|formaction)=["']/""")
    script = re.compile(r"""["'`]/[\w?$]""")
    for folder, pattern in (("templates", attribute), ("static", script)):
        for path in (ROOT / "webapp" / folder).glob("*.[hj][ts]*"):
            assert not pattern.search(path.read_text("utf-8")), path.name


@pytest.mark.browser
def test_scripts_ask_and_lead_below_the_prefix_and_baskets_are_apart(
    site: Site, browser: Browser
) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(urlsplit(sent.url).path))
        page.goto(f"{site.root}{KEPT}/")
        page.locator("#q").press_sequentially("cul")
        page.locator("[role=option]").first.wait_for()
        page.locator("#propositions [aria-label=Thèmes] [role=option]").first.click()
        page.wait_for_url(f"**{KEPT}/?tag=*")
        page.evaluate("window.whole = true")
        page.locator(".sorts a", has_text="plus anciens").click()
        expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
        page.locator(".facet[data-facet=source] .values input").first.check()
        page.wait_for_url("**&source=*")
        page.locator("#q").fill("le")
        page.locator("#q").press("Enter")
        expect(page).to_have_title(re.compile("^le\\b.*culture"))
        assert page.evaluate("window.whole"), "the page was loaded again"
        page.locator(".card .tick input").first.check()
        page.locator("#q").fill("gr")
        page.locator("#propositions [aria-label=Articles] [role=option]").first.click()
        page.wait_for_url(f"**{KEPT}/article/*")
        assert f"{KEPT}/api/v1/suggest" in asked
        assert [path for path in asked if not path.startswith(f"{KEPT}/")] == []
        expect(page.locator(".basket-count")).to_have_text(re.compile("^1.article retenu$"))
        page.goto(f"{site.root}{TAKEN}/")
        expect(page.locator(".basket-count")).to_have_text(re.compile("^0.article retenu$"))
