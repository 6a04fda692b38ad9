"""Draw docs/images/: pages of the demonstration archive, as a person sees them."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from indexer.config import Settings
from indexer.indexing.reindex import reindex
from webapp import create_app

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "images"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SEARCH = "/?q=gr%C3%A8ve+OU+march%C3%A9+-sondage"
NARROWED = f"{SEARCH}&section=economie&exclude.tag=justice&from=2017-01-01"
HEIGHTS = {1280: 760, 768: 1024, 390: 844}


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, the window it is seen in, and what a person does before the picture is taken."""

    name: str
    path: str
    width: int
    theme: Literal["light", "dark"]
    then: Callable[[Page], None] = lambda _: None


def _filters(page: Page) -> None:
    page.click(".filters-open summary")


def _typing(page: Page) -> None:
    page.locator("#q").press_sequentially("élec")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")


SHOTS = (
    Shot("home", "/", 1280, "light"),
    Shot("home", "/", 390, "dark"),
    Shot("results", SEARCH, 1280, "light"),
    Shot("results", NARROWED, 1280, "dark"),
    Shot("results", NARROWED, 768, "light"),
    Shot("results", SEARCH, 768, "dark"),
    Shot("results", NARROWED, 390, "light"),
    Shot("filters", NARROWED, 390, "dark", _filters),
    Shot("suggestions", "/?q=", 1280, "light", _typing),
    Shot("nothing", "/?q=electon&section=economie", 1280, "light"),
)


def main() -> None:
    """Index samples/, serve them on a free port and photograph the pages."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder)
        reindex([ROOT / "samples"], index, "whoosh", lambda *_: None)
        server = make_server("127.0.0.1", 0, create_app(Settings(index=index)), threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=ARGUMENTS,
                env={**os.environ, "LANGUAGE": "fr"},
            )
            for shot in SHOTS:
                _take(shot, chromium, f"http://127.0.0.1:{server.server_port}")
            chromium.close()
        server.shutdown()


def _take(shot: Shot, chromium: Browser, address: str) -> None:
    page = chromium.new_page(
        viewport={"width": shot.width, "height": HEIGHTS[shot.width]},
        color_scheme=shot.theme,
        locale="fr-FR",
        reduced_motion="reduce",
    )
    page.goto(address + shot.path)
    shot.then(page)
    page.screenshot(path=FOLDER / f"{shot.name}-{shot.width}-{shot.theme}.png")
    page.close()


if __name__ == "__main__":
    main()
