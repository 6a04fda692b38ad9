"""Do results follow what a person chooses, without a new page, and the back button what she did?"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from support.browsing import Window, opened

pytestmark = pytest.mark.browser

WHOLE = "window.whole = true"


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    """Results on a desk, and a mark that a new page would not have."""
    with opened(browser) as shown:
        shown.goto(f"{server}/?q=le")
        shown.evaluate(WHOLE)
        yield shown
        assert shown.evaluate("window.whole"), "the page was loaded again"


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the address."""
    return parse_qs(urlsplit(page.url).query)


def count(page: Page) -> Locator:
    """Where the number of articles is told."""
    return page.locator(".count-line")


def test_a_value_is_filtered_at_once_and_the_focus_stays(page: Page) -> None:
    before = count(page).inner_text()
    box = page.locator(".facet[data-facet=tag] .values input").nth(2)
    value = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".chips li")).to_have_count(2)
    assert asked(page) == {"q": ["le"], "tag": [value]}
    assert count(page).inner_text() != before
    expect(page.locator(f".values input[value='{value}']")).to_be_focused()
    # active values come first
    assert (
        page.locator(".facet[data-facet=tag] .values input").first.get_attribute("value") == value
    )
    label = page.locator(".values .label").first.inner_text()
    told = f"ajouté : {label}. {count(page).inner_text()} : le ; thème {label}"
    expect(page.locator("#annonce")).to_have_text(told)


def test_the_back_button_undoes_each_step_and_forward_redoes_it(page: Page) -> None:
    totals, titles = [count(page).inner_text().split()[0]], [page.title()]
    page.locator(".facet[data-facet=tag] .values input").first.check()
    expect(page.locator(".chips li")).to_have_count(2)
    totals.append(count(page).inner_text().split()[0])
    page.locator("#q").fill("grève")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^grève.; thème .* – Manchette$"))
    totals.append(count(page).inner_text().split()[0])
    assert asked(page)["q"] == ["grève"]
    page.go_back()
    expect(page.locator("#q")).to_have_value("le")
    expect(page.locator(".chips li")).to_have_count(2)
    assert count(page).inner_text().split()[0] == totals[1]
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    expect(page.locator(".facet[data-facet=tag] .values input").first).not_to_be_checked()
    assert [count(page).inner_text().split()[0], page.title()] == [totals[0], titles[0]]
    page.go_forward()
    page.go_forward()
    expect(page.locator("#q")).to_have_value("grève")
    assert count(page).inner_text().split()[0] == totals[2]


def test_links_of_the_results_change_them_in_place(page: Page) -> None:
    page.locator(".sorts a", has_text="plus anciens").click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
    expect(page.locator(".sorts [aria-current]")).to_be_focused()
    page.locator(".values li").first.hover()
    page.locator(".exclude").first.click()
    expect(page.locator(".chips")).to_contain_text("sauf")
    assert asked(page)["sort"] == ["oldest"]
    # the form, outside what was replaced, keeps both
    page.locator("#q").press("Enter")
    page.wait_for_function("document.querySelector('.chips a').href.includes('sort=oldest')")
    assert {"sort", "exclude.tag"} <= set(asked(page))
    page.locator(".chips .clear").click()
    expect(page.locator(".chips")).to_have_count(0)
    assert asked(page) == {"q": ["le"], "sort": ["oldest"]}


