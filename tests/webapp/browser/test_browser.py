"""Can a person find and read an article in a real browser, by mouse, by touch and by keyboard?"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Theme, Window, opened
from support.wire import ask

pytestmark = pytest.mark.browser

PLAIN = Window(scripts=False)
PHONE = Window(width=390, height=844, touch=True)
SEARCH = "/?q=le&tag=politique&exclude.year=2020&from=2017-01-01&page_size=2"
PAGES = {
    "home": "/",
    "results": SEARCH,
    "values": "/valeurs/tag?q=le&tag=politique",
    "forms": "/?q=greve&exclude.form=grève",
    "dates": "/?q=&from=2017-01-01&page_size=2",
    "nothing": "/?q=hippogriffe",
    "warning": "/?q=lieu:Paris+%22grève",
    "long word": f"/?q={'anticonstitutionnellement' * 8}",
    "past the end": "/?q=le&page=99",
    "absent": "/absent",
}
# What a finger must hit, by selector; links in a sentence are exempt (WCAG 2.5.8).
CONTROLS = (
    *("#q", ".search button", ".filters-open summary", ".filters-apply button"),
    *(".sorts a", ".chips a", ".pages a", ".values label", ".values .exclude", ".all-values"),
    *(".facet input[type=date]", ".within input", ".presets a", ".apply-dates button"),
    *(".filters-close a", ".unfolding summary", ".omission a", "#voir-raccourcis"),
    *(".back a", ".source-link", ".tags a", ".cloud a", ".wordmark"),
    *(".card-title a", ".examples a", ".more", ".byline a", ".kicker a", ".nothing a"),
    *(".forms button", ".places a", ".combined a"),
)
FINGER = 44
SIZES = """(name) => Array.from(document.querySelectorAll(name))
  .filter(e => e.checkVisibility() && e.getClientRects().length)
  .map(e => Math.round(e.getBoundingClientRect().height * 10) / 10)
"""
UNFOLD = "document.querySelectorAll('details').forEach(e => { e.open = true })"
FOCUS = """() => { const e = document.activeElement; const s = getComputedStyle(e);
  const r = e.getBoundingClientRect();
  return {name: e.textContent.trim() || e.name || e.localName, line: s.outlineStyle,
    width: parseFloat(s.outlineWidth),
    // the button of a calendar, inside its field
    "drawn by the browser": e.type === "date" && !e.matches(":focus-visible"),
    seen: r.width > 0 && r.height > 0 && r.left >= 0 && r.right <= innerWidth
      && r.top >= 0 && r.bottom <= innerHeight} }"""


@pytest.fixture(scope="module")
def article(server: str) -> str:
    """The path of an article of the samples, with the search it was reached from."""
    (hit,) = ask(server, "/api/v1/search?q=retraites&page_size=1").json()["hits"]
    return f"/article/{hit['id']}?q=retraites"


@pytest.fixture(scope="module")
def paths(article: str) -> dict[str, str]:
    """A page of every kind."""
    return {**PAGES, "article": article}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk, scripts on."""
    with opened(browser) as shown:
        yield shown


def test_an_article_is_found_and_read_without_scripts(server: str, browser: Browser) -> None:
    with opened(browser, PLAIN) as page:
        page.goto(server)
        field = page.get_by_label("Chercher dans l’archive")
        field.fill("greve")
        field.press("Enter")
        expect(page.locator("h1")).to_contain_text("3\u00a0articles")
        page.locator(".facet label", has_text="Port-Oriane").click()
        page.locator(".filters-apply button").click()
        expect(page.locator("h1")).to_contain_text("2\u00a0articles")
        assert parse_qs(urlsplit(page.url).query) == {"q": ["greve"], "tag": ["port oriane"]}
        expect(page.locator(".chips")).to_contain_text("Port-Oriane")
        page.locator(".sorts a", has_text="plus anciens").click()
        page.wait_for_url("**sort=oldest**")
        dates = page.locator(".card time").evaluate_all("all => all.map(e => e.dateTime)")
        assert len(dates) == 2
        assert dates == sorted(dates)
        results = page.url
        title = page.locator(".card-title").first.inner_text()
        page.locator(".card-title a").first.click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("mark").first).to_be_visible()
        source = page.locator(".source-link").first
        expect(source).to_have_attribute("rel", "noopener noreferrer nofollow")
        expect(source).to_have_attribute("target", "_blank")
        assert str(source.get_attribute("href")).startswith("https://")
        page.locator(".back a").click()
        assert page.url.partition("#")[0] == results


def test_filters_of_a_phone_open_and_close_without_scripts(server: str, browser: Browser) -> None:
    with opened(browser, Window(width=390, height=844, scripts=False)) as page:
        page.goto(server + SEARCH)
        button = page.locator(".filters-open summary")
        expect(page.locator(".filters")).to_be_hidden()
        expect(button).to_have_text("Filtrer (3)")
        button.click()
        expect(page.locator(".filters")).to_be_visible()
        expect(page.locator(".card").first).to_be_hidden()
        button.click()
        expect(page.locator(".filters")).to_be_hidden()
        expect(page.locator(".card").first).to_be_visible()
        button.click()
        page.uncheck("input[name=tag][value=politique]")
        page.locator(".filters-apply button").click()
        expect(button).to_have_text("Filtrer (2)")
        expect(page.locator(".card").first).to_be_visible()


