"""Can a person narrow a search, by every means of the page, in a browser that runs no script?"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Window, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """Results of a search, without scripts."""
    with opened(browser, Window(scripts=False)) as shown:
        shown.goto(f"{server}/?q=le&page_size=7")
        yield shown


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the address, but for the size of a page, which must be kept."""
    found = parse_qs(urlsplit(page.url).query)
    assert found.pop("page_size") == ["7"]
    return found


def test_a_bar_narrows_the_period_and_a_link_leads_back(page: Page) -> None:
    page.get_by_role("link", name="2023\u00a0:").click()
    assert asked(page) == {"q": ["le"], "from": ["2023-01-01"], "to": ["2023-12-31"]}
    # a few articles are seen without bars
    expect(page.locator(".bars")).to_have_count(0)
    page.locator(".wider a").click()
    assert asked(page) == {"q": ["le"]}
    expect(page.locator(".bars a").first).to_be_visible()


def test_presets_and_free_dates_narrow_the_period(page: Page) -> None:
    page.get_by_role("link", name="l’an dernier").click()
    since, until = (asked(page)[name][0] for name in ("from", "to"))
    assert (since[4:], until[4:]) == ("-01-01", "-12-31")
    expect(page.locator(".presets [aria-current]")).to_have_text("l’an dernier")
    page.get_by_label("du", exact=True).fill("2020-01-01")
    page.get_by_role("button", name="Appliquer").click()
    assert asked(page) == {"q": ["le"], "from": ["2020-01-01"], "to": [until]}


def test_values_are_found_on_their_page_and_chosen_there(page: Page) -> None:
    page.locator(".facet[data-facet=section] input").first.check()
    page.locator(".filters-apply button").click()
    section = asked(page)["section"]
    page.get_by_label("Chercher dans les thèmes").fill("ECO")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Thèmes")
    box = page.get_by_label("économie")
    box.check()
    page.get_by_role("button", name="Filtrer").click()
    assert asked(page) == {"q": ["le"], "tag": ["economie"], "section": section}
    page.locator(".facet[data-facet=tag] .all-values").click()
    expect(page.get_by_label("économie")).to_be_checked()
    page.locator(".values li").nth(1).hover()
    page.locator(".exclude").nth(1).click()
    assert set(asked(page)) == {"q", "tag", "section", "exclude.tag"}


def test_each_filter_is_taken_away_by_its_chip(server: str, page: Page) -> None:
    page.goto(
        f"{server}/?q=le+texte:la&tag=politique&exclude.year=2020&from=2017-01-01&page_size=7"
    )
    for left in (4, 3, 2, 1):
        expect(page.locator(".chips li")).to_have_count(left + 1)
        page.locator(".chips a").first.click()
    assert asked(page) == {"q": ["le"]}
    expect(page.locator(".chips")).to_have_count(0)


def test_what_only_scripts_can_do_is_not_offered(page: Page) -> None:
    expect(page.get_by_role("button", name="Raccourcis clavier")).to_have_count(0)
    expect(page.locator("#raccourcis")).to_be_hidden()
    expect(page.locator(".filters-close")).to_be_hidden()
    expect(page.get_by_role("button", name="Filtrer")).to_be_visible()