def test_a_later_choice_gives_up_the_one_before(page: Page) -> None:
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(request.url))

    def answer_two(route: Route) -> None:
        if route.request.url.count("tag=") > 1:
            route.continue_()

    page.route("**/?q=le&tag=*", answer_two)
    boxes = page.locator(".facet[data-facet=tag] .values input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator(".chips li")).to_have_count(3)
    assert len(given_up) == 1
    assert len(asked(page)["tag"]) == 2


def test_another_page_is_read_from_its_top(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=le&page_size=5")
    page.evaluate(WHOLE)
    page.locator(".pages a[rel=next]").click()
    expect(page.locator(".pages [aria-current]")).to_have_text("2")
    expect(page.locator("#resultats")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert asked(page) == {"q": ["le"], "page": ["2"], "page_size": ["5"]}
    page.go_back()
    expect(page.locator(".pages [aria-current]")).to_have_text("1")
    page.wait_for_function("scrollY > 0")


def test_dates_are_applied_on_demand(page: Page) -> None:
    page.get_by_label("du", exact=True).fill("2024-01-01")
    page.get_by_label("au", exact=True).fill("2024-12-31")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page) == {"q": ["le"], "from": ["2024-01-01"], "to": ["2024-12-31"]}
    days = page.locator(".card time").evaluate_all("all => all.map(e => e.dateTime.slice(0, 4))")
    assert set(days) == {"2024"}


def test_a_bar_is_a_period_by_click_and_by_keyboard(page: Page) -> None:
    bar = page.get_by_role("link", name="2023\u00a0:")
    found = str(bar.text_content()).split(":")[1].split()[0]
    bar.click()
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page) == {"q": ["le"], "from": ["2023-01-01"], "to": ["2023-12-31"]}
    assert count(page).inner_text().split()[0] == found
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    # one stop for all the bars, the arrows go from one to the next
    page.locator(".bars a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".bars a").nth(2)).to_be_focused()
    assert page.locator(".bars a[tabindex='0']").count() == 1
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page)["from"] == ["2026-01-01"]


def test_a_handle_that_is_pressed_takes_nothing_until_it_is_moved(page: Page) -> None:
    place = page.locator(".handle").last.bounding_box()
    first = page.locator(".bars [data-from]").first.bounding_box()
    assert place
    assert first
    page.mouse.move(place["x"] + 3, place["y"] + 10)
    page.mouse.down()
    page.mouse.up()
    assert asked(page) == {"q": ["le"]}
    page.mouse.down()
    page.mouse.move(first["x"] + 3, first["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page)["from"] == ["2016-01-01"]


def test_a_drag_over_bars_is_a_longer_period(page: Page) -> None:
    boxes = [
        page.locator(f".bars [data-from='{year}-01-01']").bounding_box() for year in (2023, 2021)
    ]
    assert boxes[0]
    assert boxes[1]
    taken = page.locator(".taken")
    page.mouse.move(boxes[0]["x"] + 5, boxes[0]["y"] + 30)
    page.mouse.down()
    # it goes on where it leaves the strip
    page.mouse.move(boxes[1]["x"] + 5, boxes[1]["y"] + 300, steps=4)
    expect(page.locator(".bars .chosen")).to_have_count(3)
    expect(taken).to_have_text(re.compile(r"^2021 – 2023\s: \d+$"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(taken).to_have_text("")
    assert asked(page) == {"q": ["le"]}
    page.mouse.move(boxes[1]["x"] + 5, boxes[1]["y"] + 30)
    page.mouse.down()
    page.mouse.move(boxes[0]["x"] + 5, boxes[0]["y"] - 60, steps=4)
    found = taken.inner_text().split(":")[1].strip()
    page.mouse.up()
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page) == {"q": ["le"], "from": ["2021-01-01"], "to": ["2023-12-31"]}
    assert count(page).inner_text().split()[0] == found
    expect(page.locator(".bars .chosen")).to_have_count(0)
    page.get_by_role("link", name="← 2016–2026").click()
    expect(page.locator(".chips li")).to_have_count(0)


def test_a_period_is_taken_by_keys_alone(page: Page) -> None:
    page.locator(".bars a").first.focus()
    page.keyboard.press("End")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#annonce")).to_have_text(re.compile(r"^2024 – 2026\s: \d+$"))
    page.keyboard.press("Escape")
    expect(page.locator(".bars .chosen")).to_have_count(0)
    first, last = page.get_by_role("slider").all()
    last.focus()
    page.keyboard.press("ArrowLeft")
    expect(last).to_have_attribute("aria-valuetext", "2025")
    first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "2018")
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page) == {"q": ["le"], "from": ["2018-01-01"], "to": ["2025-12-31"]}


def test_what_is_typed_while_an_answer_is_awaited_stays(page: Page) -> None:
    def late(route: Route) -> None:
        page.locator("#q").fill("grève")
        route.continue_()

    page.route("**/?q=le&sort=oldest", late)
    page.get_by_role("link", name="plus anciens").click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("plus anciens")
    expect(page.locator("#q")).to_have_value("grève")


def test_values_are_looked_for_as_letters_are_typed(page: Page) -> None:
    facet = page.locator(".facet[data-facet=tag]")
    labels = facet.locator(".label").all_inner_texts()
    field = page.get_by_label("Chercher dans les thèmes")
    field.press_sequentially("ÉLEC")
    expect(facet.locator(".label")).to_have_count(1)
    expect(field).to_be_focused()
    facet.locator(".values input[value=elections]").check()
    expect(page.locator(".chips li")).to_have_count(2)
    expect(field).to_have_value("ÉLEC")
    expect(facet.locator(".label")).to_have_count(1)
    field.fill("hippogriffe")
    expect(facet.locator(".values")).to_have_text("Aucune valeur")
    field.fill("")
    expect(facet.locator(".values input[value=elections]")).to_be_checked()
    # not `uncheck`, which looks for it afterwards: it is no longer among the first ones
    facet.locator(".values input[value=elections]").click()
    expect(page.locator(".chips")).to_have_count(0)
    assert facet.locator(".label").all_inner_texts() == labels


def test_all_values_unfold_in_place_and_fold_again(page: Page) -> None:
    facet = page.locator(".facet[data-facet=tag]")
    link = facet.locator(".all-values")
    link.click()
    expect(link).to_have_attribute("aria-expanded", "true")
    assert facet.locator(".label").count() > 8
    # by its value: the results that come move it to the top
    value = facet.locator(".values input").nth(10).get_attribute("value")
    facet.locator(f'.values input[value="{value}"]').check()
    expect(page.locator(".chips li")).to_have_count(2)
    # still unfolded on what came instead, ready for a second value
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(facet.locator("input:checked")).to_have_count(1)
    link.click()
    expect(facet.locator(".label")).to_have_count(8)
    expect(facet.locator("input:checked")).to_have_count(1)


def test_the_filters_of_a_phone_stay_open_while_values_are_chosen(
    server: str, browser: Browser
) -> None:
    with opened(browser, Window(width=390, height=844, touch=True)) as page:
        page.goto(f"{server}/?q=le")
        page.locator(".filters-open summary").tap()
        page.locator(".values label").first.tap()
        expect(page.locator(".filters-open summary")).to_have_text("Filtrer (1)")
        expect(page.locator(".filters")).to_be_visible()
        page.locator(".values label").nth(1).tap()
        expect(page.locator(".filters-open summary")).to_have_text("Filtrer (2)")
        page.locator(".filters-close a").tap()
        expect(page.locator(".filters")).to_be_hidden()
        expect(page.locator(".card").first).to_be_visible()


def test_without_an_answer_the_results_stay_and_can_be_asked_for_again(
    server: str, browser: Browser
) -> None:
    with opened(browser) as page:
        page.goto(f"{server}/?q=le")
        page.evaluate(WHOLE)
        tries: list[str] = []

        def refuse_once(route: Route) -> None:
            tries.append(route.request.url)
            if len(tries) == 1:
                route.abort()
            else:
                route.continue_()

        page.route("**/?q=le&tag=*", refuse_once)
        page.locator(".facet[data-facet=tag] .values input").first.check()
        expect(page.get_by_role("alert")).to_contain_text("Pas de réponse.")
        assert page.locator(".card").count() > 1
        expect(page.locator("#contenu")).to_have_attribute("aria-busy", "false")
        page.get_by_role("button", name="Réessayer").click()
        expect(page.locator(".chips li")).to_have_count(2)
        expect(page.get_by_role("alert")).to_have_count(0)
        assert len(tries) == 2
        assert page.evaluate("window.whole")


def search(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.keyboard.press("Enter")


def test_to_go_back_before_an_answer_gives_up_what_was_asked_for(page: Page) -> None:
    search(page, "grève")
    expect(page.locator("#suivre")).to_have_attribute("data-said", "grève")
    before = count(page).inner_text()
    page.route("**/?q=port", lambda _: None)
    search(page, "port")
    expect(page.locator("#contenu")).to_have_attribute("aria-busy", "true")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/?q=port")):
        page.go_back()
    expect(page.locator("#contenu")).to_have_attribute("aria-busy", "false")
    assert asked(page) == {"q": ["grève"]}
    expect(page.locator("#q")).to_have_value("grève")
    assert count(page).inner_text() == before


def test_to_go_back_from_what_was_not_answered_is_to_ask_for_what_is_shown(page: Page) -> None:
    search(page, "grève")
    expect(page.locator("#suivre")).to_have_attribute("data-said", "grève")
    page.route("**/?q=port", lambda route: route.abort())
    search(page, "port")
    expect(page.get_by_role("alert")).to_contain_text("Pas de réponse.")
    page.route("**/?q=port&tag=*", lambda route: route.abort())
    box = page.locator(".facet[data-facet=tag] .values input").first
    box.click()
    expect(page).to_have_url(re.compile("tag="))
    expect(page.get_by_role("alert")).to_contain_text("Pas de réponse.")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("grève")
    expect(box).not_to_be_checked()
    assert asked(page) == {"q": ["grève"]}


def test_a_way_out_of_a_period_leads_to_all_the_archive(server: str, page: Page) -> None:
    page.goto(f"{server}/?q=")
    page.evaluate(WHOLE)
    page.get_by_role("link", name="2023\u00a0:").click()
    expect(page.locator(".chips li")).not_to_have_count(0)
    page.get_by_role("link", name="← 2016–2026").click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(page.locator(".bars a").first).to_be_visible()
    assert urlsplit(page.url).query == "q="


def test_a_handle_stops_at_the_other_and_has_the_hand_again(page: Page) -> None:
    first, last = page.get_by_role("slider").all()
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "2019")
    expect(last).to_have_attribute("aria-valuemin", "3")
    last.focus()
    page.keyboard.press("Home")
    for end in (first, last):
        expect(end).to_have_attribute("aria-valuetext", "2019")
    expect(first).to_have_attribute("aria-valuemax", "3")
    page.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-valuetext", "2019")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_count(3)
    assert asked(page)["from"] == ["2019-01-01"]
    expect(page.get_by_role("slider").last).to_be_focused()
