"""How heavy and how fast are pages in a browser, on generated articles or an index that exists?"""

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, Request, sync_playwright

from benchmarks import corpus
from indexer.engines import ENGINES
from indexer.indexing.reindex import reindex

COMMAND = Path(sys.executable).with_name("manchette")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A word of every text, words of some, a field, a pattern, filters
PATHS = (
    *("/", "/?q=le", "/?q=r%C3%A9forme", "/?q=titre%3Aminist*", "/?q="),
    *("/?q=le&section=politique&exclude.year=2016&from=2017-01-01", "/valeurs/tag?q=le"),
)
TYPED = ("ministre", "economie", "Élysée", "presid")
REPEATS = 5
SHIFTS = """window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({type: "layout-shift", buffered: true});"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
ANSWER = "performance.getEntriesByType('navigation')[0].responseEnd"
# From a letter in the field to the frame that shows what is proposed
SUGGESTED = """text => new Promise(resolve => {
  const field = document.getElementById("q"), list = document.getElementById("propositions");
  const begun = performance.now();
  const seen = new MutationObserver(() => requestAnimationFrame(() => {
    seen.disconnect();
    resolve(performance.now() - begun);
  }));
  seen.observe(list, {childList: true, attributes: true});
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
})"""


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of a server of this index."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([COMMAND, "serve", "--index", index, "--port", str(port)])
    try:
        while not _listening(port):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def pages(browser: Browser, address: str) -> Iterator[str]:
    """A line a page: bytes of a first visit, layout shift, medians of several visits in ms.

    `again` is the first paint of a second visit, by who has the styles and scripts already.
    """
    yield f"{'page':60}{'bytes':>8}{'shift':>8}{'answer':>8}{'paint':>8}{'again':>8}  ms"
    for path in PATHS:
        answers, paints, later, shift, weight = [], [], [], 0.0, 0
        for _ in range(REPEATS):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            sent = _visit(page, address + path)
            weight = sum(
                sizes["responseBodySize"] + sizes["responseHeadersSize"]
                for sizes in (request.sizes() for request in sent)
            )
            answers.append(page.evaluate(ANSWER))
            paints.append(page.evaluate(PAINT))
            shift = max(shift, page.evaluate("window.shifts"))
            page.goto(address + path, wait_until="networkidle")
            later.append(page.evaluate(PAINT))
            page.close()
        times = "".join(f"{median(values):8.0f}" for values in (answers, paints, later))
        yield f"{path:60}{weight:8}{shift:8.4f}{times}"


def _visit(page: Page, url: str) -> list[Request]:
    sent: list[Request] = []
    # a method of a list cannot be listened with
    page.on("requestfinished", lambda request: sent.append(request))  # noqa: PLW0108
    page.add_init_script(SHIFTS)
    page.goto(url, wait_until="networkidle")
    return sent


def suggestions(browser: Browser, address: str) -> Iterator[str]:
    """A line for what is typed letter by letter: median and longest of all its letters in ms."""
    page = browser.new_page()
    page.goto(address)
    yield f"{'suggestions for':60}{'median':>8}{'longest':>8}  ms"
    for text in TYPED:
        begun = [text[:end] for end in range(2, len(text) + 1) if text[end - 1] != " "]
        taken = [page.evaluate(SUGGESTED, letters) for letters in begun for _ in range(REPEATS)]
        yield f"{text:60}{median(taken):8.1f}{max(taken):8.1f}"
    page.close()


def measured(index: Path) -> None:
    """Print the figures of an index."""
    with served(index) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for lines in (pages, suggestions):
            for line in lines(browser, address):
                print(line)
        browser.close()


def main() -> None:
    """Measure an index, or one of generated articles."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="whoosh")
    options = parser.parse_args()
    if options.index:
        measured(options.index)
        return
    with TemporaryDirectory() as folder:
        dumps, root = Path(folder, "dumps"), Path(folder, "index")
        corpus.write(options.articles, dumps, corpus.SEED)
        reindex([dumps], root, options.engine, lambda *_: None)
        measured(root)


if __name__ == "__main__":
    main()
