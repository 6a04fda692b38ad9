"""Does a person stay where she was: on the card she read, on the row she excluded?"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browsing import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """Results on a desk."""
    with opened(browser) as shown:
        shown.goto(f"{server}/?q=le")
        yield shown


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the address."""
    return parse_qs(urlsplit(page.url).query)


def told(page: Page) -> Locator:
    """What is announced."""
    return page.locator("#annonce")


def rows(page: Page) -> Locator:
    """The values of the first facet."""
    return page.locator(".facet[data-facet=tag] .values li")


def test_the_way_back_leads_to_the_card_with_the_filters_kept_on_the_way(
    server: str, page: Page
) -> None:
    page.goto(f"{server}/?q=le&exclude.tag=mer&sort=oldest")
    title = page.locator(".card-title a").nth(9)
    card = str(title.get_attribute("id"))
    title.click()
    page.wait_for_url("**/article/**")
    # another text is searched under the same filters
    kept = page.locator("#recherche input[type=hidden]").evaluate_all("all => all.map(e => e.name)")
    assert kept == ["exclude.tag", "sort"]
    page.get_by_role("link", name="Retour aux résultats").click()
    expect(page.locator(f"#{card}")).to_be_focused()
    expect(page.locator(f"#{card}")).to_be_in_viewport()


def test_the_focus_takes_the_place_of_what_was_left_out(page: Page) -> None:
    label = rows(page).nth(2).locator(".label").inner_text()
    rows(page).nth(2).locator(".exclude").focus()
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(
        re.compile(rf"^exclu\s: {label}\. \d+\sarticles\s: le\s; sauf {label}$")
    )
    expect(rows(page).nth(2).locator(".exclude")).to_be_focused()


def test_to_exclude_a_value_that_is_ticked_replaces_it(page: Page) -> None:
    rows(page).nth(1).locator("input").check()
    expect(told(page)).to_have_text(re.compile("^ajouté"))
    value = asked(page)["tag"]
    rows(page).first.locator(".exclude").focus()
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(re.compile("^exclu"))
    assert asked(page) == {"q": ["le"], "exclude.tag": value}
    expect(page.locator(".card").first).to_be_visible()


def test_the_focus_goes_from_chip_to_chip(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=le&tag=mer&exclude.year=2016&exclude.year=2017")
    page.locator(".chips a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text(re.compile(r"^ôté\s: sauf 2016\. "))
    expect(page.locator(".chips a").nth(1)).to_be_focused()


def test_all_themes_are_asked_for_by_a_switch_and_one_more_gives_what_is_counted(
    server: str, page: Page
) -> None:
    page.goto(f"{server}/?tag=politique")
    page.get_by_role("group", name="Thèmes à la fois").get_by_role("link", name="tous").click()
    expect(page.locator(".combined [aria-current]")).to_have_text("tous")
    count = rows(page).nth(1).locator(".count").inner_text()
    rows(page).nth(1).locator("input").check()
    expect(page.locator(".count-line")).to_have_text(re.compile(rf"^{count}\sarticles?$"))
    expect(page.locator(".explanation")).to_have_text(re.compile(r"^thèmes .* et .*$"))
    assert asked(page)["match.tag"] == ["all"]


def test_forward_leads_to_where_it_was_left(page: Page) -> None:
    page.locator(".sorts a", has_text="plus anciens").click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
    page.mouse.wheel(0, 700)
    page.wait_for_function("() => history.state?.scroll === 700")
    page.go_back()
    expect(page.locator(".sorts [aria-current]")).to_have_text("pertinence")
    page.go_forward()
    expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
    page.wait_for_function("() => scrollY === 700")


def test_a_form_is_switched_by_the_space_bar(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=marche")
    page.locator(".forms summary").click()
    switch = page.get_by_role("switch", name=page.get_by_role("switch").first.inner_text())
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    assert "exclude.form" in asked(page)


def test_arrows_and_ends_give_the_field_back(page: Page) -> None:
    page.locator("#q").fill("élec")
    expect(page.get_by_role("option").first).to_be_visible()
    for key in ("Home", "End", "ArrowLeft", "ArrowRight"):
        page.keyboard.press("ArrowDown")
        expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "proposition-0")
        page.keyboard.press(key)
        expect(page.locator("#q")).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.get_by_role("option").first).to_have_accessible_name(re.compile(", (mot|thème)"))


def test_a_draft_folds_before_its_answer_and_what_is_shared_is_marked(
    server: str, page: Page
) -> None:
    page.goto(f"{server}/deja-traite")
    page.locator("textarea").fill("Les cheminots et la réforme des retraites, un cortège")
    page.get_by_role("button", name="Comparer").click()
    expect(page.locator(".nearest h2")).to_be_focused()
    expect(page.locator("textarea")).to_be_hidden()
    page.locator(".nearest .links a").first.click()
    expect(page.locator(".marks")).to_contain_text("en commun")
    expect(page.locator(".prose mark", has_text="cortège").first).to_be_attached()
    assert urlsplit(page.url).query == urlsplit(page.url).fragment == ""
    page.get_by_role("link", name="Les voir tous").click()
    expect(page.locator("h1")).to_have_text("Articles proches de celui-ci")


def test_the_text_is_as_large_as_the_person_has_set(server: str, browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(f"{server}/?q=le")
        base = "parseFloat(getComputedStyle(document.body).fontSize)"
        assert page.evaluate(base) == 15
        page.context.new_cdp_session(page).send(
            "Page.setFontSizes", {"fontSizes": {"standard": 24}}
        )
        assert page.evaluate(base) == 22.5
