"""Does what a person ticks and follows stay, in her browser alone, in every tab, the day after?"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from conftest import Serving
from playwright.sync_api import Browser, Page, expect
from support.browsing import Window, opened
from support.pages import build, page, write_pages
from support.wire import ask

from indexer.identity import former_id

pytestmark = pytest.mark.browser

NBSP = "\u00a0"
COUNT = 104
FORMER = "https://journal.example/lire.php"
TICKS = ".tick input"
ROWS = ".picked > li"


def article(number: int) -> str:
    """A page that is no near duplicate of another one."""
    words = " ".join(f"quai{number}n{rank}" for rank in range(30))
    return page(number, title=f"Article {number}", body=f"{words}. Les dockers du port. {words}.")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages that are indexed."""
    folder = tmp_path_factory.mktemp("dossiers") / "pages"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number}.txt").write_text(article(number))
    # whose id was another one before queries were of an address
    (folder / "former.txt").write_text(page(0, title="Un phare", url=f"{FORMER}?id=7"))
    return folder


@pytest.fixture(scope="module")
def desk(serving: Serving, pages: Path) -> Iterator[str]:
    """The address of a server of COUNT articles."""
    build(pages.parent / "index", pages)
    with serving(pages.parent / "index") as address:
        yield address


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A window on a desk, in a browser that keeps nothing yet."""
    with opened(browser, Window(height=1600)) as shown:
        yield shown


def kept(tab: Page) -> str:
    return tab.locator(".places-count").inner_text().strip(f"{NBSP}()")


def test_ticks_are_the_same_in_all_tabs_and_stay_when_they_close(desk: str, tab: Page) -> None:
    tab.goto(f"{desk}/?q=dockers&sort=oldest")
    other = tab.context.new_page()
    other.goto(f"{desk}/?q=dockers&sort=oldest")
    tab.locator(TICKS).nth(1).check()
    tab.locator(TICKS).nth(4).click(modifiers=["Shift"])
    expect(other.locator(f"{TICKS}:checked")).to_have_count(4)
    expect(other.locator(".basket-count")).to_have_text(f"4{NBSP}articles retenus")
    other.get_by_role("button", name="Tout retenir sur cette page").click()
    expect(tab.locator(".basket-count")).to_have_text(f"20{NBSP}articles retenus")
    # what another tab did is not undone here
    expect(tab.get_by_role("button", name="Annuler")).to_be_hidden()
    other.get_by_role("button", name="Annuler").click()
    expect(tab.locator(".basket-count")).to_have_text(f"4{NBSP}articles retenus")
    other.close()
    tab.get_by_role("button", name="Tout ôter").click()
    tab.get_by_role("button", name="Annuler").click()
    expect(tab.locator(".basket-count")).to_have_text(f"4{NBSP}articles retenus")
    context = tab.context
    tab.close()
    again = context.new_page()
    again.goto(f"{desk}/?q=dockers&sort=oldest")
    expect(again.locator(f"{TICKS}:checked")).to_have_count(4)


@pytest.mark.parametrize(
    "kept",
    [
        "3",
        '"<b>"',
        "[]",
        "[null]",
        "{}",
        '[{"search": 1}]',
        '{"open": "length", "folders": [{"name": "x", "items": []}]}',
        '{"open": 0, "folders": [{"name": "x"}]}',
        '{"open": 0, "folders": [{"name": "x", "items": [null]}]}',
        "{not JSON",
    ],
)
def test_what_another_program_left_in_the_browser_breaks_nothing(
    kept: str, desk: str, tab: Page
) -> None:
    tab.goto(desk)
    for name in ("dossiers", "suivies", "recentes"):
        tab.evaluate(
            "([name, kept]) => localStorage.setItem(name, kept)", [f"manchette.{name}", kept]
        )
    tab.goto(f"{desk}/?q=dockers")
    tab.locator(TICKS).first.check()
    expect(tab.locator(".places-count")).to_have_text(f"{NBSP}(1)")
    tab.locator("#suivre").click()
    tab.goto(desk)
    expect(tab.locator(".followed")).to_contain_text("dockers")
    tab.goto(f"{desk}/selection")
    expect(tab.locator(ROWS)).to_have_count(1)


def test_a_file_of_several_shares_is_whole_or_none(desk: str, tab: Page) -> None:
    fill(desk, tab)
    tab.context.route("**/selection.ris**", lambda route: route.abort())
    files: list[object] = []
    tab.on("download", lambda one: files.append(one))  # noqa: PLW0108 - a method of C is refused
    tab.locator("[data-kind='.ris']").click()
    expect(tab.get_by_text("aucun fichier n’est fait")).to_be_visible()
    assert not files


def test_a_file_taken_before_the_page_is_filled_is_whole(desk: str, tab: Page) -> None:
    tab.goto(f"{desk}/?q=dockers&sort=oldest")
    tab.get_by_role("button", name="Tout retenir").click()
    tab.context.route(re.compile(r"/selection\?id"), lambda route: route.abort())
    tab.goto(f"{desk}/selection")
    expect(tab.get_by_text("Pas de réponse.")).to_be_visible()
    with tab.expect_download() as download:
        tab.locator("[data-kind='.ris']").click()
    assert download.value.path().read_text(encoding="utf-8").count("ER  -") == 20


def fill(desk: str, tab: Page) -> None:
    """Have all the articles in a dossier of its own."""
    tab.goto(f"{desk}/selection")
    expect(tab.get_by_text("Aucun article n’est retenu.")).to_be_visible()
    for number in (1, 2):
        tab.goto(f"{desk}/?q=dockers&sort=oldest&page_size=100&page={number}")
        tab.get_by_role("button", name="Tout retenir").click()
    tab.locator(".places").get_by_role("link", name="Sélection").click()
    expect(tab.locator(ROWS)).to_have_count(COUNT)


def titles(tab: Page, count: int = 3) -> list[str]:
    return tab.locator(f"{ROWS} h2").all_inner_texts()[:count]


def test_a_dossier_is_ordered_annotated_and_taken_away_whole(desk: str, tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(desk, tab)
    expect(tab.get_by_text("100\u00a0articles à la fois")).to_be_visible()
    one, two, three = titles(tab)
    tab.locator("[data-by='1']").first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert titles(tab) == [two, three, one]
    tab.keyboard.press("Home")
    assert titles(tab) == [one, two, three]
    last = tab.locator(ROWS).nth(2).bounding_box()
    assert last
    tab.locator(".grip").first.hover()
    tab.mouse.down()
    tab.mouse.move(last["x"] + last["width"], last["y"] + last["height"] - 2, steps=12)
    tab.mouse.up()
    assert titles(tab) == [two, three, one]
    tab.get_by_label(f"Note sur «{NBSP}{three}{NBSP}»").fill("Rappeler\nle port")
    tab.get_by_role("button", name="Copier le texte").click()
    copied = tab.evaluate("navigator.clipboard.readText()").split("\n\n")
    assert len(copied) == COUNT
    lines = copied[1].splitlines()
    assert lines[0] == three
    assert "dockers" in copied[1]
    assert lines[-3].startswith("«")
    assert lines[-2:] == [f"Note{NBSP}: Rappeler", "le port"]
    tab.get_by_role("button", name="Copier le lien").click()
    links = tab.evaluate("navigator.clipboard.readText()").splitlines()
    assert [link.count("id=") for link in links] == [100, 4]
    assert "Rappeler" not in "".join(links)
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV").click()
    rows = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert [len(rows), sum(row.startswith("Titre;") for row in rows)] == [COUNT + 1, 1]
    assert [f'"{two}"' in rows[1], f'"{one}"' in rows[3]] == [True, True]
    tab.emulate_media(media="print")
    expect(tab.locator("p.note").nth(1)).to_be_visible()
    expect(tab.locator("p.note").first).to_be_hidden()
    tab.emulate_media(media="screen")
    tab.reload()
    expect(tab.locator("textarea").nth(1)).to_have_value("Rappeler\nle port")
    assert titles(tab) == [two, three, one]


def test_dossiers_have_names_and_what_is_deleted_comes_back(desk: str, tab: Page) -> None:
    tab.goto(f"{desk}/?q=dockers&sort=oldest")
    tab.locator(TICKS).nth(0).check()
    tab.locator(TICKS).nth(1).check()
    tab.get_by_role("button", name="Voir la sélection").click()
    expect(tab.locator(ROWS)).to_have_count(2)
    assert tab.url == f"{desk}/selection"
    other = tab.context.new_page()
    other.goto(tab.url)
    expect(other.locator(ROWS)).to_have_count(2)
    tab.get_by_role("link", name="Ôter de la sélection").first.click()
    expect(other.locator(ROWS)).to_have_count(1)
    expect(tab.locator(".drop")).to_be_focused()
    tab.get_by_role("button", name="Annuler").click()
    expect(other.locator(ROWS)).to_have_count(2)
    # undoing is of the last change: a note that came after it is not lost
    tab.locator(".drop").last.click()
    tab.locator("textarea").fill("Rappeler")
    expect(tab.get_by_role("button", name="Annuler")).to_be_hidden()
    tab.get_by_role("button", name="Nouveau dossier").click()
    expect(tab.get_by_label("Nom du dossier")).to_be_focused()
    tab.keyboard.type("Le port, 2023")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text(f"0{NBSP}article retenu")
    other.goto(f"{desk}/?q=dockers&sort=newest")
    other.locator(TICKS).first.check()
    folders = other.locator("select")
    assert folders.locator("option").all_inner_texts() == ["Sélection (1)", "Le port, 2023 (1)"]
    expect(tab.locator(ROWS)).to_have_count(1)
    folders.select_option(index=0)
    expect(other.locator(f"{TICKS}:checked")).to_have_count(0)
    expect(tab.locator("textarea")).to_have_value("Rappeler")
    tab.get_by_role("button", name="Supprimer ce dossier").click()
    expect(tab.get_by_label("Nom du dossier")).to_have_value("Le port, 2023")
    tab.get_by_role("button", name="Annuler").click()
    expect(tab.locator("textarea")).to_have_value("Rappeler")
    # without a server what was read stays, and what was not says so
    tab.context.set_offline(True)
    tab.locator("select").select_option(index=1)
    expect(tab.locator(ROWS)).to_have_count(1)
    other.locator(TICKS).nth(3).check()
    expect(tab.get_by_text("Pas de réponse.")).to_be_visible()
    expect(tab.locator(ROWS)).to_have_count(1)
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Réessayer").click()
    expect(tab.locator(ROWS)).to_have_count(2)


def test_a_selection_that_is_shared_goes_into_a_dossier(desk: str, tab: Page) -> None:
    tab.goto(f"{desk}/?q=dockers&sort=oldest")
    ids = [box.get_attribute("value") for box in tab.locator(TICKS).all()[:3]]
    tab.goto(f"{desk}/selection?id={'&id='.join(map(str, ids))}&q=dockers")
    expect(tab.locator(f"{ROWS} mark").first).to_have_text("dockers")
    tab.get_by_role("button", name="Ajouter au dossier").click()
    expect(tab.get_by_text(f"3{NBSP}articles dans le dossier")).to_be_focused()
    # the one who takes an article out of what was shared keeps hers
    tab.locator(".drop").first.click()
    expect(tab.locator(ROWS)).to_have_count(2)
    assert kept(tab) == "3"


def test_a_dossier_outlives_ids_and_articles(desk: str, tab: Page) -> None:
    (hit,) = ask(desk, "/api/v1/search?q=phare").json()["hits"]
    published = datetime.fromisoformat(hit["published"])
    former = former_id(hit["url"], hit["title"], published)
    assert former != hit["id"]
    items = [{"id": one, "q": "", "note": "Lu"} for one in ("absent", former, hit["id"])]
    tab.goto(f"{desk}/aide")
    keep(tab, json.dumps({"open": 0, "folders": [{"name": "Ancien", "items": items}]}))
    tab.goto(f"{desk}/selection")
    expect(tab.get_by_text(f"1{NBSP}article de ce dossier n’est plus")).to_be_visible()
    tab.get_by_role("button", name="Ôter", exact=True).click()
    expect(tab.locator("h1")).to_have_text(f"1{NBSP}article retenu")
    expect(tab.locator("textarea")).to_have_value("Lu")
    tab.goto(f"{desk}/article/{hit['id']}")
    expect(tab.locator(TICKS)).to_be_checked()
    # what another program wrote there is as nothing
    for text in ("{", "5", "{}"):
        keep(tab, text)
        tab.goto(f"{desk}/selection")
        expect(tab.get_by_text("Aucun article n’est retenu.")).to_be_visible()


def keep(tab: Page, text: str) -> None:
    """Have the browser keep this as its dossiers."""
    tab.evaluate("text => localStorage.setItem('manchette.dossiers', text)", text)


def test_a_browser_that_stores_nothing_loses_nothing_else(desk: str, tab: Page) -> None:
    tab.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refusé') }})"
    )
    tab.goto(f"{desk}/?q=dockers&sort=oldest")
    expect(tab.locator("#suivre")).to_be_hidden()
    tab.locator(TICKS).first.check()
    expect(tab.locator(".basket-count")).to_contain_text("pour cette page seulement")
    tab.locator(".pages a[rel=next]").click()
    expect(tab.locator(".pages [aria-current]")).to_have_text("2")
    tab.locator(TICKS).nth(3).check()
    tab.keyboard.press("j")
    expect(tab.locator(".card-title a").nth(4)).to_be_focused()
    tab.get_by_role("button", name="Voir la sélection").click()
    expect(tab.locator("h1")).to_have_text(f"2{NBSP}articles retenus")
    assert tab.url.count("id=") == 2
    tab.get_by_role("button", name="Ce que garde ce navigateur").click()
    switch = tab.get_by_label("Garder sur ce poste")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(tab.get_by_text("refuse de garder")).to_be_visible()
    tab.goto(f"{desk}/selection")
    expect(tab.get_by_text("Aucun article n’est retenu.")).to_be_visible()


def test_who_follows_a_search_is_told_what_is_new(desk: str, pages: Path, tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto(f"{desk}/?q=dockers")
    tab.get_by_role("button", name="Suivre").click()
    tab.goto(f"{desk}/?q=port&sort=oldest&from=2023-01-02")
    tab.get_by_role("button", name="Suivre").click()
    expect(tab.get_by_role("button", name="Ne plus suivre")).to_be_visible()
    tab.goto(desk)
    followed = tab.locator("#suivies")
    expect(followed.locator("li")).to_have_count(2)
    # of long ago, and a tick does not count again
    (pages / "late.txt").write_text(article(COUNT).replace("2023-", "1999-"))
    write_pages(pages, [COUNT + 1], body="Les dockers, encore.")
    build(pages.parent / "index", pages)
    tab.reload()
    expect(followed.locator("b")).to_have_text([" — 2 nouveaux"])
    followed.get_by_text("Flux, ne plus suivre").click()
    followed.get_by_role("button", name="Copier l’adresse du flux").first.click()
    assert tab.evaluate("navigator.clipboard.readText()") == f"{desk}/search.atom?q=dockers"
    followed.locator("a").first.click()
    expect(tab.locator("h1")).to_have_text(f"2{NBSP}articles depuis votre dernier passage")
    tab.goto(desk)
    expect(followed.locator("li")).to_have_count(2)
    expect(followed.locator("b")).to_have_count(0)
    # what she searched last stands in the empty field
    tab.locator("#q").click()
    expect(tab.get_by_role("option")).to_have_count(2)
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/?q=port**")
    tab.get_by_role("button", name="Ne plus suivre").click()
    tab.goto(desk)
    expect(followed.locator("li")).to_have_count(1)


def test_all_of_it_is_cleared_at_once_and_switched_off(desk: str, tab: Page) -> None:
    tab.goto(f"{desk}/?q=dockers")
    tab.locator(TICKS).first.check()
    tab.get_by_role("button", name="Suivre").click()
    tab.get_by_role("button", name="Ce que garde ce navigateur").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_role("button", name="Tout effacer").click()
    assert tab.evaluate("Object.keys(localStorage).length") == 0
    expect(tab.locator(f"{TICKS}:checked")).to_have_count(0)
    dialog.get_by_role("button", name="Annuler").click()
    expect(tab.locator(f"{TICKS}:checked")).to_have_count(1)
    dialog.get_by_label("Garder sur ce poste").uncheck()
    expect(tab.locator(f"{TICKS}:checked")).to_have_count(0)
    tab.keyboard.press("Escape")
    tab.goto(f"{desk}/?q=port")
    tab.locator(TICKS).nth(1).check()
    expect(tab.locator(".basket-count")).to_contain_text("pour cette page seulement")
    tab.get_by_role("button", name="Ce que garde ce navigateur").click()
    dialog.get_by_label("Garder sur ce poste").check()
    tab.keyboard.press("Escape")
    # what was kept before is there again, and nothing wrote over it
    tab.locator(TICKS).nth(2).check()
    tab.reload()
    assert kept(tab) == "2"
    tab.goto(desk)
    expect(tab.locator("#suivies li")).to_have_text(re.compile("dockers"))


def test_a_finger_orders_and_hits_what_a_dossier_offers(desk: str, browser: Browser) -> None:
    with opened(browser, Window(width=390, height=844, touch=True)) as tab:
        tab.goto(f"{desk}/?q=dockers&sort=oldest")
        for rank in range(3):
            tab.locator(TICKS).nth(rank).tap()
        tab.get_by_role("button", name="Voir la sélection").tap()
        expect(tab.locator(ROWS)).to_have_count(3)
        one, two, three = titles(tab)
        tab.get_by_role("button", name="Monter").nth(2).tap()
        assert titles(tab) == [one, three, two]
        names = ".tools button, .grip, .folder input, .folder button:not([hidden]), textarea, .drop"
        sizes = tab.locator(names).evaluate_all("all => all.map(e => e.offsetHeight)")
        assert min(sizes) >= 44
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
