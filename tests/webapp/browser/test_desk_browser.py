"""Can a person keep, read, compare and take away articles in a real browser, scripts or not?"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from support.archive import publish
from support.browsing import Window, opened
from support.rewritings import different, taken_over
from support.wire import ask

from indexer.article import Article

pytestmark = pytest.mark.browser

NBSP = "\u00a0"
PLAIN = Window(scripts=False)
PHONE = Window(width=390, height=844, touch=True)
RETENIR = ".tick input"
BAR = ".basket"
LATEST = datetime(2030, 1, 1, tzinfo=UTC)
PARTS = Article(
    id="b" * 16,
    title="Deux chantiers",
    body=("Le pont", "Il avance. " * 200, "La gare", "Elle attend. " * 200),
    body_headings=(0, 2),
)
WIRE, *OTHERS = (*different(11), PARTS)
COPIES = [
    replace(taken_over(WIRE, name, 0), published=LATEST + timedelta(hours=hours))
    for hours, name in enumerate(("Aurore", "Bulletin", "Courrier"))
]
LONG = Article(
    id="a" * 16,
    title="Un viaduc",
    lede="Le viaduc tient.",
    body=tuple(f"Paragraphe {rank} : " + "le temps passe. " * 40 + "Viaduc." for rank in range(9)),
    url="https://www.exemple.info/viaduc",
)


@pytest.fixture(scope="module")
def desk(
    serving: Callable[[Path], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server of one text in three titles, a long article and others."""
    root = tmp_path_factory.mktemp("desk")
    publish(root, [*COPIES, LONG, *OTHERS])
    with serving(root) as address:
        yield address


