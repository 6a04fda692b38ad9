"""Can fifty titles be gone through with an article at their side, and how many cards are seen?"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Window, opened

pytestmark = pytest.mark.browser

PHONE = Window(width=390, height=844, touch=True)
# How many of the cards a screen holds, from the top of the list or of the page
SCREEN = """from => {
  const boxes = [...document.querySelectorAll(".card")].map(e => e.getBoundingClientRect());
  const end = (from === "page" ? 0 : boxes[0].top) + innerHeight;
  return boxes.reduce((sum, {top, bottom}) =>
    sum + Math.max(0, Math.min(bottom, end) - top) / (bottom - top), 0);
}"""
# Marks that are below the last line shown of their card
HIDDEN = """() => [...document.querySelectorAll(".card :is(.lede, .passage) mark")].filter(
  mark => mark.getBoundingClientRect().top >= mark.parentNode.getBoundingClientRect().bottom
).map(mark => mark.parentNode.textContent)"""


def test_titles_are_read_beside_their_list_by_keys(server: str, browser: Browser) -> None:
    with opened(browser, Window(width=1200)) as page:
        page.goto(f"{server}/?q=greve")
        page.get_by_role("link", name="titres").click()
        titles = page.locator(".line .card-title a")
        pane = page.get_by_role("complementary", name="Lecture")
        expect(pane).to_have_text("Choisir un titre pour le lire ici.")
        for key, rank in (("j", 0), ("l", 0), ("j", 1), ("j", 2), ("k", 1)):
            page.keyboard.press(key)
            expect(titles.nth(rank)).to_be_focused()
            if key != "j" or rank:
                expect(pane.locator("h2")).to_have_text(titles.nth(rank).inner_text())
        expect(pane.locator(".prose mark, .standfirst mark").first).to_be_attached()
        expect(page.locator("#annonce")).to_have_text(re.compile("^À côté de la liste"))
        expect(page.locator(".line [aria-current]")).to_have_count(1)
        ident = str(titles.nth(1).get_attribute("id")).removeprefix("a-")
        assert page.url.endswith(f"/?q=greve&view=titres&open={ident}")
        _comes_back(page)
        # without room it leads to its page
        page.set_viewport_size({"width": 1199, "height": 900})
        expect(pane.locator(".prose")).to_be_hidden()
        titles.nth(0).click()
        page.wait_for_url("**/article/**")


def test_marks_beside_the_titles_are_gone_through_by_keys(server: str, browser: Browser) -> None:
    with opened(browser, Window(width=1200, height=500)) as page:
        page.goto(f"{server}/?q=greve&view=titres")
        page.keyboard.press("n")
        expect(page.locator("#annonce")).to_be_empty()
        page.locator(".line .card-title a").first.click()
        marks = page.locator(".pane mark")
        expect(marks.first).to_be_attached()
        count = marks.count()
        for key, rank in (("p", count), ("n", 1), ("n", 2), ("p", 1)):
            page.keyboard.press(key)
            expect(marks.nth(rank - 1)).to_have_class("here")
            expect(marks.nth(rank - 1)).to_be_in_viewport()
            expect(page.locator("mark.here")).to_have_count(1)
            expect(page.locator("#annonce")).to_have_text(f"mot trouvé {rank} sur {count}")
        # the keyboard goes on from the title
        expect(page.locator(".line .card-title a").first).to_be_focused()


def test_without_an_answer_the_list_stays_and_the_article_can_be_asked_for_again(
    server: str, browser: Browser
) -> None:
    with opened(browser, Window(width=1200)) as page:
        # an address that has two of them keeps none
        page.goto(f"{server}/?open=absent&q=greve&view=titres&open=absent")
        page.context.set_offline(True)
        titles = page.locator(".line .card-title a")
        titles.nth(1).click()
        pane = page.get_by_role("complementary", name="Lecture")
        expect(pane.get_by_role("alert")).to_contain_text("Pas de réponse.")
        expect(pane).to_have_attribute("aria-busy", "false")
        expect(titles.first).to_be_visible()
        page.context.set_offline(False)
        pane.get_by_role("button", name="Réessayer").click()
        expect(pane.locator("h2")).to_have_text(titles.nth(1).inner_text())
        expect(titles.nth(1)).to_be_focused()
        assert page.url.count("open=") == 1


def _comes_back(page: Page) -> None:
    """What was read is there again: after a reload, and by the button of the browser."""
    before = page.locator(".pane h2").inner_text()
    page.reload()
    expect(page.locator(".pane h2")).to_have_text(before)
    page.get_by_role("link", name="plus anciens").click()
    expect(page.locator(".pane h2")).to_have_count(0)
    page.go_back()
    expect(page.locator(".pane h2")).to_have_text(before)


def test_a_screen_holds_enough_cards_and_titles(server: str, browser: Browser) -> None:
    for window, cards, lines in ((Window(), 4.5, 20), (PHONE, 3.5, 16)):
        with opened(browser, window) as page:
            page.goto(f"{server}/?sort=newest")
            assert page.evaluate(SCREEN) >= cards
            page.goto(f"{server}/?q=le+port")
            assert page.evaluate(SCREEN) >= cards
            # what was asked for and the bars are seen above them
            assert page.evaluate(SCREEN, "page") >= (1.8 if window.touch else 4)
            assert page.evaluate(HIDDEN) == []
            page.goto(f"{server}/?view=titres")
            assert page.evaluate(SCREEN) >= lines
            assert page.evaluate("document.documentElement.scrollWidth") <= window.width


def test_one_line_closes_a_card_on_a_phone(server: str, browser: Browser) -> None:
    with opened(browser, PHONE) as page:
        page.goto(f"{server}/?sort=newest")
        foot = page.locator(".card-foot").first
        assert foot.evaluate("e => e.getBoundingClientRect().height") == 44
        expect(foot.locator(".tags a:visible")).to_have_count(2)
        for one in (foot.locator(".tick"), foot.locator(".source-link")):
            box = one.bounding_box()
            assert box
            assert box["width"] >= 44
            assert box["height"] >= 44
