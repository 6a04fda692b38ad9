"""Do names of any length and fifty tags stay within a page?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from conftest import Serving
from playwright.sync_api import Browser
from support.archive import publish
from support.browsing import Window, opened

from indexer.article import PARIS, Article

pytestmark = pytest.mark.browser

LONG = "Le Courrier indépendant de l’Estuaire et de Saint-Barthélemy-sur-Vilaine, édition du soir"
WORD = "anticonstitutionnellement" * 3
HOST = "archives-du-courrier-independant-de-l-estuaire-et-de-saint-barthelemy.example"
PATHS = (
    *("/", "/?q=port", "/?q=port&view=titres", "/?q=port&view=titres&open=a0", "/valeurs/tag"),
    *("/article/a0?q=port", "/article/a0/proches", "/selection?id=a0&id=a1"),
    f"/tendances?q=port&q={WORD}",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """Thirty articles over as many years, all of whose names are long."""
    root = tmp_path_factory.mktemp("longs")
    begun = datetime(1995, 3, 1, tzinfo=PARIS)
    publish(
        root,
        [
            Article(
                id=f"a{rank}",
                url=f"https://{HOST}/{rank}",
                title=f"Le port, {LONG} {WORD}",
                lede=f"Au port, {WORD}.",
                body=(f"Le port de {WORD} {LONG}.",) * 3,
                tags=tuple(f"{LONG} {number}" for number in range(25))
                + tuple(f"{WORD}{number}" for number in range(25)),
                authors=(f"{LONG} {rank}", WORD),
                source=LONG if rank % 2 else WORD,
                section=WORD,
                published=begun + timedelta(days=366 * rank),
            )
            for rank in range(30)
        ],
    )
    with serving(root) as served:
        yield served


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_names_of_any_length_stay_within_their_page(
    width: int, address: str, browser: Browser
) -> None:
    with opened(browser, Window(width=width, touch=width < 768)) as page:
        for path in PATHS:
            page.goto(f"{address}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            ticks = page.locator(".line .tick, .card .tick")
            if not ticks.count():
                continue
            ticks.first.scroll_into_view_if_needed()
            # what is to be pressed is not under what is to be read
            assert ticks.first.evaluate(
                "e => { const {x, y, width, height} = e.getBoundingClientRect();"
                " return e.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"
            ), path
