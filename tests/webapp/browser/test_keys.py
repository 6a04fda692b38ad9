"""Can results be gone through without a mouse, and can the keys be switched off?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import opened

pytestmark = pytest.mark.browser

TITLES = ".card-title a"
# The box that ticks a result, drawn here until every card has one
TICKS = """document.querySelectorAll(".card").forEach(card => {
  if (!card.querySelector("input[name=id]")) card.insertAdjacentHTML("afterbegin",
    '<input type="checkbox" name="id" aria-label="cocher">')
})"""


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """Results on a desk."""
    with opened(browser) as shown:
        shown.goto(f"{server}/?q=greve")
        yield shown


def test_a_key_goes_to_the_field_and_selects_what_it_holds(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "greve"
    # in the field it is a letter like any other
    page.keyboard.type("j/k")
    expect(page.locator("#q")).to_have_value("j/k")


def test_keys_go_from_result_to_result(page: Page) -> None:
    titles = page.locator(TITLES)
    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    # there is nothing before the first one
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    for _ in range(titles.count() + 2):
        page.keyboard.press("j")
    expect(titles.last).to_be_focused()


def test_a_key_opens_the_article(page: Page) -> None:
    title = page.locator(TITLES).nth(1).inner_text()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/article/**")
    expect(page.locator("h1")).to_have_text(title)


def test_a_key_opens_the_source_in_another_window(page: Page) -> None:
    page.evaluate(
        """document.querySelectorAll("a.source-link").forEach(e => { e.href = "/aide" })"""
    )
    page.keyboard.press("j")
    with page.context.expect_page() as other:
        page.keyboard.press("s")
    other.value.wait_for_load_state()
    assert other.value.url.endswith("/aide")
    assert other.value.evaluate("[document.referrer, window.opener]") == ["", None]


def test_a_key_ticks_the_result(page: Page) -> None:
    page.evaluate(TICKS)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    boxes = page.locator(".card input[name=id]")
    expect(boxes.nth(1)).to_be_checked()
    expect(boxes.nth(0)).not_to_be_checked()
    page.keyboard.press("x")
    expect(boxes.nth(1)).not_to_be_checked()


@pytest.mark.parametrize("path", ["/", "/?q=greve", "/aide", "/absent"])
def test_the_keys_are_listed_on_every_page(path: str, server: str, page: Page) -> None:
    page.goto(server + path)
    dialog = page.get_by_role("dialog", name="Raccourcis clavier")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_be_hidden()


def test_the_keys_can_be_switched_off_and_on_again(server: str, page: Page) -> None:
    page.keyboard.press("?")
    switch = page.get_by_label("Raccourcis actifs sur ce poste")
    switch.uncheck()
    page.keyboard.press("Escape")
    page.goto(f"{server}/?q=greve")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement === document.body")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Raccourcis clavier").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(TITLES).first).to_be_focused()


@pytest.mark.parametrize("key", ["Control+k", "Alt+j", "Meta+o"])
def test_keys_of_the_browser_are_left_to_it(key: str, page: Page) -> None:
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")
    assert page.url.endswith("/?q=greve")


def test_keys_work_on_results_that_came_without_a_new_page(page: Page) -> None:
    page.keyboard.press("j")
    page.locator(".sorts a", has_text="plus anciens").click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
    page.keyboard.press("j")
    expect(page.locator(TITLES).first).to_be_focused()
