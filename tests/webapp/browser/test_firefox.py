"""Does what a newsroom does for hours work in Firefox too?

Chromium has all other tests of the browser; here each script runs once in the other engine.
"""

from collections.abc import Iterator

import pytest
from support.firefox import DOWN, ENTER, RIGHT, Firefox, running

pytestmark = pytest.mark.browser

PATHS = (
    *("/", "/?q=greve", "/?q=greve&view=titres", "/?q=zzzz", "/?q=greve&from=2023"),
    *("/valeurs/tag?q=le", "/aide", "/deja-traite", "/selection", "/api"),
    "/tendances?q=greve&q=port",
)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A window of 1280 × 900."""
    with running(tmp_path_factory.mktemp("profil")) as firefox:
        firefox.resize(1280, 900)
        yield firefox


@pytest.fixture
def firefox(window: Firefox, server: str) -> Iterator[Firefox]:
    """The window, in which nothing is kept; its console is clean afterwards."""
    window.open(f"{server}/aide")
    window.run("localStorage.clear()")
    yield window
    assert window.complaints(server) == []


def test_every_page_opens_and_fits(firefox: Firefox, server: str) -> None:
    for path in PATHS:
        firefox.open(f"{server}{path}")
        firefox.until("!document.getElementById('voir-raccourcis').hidden")
        assert firefox.run("return document.scrollingElement.scrollWidth <= innerWidth"), path


def test_a_search_is_completed_narrowed_and_left(firefox: Firefox, server: str) -> None:
    firefox.open(server)
    firefox.type("#q", "grev")
    firefox.until("document.querySelector('#propositions [role=option]')")
    firefox.type("#q", DOWN + ENTER)
    firefox.until("document.querySelector('.count-line')")
    firefox.run("window.same = true")
    before = firefox.text(".count-line")
    count = "document.querySelector('.count-line').textContent.trim()"
    firefox.click(".values input")
    firefox.until(f"{count} !== {before!r}")
    assert firefox.run("return window.same && document.activeElement.checked")
    firefox.back()
    firefox.until(f"{count} === {before!r}")
    assert firefox.run("return window.same")


def test_titles_are_read_beside_their_list_and_kept(firefox: Firefox, server: str) -> None:
    firefox.open(f"{server}/?q=greve&view=titres")
    firefox.type("body", "jl")
    firefox.until("document.querySelector('.pane h2')")
    before = firefox.text(".pane h2")
    firefox.type("body", "j")
    firefox.until(f"document.querySelector('.pane h2').textContent.trim() !== {before!r}")
    firefox.type("body", "n")
    firefox.until("document.querySelector('.pane mark.here')")
    firefox.type("body", "x")
    firefox.until("document.querySelector('.places-count').textContent.includes('(1)')")
    title = firefox.text(".pane h2")
    firefox.open(f"{server}/selection")
    firefox.until(f"document.querySelector('main').textContent.includes({title!r})")


def test_a_search_is_followed_from_the_home_page(firefox: Firefox, server: str) -> None:
    firefox.open(f"{server}/?q=greve")
    firefox.click("#suivre")
    firefox.open(server)
    firefox.until("!document.getElementById('suivies').hidden")
    assert "greve" in firefox.text("#suivies li")


def test_a_period_is_taken_from_the_bars(firefox: Firefox, server: str) -> None:
    firefox.open(f"{server}/?q=le")
    firefox.type(".bars [role=slider]", RIGHT + ENTER)
    firefox.until("location.search.includes('from=')")


def test_an_article_is_gone_through(firefox: Firefox, server: str) -> None:
    firefox.open(f"{server}/?q=greve")
    firefox.click(".card-title a")
    firefox.click("[data-word='1']")
    assert firefox.text("#marques span").startswith("mot trouvé 1 sur")
    firefox.click(".back a")
    firefox.until("document.activeElement.matches('.card-title a')")
