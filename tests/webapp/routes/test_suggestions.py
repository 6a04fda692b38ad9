"""Does the search field propose how to go on, as a combobox should?"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import Window, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """The home page."""
    with opened(browser) as shown:
        shown.goto(server)
        yield shown


def type_in(page: Page, text: str) -> None:
    """Type letters and await what is proposed after the last one."""
    asked = f"/suggest?{urlencode({'q': text})}"
    with page.expect_response(lambda answer: answer.url.endswith(asked)):
        page.locator("#q").press_sequentially(text)
    expect(page.get_by_role("option").first).to_be_visible()
    # what came before the last answer is replaced soon after it
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")


def test_words_tags_and_titles_are_proposed_whatever_the_accents(page: Page) -> None:
    field = page.get_by_role("combobox", name="Chercher dans l’archive")
    expect(field).to_have_attribute("aria-expanded", "false")
    type_in(page, "ELEC")
    expect(field).to_have_attribute("aria-expanded", "true")
    groups = page.get_by_role("listbox", name="Propositions").get_by_role("group")
    names = [group.get_attribute("aria-label") for group in groups.all()]
    assert names == ["Mots", "Thèmes", "Articles"]
    expect(page.get_by_role("group", name="Mots").get_by_role("option").first).to_contain_text(
        "élections"
    )
    count = page.get_by_role("option").count()
    expect(page.get_by_role("status")).to_have_text(f"{count}\u00a0propositions")


def test_arrows_go_through_the_choices_and_the_field(page: Page) -> None:
    field = page.get_by_role("combobox")
    type_in(page, "élec")
    options = page.get_by_role("option")
    ids = [str(option.get_attribute("id")) for option in options.all()]
    met = []
    for _ in range(len(ids) + 2):
        field.press("ArrowDown")
        met.append(field.get_attribute("aria-activedescendant"))
    assert met == [*ids, None, ids[0]]
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", ids[-1])
    assert field.input_value() == "élec"
    expect(field).to_be_focused()


def test_a_word_is_searched_after_what_was_typed_before(page: Page) -> None:
    type_in(page, "le élec")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=**")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["le élections"]}


def test_enter_without_a_choice_searches_what_is_typed(page: Page) -> None:
    type_in(page, "élec")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=**")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["élec"]}


def test_a_tag_leads_to_its_articles_and_a_title_to_its_article(server: str, page: Page) -> None:
    type_in(page, "élec")
    page.get_by_role("group", name="Thèmes").get_by_role("option").first.click()
    page.wait_for_url("**/?tag=elections")
    page.goto(server)
    type_in(page, "élec")
    title = page.get_by_role("group", name="Articles").get_by_role("option").first
    name = title.locator(".title").inner_text()
    title.click()
    page.wait_for_url("**/article/**")
    expect(page.locator("h1")).to_have_text(name)


def test_a_tag_is_added_to_the_words_the_source_and_the_period(server: str, page: Page) -> None:
    filters = {"source": ["le courrier du littoral"], "from": ["2016-01-01"]}
    page.goto(f"{server}/?{urlencode({'q': 'le', **filters}, doseq=True)}")
    field = page.locator("#q")
    field.press("End")
    field.press_sequentially(" pêc")
    line = page.get_by_role("group", name="Thèmes").get_by_role("option").first
    told = line.locator(".count").inner_text()
    expect(line).to_contain_text("pêche")
    line.click()
    page.wait_for_url("**tag=peche**")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"q": ["le"], "tag": ["peche"], **filters}
    expect(page.locator(".count-line")).to_contain_text(f"{told}\u00a0article")
    expect(field).to_have_value("le")


def test_nothing_is_proposed_before_the_end_of_the_text(page: Page) -> None:
    field = page.locator("#q")
    type_in(page, "élec")
    field.press("ArrowLeft")
    field.press("u")
    expect(page.locator("#propositions")).to_be_hidden()


def test_escape_closes_first_and_empties_then(page: Page) -> None:
    field = page.get_by_role("combobox")
    type_in(page, "élec")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#propositions")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "élec"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert field.input_value() == ""


def test_leaving_the_field_closes_the_list(page: Page) -> None:
    type_in(page, "élec")
    page.keyboard.press("Tab")
    expect(page.locator("#propositions")).to_be_hidden()


def test_a_newer_letter_gives_up_the_question_of_the_one_before(page: Page) -> None:
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    # the first question is never answered
    page.route("**/api/v1/suggest?q=%C3%A9l", lambda _: None)
    page.locator("#q").press_sequentially("élec")
    expect(page.get_by_role("option").first).to_be_visible()
    assert ["él"] in [parse_qs(urlsplit(url).query)["q"] for url in given_up]
    expect(page.get_by_role("option").first).to_contain_text("élections")


def test_nothing_is_proposed_without_scripts(server: str, browser: Browser) -> None:
    with opened(browser, Window(scripts=False)) as page:
        page.goto(server)
        expect(page.get_by_role("searchbox", name="Chercher dans l’archive")).to_be_visible()
        expect(page.locator("#propositions")).to_have_count(0)
