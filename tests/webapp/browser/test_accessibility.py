"""Does axe-core find nothing to reproach any kind of page with, in both themes and sizes?"""

from collections.abc import Callable, Iterator
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Theme, Window, opened
from support.wire import ask

pytestmark = pytest.mark.browser

# axe needs the whole page in memory and time for each colour: few results a page
PAGES = {
    "home": "/",
    "results": "/?q=%22greve&tag=transports&exclude.year=2016&from=2017-01-01",
    "pages": "/?q=le&page=2&page_size=4",
    "values": "/valeurs/tag?q=le&contient=a&ordre=alphabet",
    "months": "/?q=le&from=2024-01-01&to=2025-12-31&page_size=2",
    "nothing": "/?q=hippogriffe&tag=transports&match.tag=all&from=2023",
    "near": "/?q=greve+cheminots+hippogriffe+2018",
    "warned": "/?q=tittre%3Agreve+OU+marche+OU&exclude.form=marche",
    "respelt": "/?q=electon",
    "help": "/aide",
    "api": "/api/docs",
    "absent": "/absent",
    "draft": "/deja-traite",
    "curves": "/tendances?q=greve&q=retraites&q=",
    "no curve": "/tendances?by=day",
    "new": "/nouveaux?q=greve&since=absent",
    "empty selection": "/selection",
}
WIDTHS = {"desk": 1280, "tablet": 768, "phone": 390}
WINDOWS: tuple[tuple[str, Theme], ...] = (("desk", "light"), ("phone", "dark"))
OTHER_WINDOWS: tuple[tuple[str, Theme], ...] = (
    *(("desk", "dark"), ("phone", "light")),
    *(("tablet", "light"), ("tablet", "dark")),
)
RUN = """async () => (await axe.run()).violations.map(
  v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.html.slice(0, 120)).join(" ")}`)"""


def suggested(page: Page) -> None:
    """Something is proposed and one of it is chosen, not yet taken."""
    page.locator("#q").fill("élec")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def shortcuts(page: Page) -> None:
    """The keys are listed."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def unfolded(page: Page) -> None:
    """Whatever unfolds is open, all the values of a facet among them."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    page.locator(".all-values").first.click()
    expect(page.locator(".values.whole")).to_be_visible()


def kept(page: Page) -> None:
    """What the browser keeps is told, and was cleared."""
    page.get_by_role("button", name="Ce que garde ce navigateur").click()
    page.get_by_role("button", name="Tout effacer").click()


def beside(page: Page) -> None:
    """An article is read beside the list of titles, on its own page where there is no room."""
    page.get_by_role("link", name="titres").click()
    page.locator(".line .card-title a").first.click()
    expect(page.locator(".prose")).to_be_visible()


STATES = (suggested, shortcuts, unfolded, kept, beside)


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text()


@pytest.fixture(
    scope="module",
    params=[*WINDOWS, *(pytest.param(one, marks=pytest.mark.long) for one in OTHER_WINDOWS)],
    ids="-".join,
)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on a desk and on a phone, in light and in dark: every pair in the long form."""
    size, theme = request.param
    window = Window(width=WIDTHS[size], theme=theme, touch=size != "desk")
    with opened(browser, window) as shown:
        yield shown


@pytest.mark.parametrize("then", STATES)
def test_axe_finds_nothing_in_what_scripts_show(
    then: Callable[[Page], None], axe: str, server: str, page: Page
) -> None:
    page.goto(f"{server}/?q=greve&tag=transports")
    then(page)
    assert _violations(page, axe) == []


@pytest.mark.parametrize(
    "name", [*PAGES, "article", "selection", "ticked", "dossiers", "followed", "compared"]
)
def test_axe_finds_nothing(name: str, axe: str, server: str, page: Page) -> None:
    if name in PAGES:
        page.goto(server + PAGES[name])
    else:
        (hit,) = ask(server, "/api/v1/search?q=retraites&page_size=1").json()["hits"]
        _open(name, hit["id"], server, page)
    assert _violations(page, axe) == []


def _violations(page: Page, axe: str) -> list[str]:
    """What axe reproaches a page with when all of it has come."""
    page.wait_for_load_state()
    page.evaluate(axe)
    return list(page.evaluate(RUN))


def _open(name: str, article_id: str, server: str, page: Page) -> None:
    """Open a page that an article or some doing leads to."""
    match name:
        case "article":
            page.goto(f"{server}/article/{article_id}?q=retraites")
            page.locator(".marks button").last.click()
        case "selection":
            page.goto(f"{server}/selection?id={article_id}&id=absent")
        case "ticked":
            page.goto(f"{server}/?q=retraites&page_size=3")
            page.locator(".tick input").first.check()
        case "dossiers":
            page.goto(f"{server}/?q=retraites&page_size=3")
            page.locator("#tout-retenir").click()
            page.goto(f"{server}/selection")
            page.get_by_role("button", name="Nouveau dossier").click()
            page.locator("select").select_option(index=0)
            page.locator(".drop").last.click()
            expect(page.locator(".picked > li")).to_have_count(2)
        case "followed":
            page.goto(f"{server}/?q=retraites&page_size=3")
            page.locator("#suivre").click()
            page.goto(server)
            page.locator(".followed summary").click()
            page.locator("#q").click()
            expect(page.get_by_role("option").first).to_be_visible()
        case "compared":
            page.goto(f"{server}/deja-traite")
            page.locator("textarea").fill("La réforme des retraites et les dockers de Port-Oriane")
            page.locator(".paste button").click()
            expect(page.locator(".nearest h2")).to_be_focused()
