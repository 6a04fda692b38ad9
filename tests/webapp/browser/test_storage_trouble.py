"""Is what a person keeps still hers when storage is refused, full, off, or changed beside her?"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serving
from playwright.sync_api import Browser, Locator, Page, expect
from support.archive import publish
from support.browsing import opened

from indexer.article import Article
from indexer.identity import article_id, former_id

pytestmark = pytest.mark.browser

NBSP = "\u00a0"
TICKS = ".tick input"
ROWS = ".picked > li"
HOST = "https://journal.example"
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refusé') }})"
FULL = """void (Storage.prototype.setItem = () => {
  throw new DOMException("plein", "QuotaExceededError");
})"""


def article(name: str, title: str) -> Article:
    url = f"{HOST}/{name}"
    return Article(id=article_id(url, title, None), title=title, url=url, body=(f"La mer {name}.",))


ARTICLES = [article(f"lire.php?num={one}", f"La mer {one}") for one in range(1, 8)]
# three of one day had one id before
SIBLINGS = [article(f"{name}-20241122", f"Le {name} du jour") for name in ("pont", "match", "port")]
SHARED = former_id(SIBLINGS[0].url, "", None)


@pytest.fixture(scope="module")
def desk(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of ten articles."""
    root: Path = tmp_path_factory.mktemp("trouble")
    publish(root, [*ARTICLES, *SIBLINGS])
    with serving(root) as address:
        yield address


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A window on a desk, in a browser that keeps nothing yet."""
    with opened(browser) as shown:
        yield shown


def keep(tab: Page, desk: str, *ids: str, note: str = "") -> None:
    """Have the browser keep a dossier of these."""
    items = [{"id": one, "q": "", "note": note} for one in ids]
    kept = json.dumps({"open": 0, "folders": [{"name": "Sélection", "items": items}]})
    tab.goto(f"{desk}/aide")
    tab.evaluate("text => localStorage.setItem('manchette.dossiers', text)", kept)


def kept(tab: Page) -> list[str]:
    """The ids of the dossier that the browser keeps."""
    found = tab.evaluate("JSON.parse(localStorage.getItem('manchette.dossiers'))")
    return [item["id"] for item in found["folders"][found["open"]]["items"]]


def moving(tab: Page, rank: int) -> Locator:
    return tab.locator(ROWS).nth(rank).locator("[data-by='-1']")


def test_what_was_cleared_comes_back_though_nothing_is_kept_any_more(desk: str, tab: Page) -> None:
    keep(tab, desk, ARTICLES[0].id, note="Rappeler")
    tab.reload()
    before = tab.evaluate("localStorage.getItem('manchette.dossiers')")
    tab.get_by_role("button", name="Ce que garde ce navigateur").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Garder sur ce poste").uncheck()
    dialog.get_by_role("button", name="Tout effacer").click()
    assert tab.evaluate("localStorage.getItem('manchette.dossiers')") is None
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_contain_text("Tout est revenu.")
    assert tab.evaluate("localStorage.getItem('manchette.dossiers')") == before
    dialog.get_by_label("Garder sur ce poste").check()
    tab.goto(f"{desk}/selection")
    expect(tab.locator("textarea")).to_have_value("Rappeler")


def test_an_order_holds_beside_what_the_archive_has_no_more(desk: str, tab: Page) -> None:
    one, two, three = (article.id for article in ARTICLES[:3])
    keep(tab, desk, one, "absent", two, three)
    tab.goto(f"{desk}/selection")
    expect(tab.locator(ROWS)).to_have_count(3)
    moving(tab, 1).click()
    expect(tab.locator("#annonce")).to_have_text("1 sur 3")
    assert kept(tab) == [two, "absent", one, three]
    moving(tab, 2).press("End")
    moving(tab, 0).press("End")
    assert kept(tab) == [one, "absent", three, two]
    expect(tab.locator(f"{ROWS} h2")).to_have_text([ARTICLES[rank].title for rank in (0, 2, 1)])


@pytest.mark.parametrize("how", ["refused", "off"])
def test_the_header_leads_to_what_is_ticked_where_nothing_is_kept(
    how: str, desk: str, tab: Page
) -> None:
    if how == "refused":
        tab.add_init_script(REFUSED)
        tab.goto(f"{desk}/?q=mer")
    else:
        tab.goto(f"{desk}/?q=mer")
        tab.evaluate("localStorage.setItem('manchette.rien', 'oui')")
        tab.reload()
    for rank in (0, 2):
        tab.locator(TICKS).nth(rank).check()
    tab.locator(".places").get_by_role("link", name="Sélection").click()
    expect(tab.locator("h1")).to_have_text(f"2{NBSP}articles retenus")
    assert tab.url.count("id=") == 2


def test_a_full_storage_is_told_where_a_dossier_changes(desk: str, tab: Page) -> None:
    keep(tab, desk, *(article.id for article in ARTICLES[:3]))
    tab.goto(f"{desk}/selection")
    stays = tab.get_by_text("restent dans ce navigateur")
    lost = tab.get_by_text("vaut pour cette page seulement")
    expect(stays).to_be_visible()
    expect(lost).to_be_hidden()
    tab.evaluate(FULL)
    tab.locator("textarea").first.fill("Rappeler")
    expect(lost).to_be_visible()
    expect(stays).to_be_hidden()
    # nothing that is shown was lost
    expect(tab.locator("textarea").first).to_have_value("Rappeler")
    assert len(kept(tab)) == 3


def test_a_visit_that_cannot_be_noted_leaves_the_dossier_kept(desk: str, tab: Page) -> None:
    keep(tab, desk, *(article.id for article in ARTICLES[:3]))
    tab.add_init_script(FULL)
    tab.goto(f"{desk}/?q=mer")
    expect(tab.locator(".basket-count")).to_have_text(f"3{NBSP}articles retenus")
    tab.get_by_role("button", name="Voir la sélection").click()
    expect(tab.locator(ROWS)).to_have_count(3)
    assert tab.url == f"{desk}/selection"


def test_an_id_of_several_is_a_question_in_a_dossier_too(desk: str, tab: Page) -> None:
    keep(tab, desk, ARTICLES[0].id, SHARED, note="Lu")
    tab.goto(f"{desk}/selection")
    asks = tab.get_by_text("a été celui de plusieurs articles")
    expect(asks).to_be_visible()
    expect(tab.get_by_text("plus dans l’archive")).to_be_hidden()
    tab.get_by_role("link", name=f"Retenir « {SIBLINGS[1].title} »").click()
    expect(tab.locator(f"{ROWS} h2")).to_have_text([ARTICLES[0].title, SIBLINGS[1].title])
    expect(asks).to_have_count(0)
    assert tab.url == f"{desk}/selection"
    expect(tab.locator("textarea").last).to_have_value("Lu")
    tab.get_by_role("button", name="Annuler").click()
    expect(asks).to_be_visible()
    assert kept(tab) == [ARTICLES[0].id, SHARED]


def test_a_note_that_is_typed_goes_on_while_another_tab_adds_an_article(
    desk: str, tab: Page
) -> None:
    keep(tab, desk, *(article.id for article in ARTICLES[:2]))
    tab.goto(f"{desk}/selection")
    note = tab.locator("textarea").first
    note.click()
    tab.keyboard.type("Rapp")
    other = tab.context.new_page()
    other.goto(f"{desk}/?q=mer")
    other.locator(f"{TICKS}:not(:checked)").first.check()
    expect(tab.locator(ROWS)).to_have_count(3)
    expect(note).to_be_focused()
    tab.keyboard.type("eler")
    expect(note).to_have_value("Rappeler")


def test_all_the_searches_of_a_shared_selection_go_with_it(desk: str, tab: Page) -> None:
    ids = f"id={ARTICLES[0].id}&id={SIBLINGS[0].id}"
    tab.goto(f"{desk}/selection?{ids}&q=mer+num%3D1&q=pont")
    tab.get_by_role("button", name="Ajouter au dossier").click()
    tab.goto(f"{desk}/selection")
    expect(tab.locator(f"{ROWS} mark", has_text=re.compile("^mer"))).not_to_have_count(0)
    expect(tab.locator(f"{ROWS} mark", has_text="pont")).not_to_have_count(0)
