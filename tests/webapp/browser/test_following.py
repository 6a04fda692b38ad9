"""Is what a person follows, and searched last, told by its name, and led to?"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import opened

pytestmark = pytest.mark.browser

MOST = 30
RECENT = "JSON.parse(localStorage.getItem('manchette.recentes')).map(one => one.said)"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A window on a desk, in a browser that keeps nothing yet."""
    with opened(browser) as shown:
        yield shown


def keep(tab: Page, server: str, *searches: str, seen: str = "absent") -> None:
    """Have the browser follow searches, each named as it is asked."""
    rows = [{"search": one, "said": one or "toute l’archive", "seen": seen} for one in searches]
    tab.goto(f"{server}/aide")
    tab.evaluate("text => localStorage.setItem('manchette.suivies', text)", json.dumps(rows))


def test_the_whole_archive_is_followed_and_seen(server: str, tab: Page) -> None:
    tab.goto(f"{server}/?sort=newest")
    tab.get_by_role("button", name="Suivre").click()
    tab.goto(server)
    link = tab.locator("#suivies a").first
    expect(link).to_have_text("toute l’archive")
    link.click()
    expect(tab.locator(".count-line")).to_be_visible()
    keep(tab, server, "")
    tab.goto(server)
    expect(link).to_have_text("toute l’archive — à revoir")
    link.click()
    expect(tab.locator("#nouveaux")).to_be_visible()
    # who sees what is new has seen it
    tab.goto(server)
    expect(link).to_have_text("toute l’archive")


def test_an_order_is_no_part_of_what_is_followed(server: str, tab: Page) -> None:
    tab.goto(f"{server}/?q=greve&sort=oldest")
    tab.get_by_role("button", name="Suivre").click()
    tab.goto(server)
    expect(tab.locator("#suivies a").first).to_have_text("greve")
    assert tab.evaluate(RECENT) == ["greve"]


def test_the_hand_goes_to_the_next_line_when_one_is_left(server: str, tab: Page) -> None:
    keep(tab, server, "q=greve", "q=port", "q=mer")
    tab.goto(server)
    tab.get_by_text("Flux, ne plus suivre").click()
    leave = tab.locator("#suivies").get_by_role("button", name="Ne plus suivre")
    for rank, name in ((1, "q=mer"), (1, "q=greve")):
        leave.nth(rank).focus()
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("button", name=f"Ne plus suivre\u00a0: {name}")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("#q")).to_be_focused()


def test_no_search_is_left_for_another_one(server: str, tab: Page) -> None:
    keep(tab, server, *(f"q=mot{rank}" for rank in range(MOST)))
    tab.goto(f"{server}/?q=greve")
    control = tab.locator("#suivre")
    expect(control).to_have_text(f"{MOST}\u00a0recherches suivies, le plus qu’il se peut")
    expect(control).to_be_disabled()
    tab.goto(f"{server}/?q=mot3")
    tab.get_by_role("button", name="Ne plus suivre").click()
    expect(control).to_have_text("Suivre")
    assert tab.evaluate("JSON.parse(localStorage.getItem('manchette.suivies')).length") == MOST - 1


def test_searches_of_filters_alone_are_each_remembered(server: str, tab: Page) -> None:
    for path in ("?tag=mer", "?tag=climat", "?tag=climat&tag=politique", "?q=le", "?q=le&tag=mer"):
        tab.goto(f"{server}/{path}")
    # one that is narrowed stays one
    said = [name.replace("\u00a0", " ") for name in tab.evaluate(RECENT)]
    assert said == ["le ; thème mer", "thèmes climat ou politique", "thème mer"]