def test_the_first_tab_offers_to_skip_to_the_content(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=le")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Aller aux résultats"
    expect(page.locator(".skip").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#resultats .card') !== null")
    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Aller au contenu"


@pytest.mark.parametrize("name", ["home", "results", "nothing", "article", "absent"])
def test_focus_is_seen_on_every_stop_of_the_keyboard(
    name: str, paths: dict[str, str], server: str, page: Page
) -> None:
    page.goto(server + paths[name])
    stops: list[str] = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stop = page.evaluate(FOCUS)
        assert stop["seen"], stop
        assert stop["drawn by the browser"] or (stop["line"] == "solid" and stop["width"] >= 2), (
            stop
        )
        stops.append(stop["name"])
    assert len(stops) >= 3
    if name == "results":
        assert {"q", "from", "Appliquer", "pertinence"} <= set(stops)


def test_a_facet_is_chosen_and_applied_with_the_keyboard(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=le")
    page.focus("input[name=source] >> nth=0")
    page.keyboard.press("Space")
    page.wait_for_url("**source=**")
    expect(page.locator(".chips li")).to_have_count(2)


def test_exclusion_shows_on_hover_and_focus_and_always_to_a_finger(
    server: str, browser: Browser
) -> None:
    opacity = "e => getComputedStyle(e).opacity"
    with opened(browser) as page:
        page.goto(f"{server}/?q=le")
        link = page.locator(".exclude").first
        assert link.evaluate(opacity) == "0"
        page.locator(".values li").first.hover()
        expect(link).to_have_css("opacity", "1")
        page.mouse.move(0, 0)
        expect(link).to_have_css("opacity", "0")
        page.focus("input[name=tag] >> nth=0")
        page.keyboard.press("Tab")
        expect(link).to_have_css("opacity", "1")
    with opened(browser, PHONE) as page:
        page.goto(f"{server}/?q=le")
        page.locator(".filters-open summary").click()
        assert page.locator(".exclude").first.evaluate(opacity) == "1"


# 640 is a desk at 200 %
@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_is_wider_than_the_window(
    width: int, paths: dict[str, str], server: str, browser: Browser
) -> None:
    with opened(browser, Window(width=width)) as page:
        for name, path in paths.items():
            page.goto(server + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_what_a_finger_must_hit_is_large_enough(
    paths: dict[str, str], server: str, browser: Browser
) -> None:
    small: set[tuple[str, float]] = set()
    met: set[str] = set()
    with opened(browser, PHONE) as page:
        for path in paths.values():
            page.goto(server + path)
            for unfold in (lambda: None, lambda: page.evaluate(UNFOLD)):
                unfold()
                for name in CONTROLS:
                    sizes = page.evaluate(SIZES, name)
                    met |= {name} if sizes else set()
                    small |= {(name, height) for height in sizes if height < FINGER}
    assert met == set(CONTROLS)
    assert small == set()


@pytest.mark.parametrize(
    ("theme", "paper", "ink"),
    [
        ("light", "rgb(251, 250, 247)", "rgb(28, 27, 25)"),
        ("dark", "rgb(23, 22, 20)", "rgb(236, 232, 225)"),
    ],
)
def test_both_themes_have_their_colours(
    theme: Theme, paper: str, ink: str, server: str, browser: Browser
) -> None:
    with opened(browser, Window(theme=theme)) as page:
        page.goto(f"{server}/?q=greve")
        expect(page.locator("body")).to_have_css("background-color", paper)
        expect(page.locator("body")).to_have_css("color", ink)
        mark = page.locator("mark").first
        expect(mark).to_have_css("border-bottom-width", "2px")


def test_paper_gets_the_article_and_the_address_of_its_source(
    article: str, server: str, page: Page
) -> None:
    page.emulate_media(media="print")
    page.goto(server + article)
    for name in (".top", ".back", ".foot"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    shown = page.locator(".source-link").first.evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    assert "http" in shown


def test_the_facets_are_not_printed_but_the_query_and_filters_are(server: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(server + SEARCH)
    for name in (".filters", ".pages", ".sorts", ".exclude >> nth=0", ".unfolding"):
        expect(page.locator(name)).to_be_hidden()
    for name in (".explanation", ".chips"):
        expect(page.locator(name)).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text("Recherche «\u00a0le\u00a0; thème politique")
    address = page.locator(".source-link").first
    shown = address.evaluate("e => getComputedStyle(e, '::after').content")
    assert str(address.get_attribute("href")) in shown


def test_curves_are_printed_with_their_periods_and_without_what_is_pressed(
    server: str, page: Page
) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 760, "height": 1000})
    page.goto(f"{server}/tendances?q=retraites&q=le")
    for name in (".compare", ".ways", ".drop >> nth=0"):
        expect(page.locator(name)).to_be_hidden()
    for name in (".level-name", ".period-name", ".point"):
        expect(page.locator(name).first).to_be_visible()


def test_motion_stays_under_150_ms_and_stops_when_asked(server: str, page: Page) -> None:
    durations = """() => Array.from(document.querySelectorAll("*"), e =>
      getComputedStyle(e).transitionDuration.split(",").map(parseFloat)).flat()"""
    page.goto(f"{server}/?q=le")
    assert 0 < max(page.evaluate(durations)) <= 0.15
    page.emulate_media(reduced_motion="reduce")
    assert max(page.evaluate(durations)) == 0
