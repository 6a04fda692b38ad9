"""How many clicks and keys do ten tasks of a journalist take, in a real Chromium, over the samples?

A click is a press, a drag one too; a key is a letter typed or a combination pressed at once. Each
task ends with what it was for, which is asserted.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

from benchmarks.load import HOST, serving
from indexer.indexing.reindex import reindex

SAMPLES = Path(__file__).parent.parent / "samples"
SEARCH = "retraites"
NBSP = "\u00a0"


@dataclass(slots=True)
class Hand:
    """The hand of a person on a page, which counts what it does."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, target: Locator) -> None:
        """Press what can be seen."""
        self.clicks += 1
        target.click()

    def link(self, name: str) -> None:
        """Press the first link of a name."""
        self.click(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        """Press the first button of a name."""
        self.click(self.page.get_by_role("button", name=name).first)

    def press(self, key: str) -> None:
        """Press a key, or several at once."""
        self.keys += 1
        self.page.keyboard.press(key)

    def search(self, text: str) -> None:
        """Search for some words, from wherever the keyboard is."""
        self.press("/")
        self.keys += len(text)
        self.page.keyboard.type(text)
        self.press("Enter")
        expect(self.page.locator(".count-line")).to_contain_text("article")

    def drag(self, first: Locator, last: Locator) -> None:
        """Press on one thing, let go on another one."""
        self.clicks += 1
        for place, then in ((first, self.page.mouse.down), (last, self.page.mouse.up)):
            place.hover(force=True)
            then()


def find(hand: Hand) -> None:
    hand.search("réforme des retraites janvier 2023")
    hand.link("RÉFORME DES RETRAITES")
    expect(hand.page.locator("time").first).to_contain_text("janvier 2023")


def exclude(hand: Hand) -> None:
    hand.search(SEARCH)
    hand.click(hand.page.locator("[data-facet=source] .exclude").first)
    expect(hand.page.locator(".chips")).to_contain_text("sauf")


def two_themes(hand: Hand) -> None:
    hand.search(SEARCH)
    for theme in ("élysée", "politique"):
        hand.click(hand.page.get_by_role("checkbox", name=theme, exact=True))
        expect(hand.page.locator(".chips")).to_contain_text(theme)
    hand.click(hand.page.get_by_role("link", name="tous", exact=True))
    expect(hand.page).to_have_url(re.compile("match.tag=all"))


def period(hand: Hand) -> None:
    hand.search("le")
    bars = hand.page.locator(".bars [data-from]")
    hand.drag(bars.nth(2), bars.nth(5))
    expect(hand.page).to_have_url(re.compile("from="))


def twenty_to_ris(hand: Hand) -> None:
    hand.search("le")
    hand.button("Tout retenir sur cette page")
    hand.link(f"Sélection{NBSP}(20)")
    with hand.page.expect_download() as download:
        hand.link("RIS, pour Zotero")
    if download.value.path().read_text(encoding="utf-8").count("ER  -") != 20:
        raise AssertionError("not twenty articles")


def reference(hand: Hand) -> None:
    hand.search(SEARCH)
    hand.click(hand.page.locator(".card-title a").first)
    hand.button("Copier la référence")
    expect(hand.page.locator(".told").first).to_have_text("Copié")


def covered(hand: Hand) -> None:
    hand.link("Déjà traité ?")
    hand.page.evaluate("navigator.clipboard.writeText('La réforme des retraites, la rue gronde')")
    hand.click(hand.page.locator("textarea"))
    hand.press("Control+v")
    hand.button("Comparer à l’archive")
    hand.click(hand.page.locator(".nearest a").first)


def follow(publish: Callable[[], None], hand: Hand) -> None:
    hand.search(SEARCH)
    hand.button("Suivre")
    publish()
    hand.link("Manchette")
    hand.link(f"1{NBSP}nouveau")
    expect(hand.page.locator(".card, .links li")).to_have_count(1)


def back_and_forward(hand: Hand) -> None:
    hand.search("le")
    hand.click(hand.page.locator("[data-facet=source] input").first)
    expect(hand.page.locator(".chips li")).to_have_count(2)
    hand.keys += 2  # those of the browser itself, Alt and an arrow
    hand.page.go_back()
    expect(hand.page.locator(".chips li")).to_have_count(0)
    hand.page.go_forward()
    expect(hand.page.locator(".chips li")).to_have_count(2)


def misspelt(hand: Hand) -> None:
    hand.search("retrates")
    hand.link(SEARCH)
    expect(hand.page.locator("#q")).to_have_value(SEARCH)


@contextmanager
def archive() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server of the samples but one article, and what publishes that one."""
    with TemporaryDirectory() as folder:
        pages, root = Path(folder) / "pages", Path(folder) / "index"
        shutil.copytree(SAMPLES, pages)
        late = next(path for path in sorted(pages.rglob("*2021*retraite*.txt")))
        text = late.read_bytes()
        late.unlink()
        publish = partial(reindex, [pages], root, "whoosh", lambda *_: None)
        publish()
        with serving(root) as (port, _):
            address = f"http://{HOST}:{port}"
            yield address, partial(_restore, late, text, publish)


def _restore(late: Path, text: bytes, publish: Callable[[], object]) -> None:
    late.write_bytes(text)
    publish()


TASKS: dict[str, Callable[[Hand], None]] = {
    "find the pensions reform of January 2023": find,
    "exclude a source": exclude,
    "two themes at once": two_themes,
    "a period by drag": period,
    "twenty articles to RIS": twenty_to_ris,
    "copy a reference": reference,
    "déjà traité": covered,
    "Back and Forward after live updates": back_and_forward,
    "correct a misspelling": misspelt,
}


def main() -> None:
    """Print a table of the tasks, each from the first page of a browser that keeps nothing."""
    with archive() as (address, publish), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        print("| task | clicks | keys |\n|---|---|---|")
        # what is published for the last one changes the archive
        followed = {"follow a search and see what is new": partial(follow, publish)}
        for name, task in (TASKS | followed).items():
            context = browser.new_context(
                locale="fr-FR", permissions=["clipboard-read", "clipboard-write"]
            )
            hand = Hand(context.new_page())
            hand.page.set_default_timeout(8_000)
            hand.page.goto(address)
            task(hand)
            print(f"| {name} | {hand.clicks} | {hand.keys} |", flush=True)
            context.close()


if __name__ == "__main__":
    main()