@pytest.fixture(params=[pytest.param(True, id="scripts"), pytest.param(False, id="plain")])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on a desk, with scripts and without."""
    with opened(browser, Window(scripts=request.param)) as shown:
        yield shown


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    """A page on a desk, scripts on."""
    with opened(browser) as shown:
        yield shown


def ids(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("id", [])


def test_ticked_results_make_a_selection(desk: str, page: Page) -> None:
    page.goto(f"{desk}/?sort=oldest")
    expect(page.locator(BAR)).to_be_hidden()
    boxes = page.locator(RETENIR)
    boxes.nth(1).check()
    boxes.nth(3).check()
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator(BAR)).to_be_in_viewport()
    titles = [page.locator(".card-title").nth(rank).inner_text() for rank in (1, 3)]
    page.get_by_role("button", name="Voir la sélection").click()
    expect(page.locator("h1")).to_have_text(f"2{NBSP}articles retenus")
    expect(page.locator(".picked h2")).to_have_count(2)
    assert sorted(page.locator(".picked h2").all_inner_texts()) == sorted(titles)
    # a script finds in the browser what is kept there
    assert len(ids(page)) in {0, 2}
    page.locator(".drop").first.click()
    expect(page.locator("h1")).to_have_text(f"1{NBSP}article retenu")


def test_ticks_survive_a_change_of_page(desk: str, scripted: Page) -> None:
    page = scripted
    page.goto(f"{desk}/?sort=oldest&page_size=4")
    page.locator(RETENIR).first.check()
    expect(page.locator(BAR)).to_contain_text("1 article retenu")
    page.locator("a[rel=next]").click()
    expect(page.locator(BAR)).to_contain_text("1 article retenu")
    page.locator(RETENIR).nth(2).check()
    expect(page.locator(BAR)).to_contain_text("2 articles retenus")
    page.go_back()
    expect(page.locator(RETENIR).first).to_be_checked()
    page.goto(f"{desk}/article/{LONG.id}")
    page.locator(RETENIR).check()
    page.locator(".basket button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(f"3{NBSP}articles retenus")
    expect(page.locator(".picked > li")).to_have_count(3)
    page.locator(".drop").first.click()
    page.goto(f"{desk}/?sort=oldest")
    expect(page.locator(BAR)).to_contain_text("2 articles retenus")
    page.get_by_role("button", name="Tout ôter").click()
    expect(page.locator(f"{RETENIR}:checked")).to_have_count(0)
    page.reload()
    expect(page.locator(BAR)).to_be_hidden()


def test_results_put_in_place_by_a_script_are_ticked_too(desk: str, scripted: Page) -> None:
    scripted.goto(f"{desk}/?sort=oldest")
    scripted.locator(RETENIR).first.check()
    scripted.evaluate(
        """async () => {
          const text = await (await fetch(location.href)).text();
          const page = new DOMParser().parseFromString(text, "text/html");
          document.querySelector(".found").replaceWith(page.querySelector(".found"));
        }"""
    )
    expect(scripted.locator(RETENIR).first).to_be_checked()
    expect(scripted.locator(BAR)).to_contain_text("1 article retenu")


def test_reprises_open_under_the_earliest(desk: str, page: Page) -> None:
    page.goto(f"{desk}/?sort=newest")
    expect(page.locator("h1")).to_contain_text(f"{len(OTHERS) + 4}{NBSP}articles")
    reprises = page.locator(".reprises")
    expect(reprises).to_have_count(1)
    expect(page.locator(".card").first).to_contain_text("Aurore")
    expect(reprises.locator("a").first).to_be_hidden()
    reprises.locator("summary").click()
    expect(reprises.locator("summary")).to_have_text(f"2{NBSP}reprises")
    sources = reprises.locator(".kicker span").all_inner_texts()
    assert sources == ["Bulletin", "Courrier"]
    reprises.locator("a").first.click()
    expect(page.locator(".kicker").first).to_contain_text("Bulletin")


def test_one_goes_from_result_to_result(desk: str, page: Page) -> None:
    page.goto(f"{desk}/?sort=oldest&page_size=5")
    hits = ask(desk, "/api/v1/search?sort=oldest&page_size=20").json()["hits"]
    page.locator(".card-title a").nth(3).click()
    for rank in (4, 5, 6, 7):
        expect(page.locator("h1")).to_have_text(hits[rank - 1]["title"])
        expect(page.locator(".beside")).to_contain_text(f"{rank} sur {len(hits)}")
        page.locator(".beside a[rel=next]").click()
    page.locator(".beside a[rel=prev]").click()
    page.locator(".back a").click()
    assert parse_qs(urlsplit(page.url).query)["page"] == ["2"]


def test_the_first_result_has_no_previous_and_the_last_no_next(desk: str, page: Page) -> None:
    hits = ask(desk, "/api/v1/search?sort=oldest&page_size=20").json()["hits"]
    page.goto(f"{desk}/article/{hits[0]['id']}?sort=oldest")
    expect(page.locator(".beside a")).to_have_text(["Article suivant"])
    page.goto(f"{desk}/article/{hits[-1]['id']}?sort=oldest")
    expect(page.locator(".beside a")).to_have_text(["Article précédent"])
    page.goto(f"{desk}/article/{hits[0]['id']}?q=hippogriffe")
    expect(page.locator(".beside")).to_have_count(0)
    expect(page.locator(".back a")).to_be_visible()


def test_anchors_lead_from_mark_to_mark(desk: str, browser: Browser) -> None:
    with opened(browser, PLAIN) as page:
        page.goto(f"{desk}/article/{LONG.id}?q=viaduc")
        marks = page.locator("mark")
        links = page.locator(".marks a")
        expect(links).to_have_count(marks.count())
        expect(marks.nth(9)).not_to_be_in_viewport()
        links.nth(9).click()
        expect(marks.nth(9)).to_be_in_viewport()
        expect(marks.nth(9)).to_have_css("outline-style", "solid")


def test_buttons_lead_from_mark_to_mark(desk: str, scripted: Page) -> None:
    page = scripted
    page.goto(f"{desk}/article/{LONG.id}?q=viaduc")
    marks = page.locator("mark")
    count = marks.count()
    after, before = (
        page.get_by_role("button", name="Mot suivant"),
        page.get_by_role("button", name="Mot précédent"),
    )
    for rank in range(3):
        after.click()
        expect(page.locator("mark.here")).to_have_id(f"marque-{rank + 1}")
        expect(page.locator("mark.here")).to_be_in_viewport()
        expect(page.locator(".marks")).to_contain_text(f"mot trouvé {rank + 1} sur {count}")
    for rank in (2, 1):
        before.click()
        expect(page.locator("mark.here")).to_have_id(f"marque-{rank}")
        expect(page.locator("mark.here")).to_be_in_viewport()
    for key, rank in (("p", count), ("n", 1)):
        page.keyboard.press(key)
        expect(page.locator("mark.here")).to_have_id(f"marque-{rank}")


def test_the_page_is_set_to_be_read(desk: str, scripted: Page) -> None:
    scripted.goto(f"{desk}/article/{LONG.id}")
    prose = scripted.locator(".prose")
    expect(prose).to_have_css("font-size", "18px")
    expect(prose).to_have_css("line-height", "28px")
    assert prose.evaluate("e => e.clientWidth") <= 672
    expect(scripted.locator(".marks")).to_have_count(0)


def test_a_line_stays_with_the_text_and_lets_go_of_a_low_window(desk: str, scripted: Page) -> None:
    page = scripted
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{desk}/article/{LONG.id}?q=viaduc")
    line = page.locator("#ligne")
    page.locator(".prose > :last-child").scroll_into_view_if_needed()
    expect(line).to_be_in_viewport()
    line.get_by_role("button", name="Copier le lien").click()
    expect(line.get_by_text("Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{desk}/article/{LONG.id}"
    passage = line.get_by_role("button", name="Copier ce passage")
    expect(passage).to_be_hidden()
    page.locator(".standfirst").select_text()
    passage.click()
    expect(line.get_by_text("Copié").last).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n") == [
        f"«{NBSP}Le viaduc tient.{NBSP}»",
        page.locator("#reference").inner_text(),
    ]
    # from the title on it goes over what is pressed, which is no part of the text
    page.evaluate(
        """() => getSelection().setBaseAndExtent(document.querySelector("h1"), 0,
             document.querySelector(".prose p"), 1)"""
    )
    passage.click()
    page.wait_for_function(f"navigator.clipboard.readText().then(text => text !== {copied!r})")
    whole = page.evaluate("navigator.clipboard.readText()")
    assert whole.split("\n")[:3] == [f"«{NBSP}Un viaduc", "sans date", "Le viaduc tient."]
    page.set_viewport_size({"width": 900, "height": 390})
    page.locator(".prose > :last-child").scroll_into_view_if_needed()
    expect(line).not_to_be_in_viewport()


def test_headings_make_an_outline_where_there_is_room(desk: str, page: Page) -> None:
    page.goto(f"{desk}/article/{PARTS.id}")
    outline = page.get_by_role("navigation", name="Plan de l’article")
    expect(outline.get_by_role("link")).to_have_text(["Le pont", "La gare"])
    outline.get_by_role("link", name="La gare").click()
    expect(page.get_by_role("heading", name="La gare")).to_be_in_viewport()
    page.set_viewport_size({"width": 1100, "height": 800})
    expect(outline).to_be_hidden()
    page.goto(f"{desk}/article/{LONG.id}")
    expect(outline).to_have_count(0)


@pytest.mark.parametrize("secure", ["true", "false"])
def test_the_reference_is_copied(secure: str, desk: str, scripted: Page) -> None:
    """On plain http from another machine, a page is in no secure context."""
    page = scripted
    page.add_init_script(f"Object.defineProperty(window, 'isSecureContext', {{value: {secure}}})")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{desk}/article/{LONG.id}")
    shown = page.locator("#reference").inner_text()
    assert shown == f"«{NBSP}Un viaduc{NBSP}», sans date, https://www.exemple.info/viaduc"
    page.get_by_role("button", name="Copier la référence").click()
    expect(page.get_by_role("status").filter(has_text="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_the_reference_is_there_without_scripts(desk: str, browser: Browser) -> None:
    with opened(browser, PLAIN) as page:
        page.goto(f"{desk}/article/{LONG.id}")
        expect(page.locator("#reference")).to_contain_text("Un viaduc")
        expect(page.get_by_role("button", name="Copier")).to_have_count(0)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "ris"])
def test_a_file_is_downloaded(kind: str, desk: str, page: Page) -> None:
    page.goto(f"{desk}/?q=viaduc")
    with page.expect_download() as download:
        page.locator(f".outputs a[href^='/search.{kind}']").click()
    assert download.value.suggested_filename == f"manchette-viaduc-1-article.{kind}"
    assert "Un viaduc" in Path(download.value.path()).read_text()


def test_a_selection_is_copied_and_printed(desk: str, scripted: Page) -> None:
    page = scripted
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{desk}/selection?id={LONG.id}&id={COPIES[0].id}")
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("status").filter(has_text="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_role("button", name="Copier les références").click()
    expect(page.get_by_role("status").filter(has_text="Copié")).to_have_count(2)
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied == page.locator(".reference").all_inner_texts()
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for name in (".top", ".actions", ".drop >> nth=0", ".foot"):
        expect(page.locator(name)).to_be_hidden()
    for name in ("h1", ".picked h2 >> nth=0", ".reference >> nth=1"):
        expect(page.locator(name)).to_be_visible()


def test_a_draft_is_compared_and_is_in_no_address(desk: str, page: Page) -> None:
    page.goto(desk)
    page.locator(".places").get_by_role("link", name="Déjà traité").click()
    page.get_by_label(re.compile("Coller un sujet")).fill("\n".join(COPIES[0].body))
    page.get_by_role("button", name="Comparer").click()
    expect(page.locator(".nearest h2")).to_contain_text("proche")
    expect(page.locator(".nearest li").first).to_contain_text("presque le même texte")
    assert page.url == f"{desk}/deja-traite"
    page.locator(".nearest a").first.click()
    expect(page.locator(".kicker").first).to_contain_text(re.compile("Aurore|Bulletin|Courrier"))


def test_the_browser_finds_the_search_engine_and_the_feed(desk: str, page: Page) -> None:
    page.goto(f"{desk}/?q=viaduc")
    for kind in ("search", "alternate"):
        link = str(page.locator(f"head link[rel={kind}]").get_attribute("href"))
        assert ask(desk, link).status == 200
    feed = ask(desk, link).text
    assert "<title>Manchette : viaduc</title>" in feed.replace(NBSP, " ")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_desk_fits_in_the_window(width: int, desk: str, browser: Browser) -> None:
    targets = (
        f"/selection?id={LONG.id}&id={COPIES[0].id}",
        "/selection",
        "/deja-traite",
        "/?sort=newest",
        f"/article/{LONG.id}?q=viaduc",
    )
    with opened(browser, Window(width=width, touch=width < 800)) as page:
        for target in targets:
            page.goto(desk + target)
            for box in page.locator(RETENIR).all()[:2]:
                box.check()
            for details in page.locator(".reprises summary").all():
                details.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, target


def test_a_finger_hits_what_the_desk_offers(desk: str, browser: Browser) -> None:
    controls = {
        "/?sort=newest": (".tick", ".reprises summary", ".outputs a", ".reprises a"),
        f"/article/{LONG.id}?q=viaduc": (
            ".reading-line button:not([hidden])",
            ".back a",
            ".actions .button",
            ".tick",
        ),
        f"/selection?id={LONG.id}": (".drop", ".actions .button", ".source-link"),
        "/deja-traite": (".paste .button",),
    }
    with opened(browser, PHONE) as page:
        for target, names in controls.items():
            page.goto(desk + target)
            for details in page.locator(".reprises summary").all():
                details.click()
            for name in names:
                heights = page.locator(name).evaluate_all(
                    "all => all.map(e => e.getBoundingClientRect().height)"
                )
                assert heights, name
                assert min(heights) >= 44, name
