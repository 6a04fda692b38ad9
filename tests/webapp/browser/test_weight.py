"""Is a page light, does it stay where it is while it loads, and is it compressed and kept?"""

import gzip
import re
import zlib
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Browser, Request, expect
from support.browsing import Window, opened
from support.wire import ask

SEARCH = "/?q=le&tag=politique&exclude.year=2020&from=2017-01-01"
# Over plain HTTP
BROWSER = {"Accept-Encoding": "gzip, deflate"}
DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
}
MOST_SHIFT = 0.001
MOST_BYTES = 60_000
# The part of the window that moved without being asked to
SHIFTS = """window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({type: "layout-shift", buffered: true});"""
# Bytes over the wire by address, without those of the page itself
TRANSFERS = """Object.fromEntries(
  performance.getEntriesByType("resource").map(entry => [entry.name, entry.transferSize]))"""
WINDOWS = {"desk": Window(), "phone": Window(width=390, height=844, touch=True)}


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/?q=le", SEARCH])
def test_a_page_and_its_files_are_light(path: str, server: str, browser: Browser) -> None:
    sent: list[Request] = []
    with opened(browser) as page:
        # a method of a list cannot be listened with
        page.on("requestfinished", lambda request: sent.append(request))  # noqa: PLW0108
        page.goto(server + path, wait_until="networkidle")
        sizes = [request.sizes() for request in sent]
    assert len(sizes) >= 6
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 5_000 < total < MOST_BYTES


@pytest.mark.browser
def test_a_second_page_needs_nothing_but_itself(server: str, browser: Browser) -> None:
    with opened(browser) as page:
        for path in ("/?q=le", "/?q=la"):
            page.goto(server + path, wait_until="networkidle")
        transfers = page.evaluate(TRANSFERS)
    assert len(transfers) >= 6
    assert set(transfers.values()) == {0}


@pytest.mark.browser
@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("path", ["/", "/?q=le", SEARCH, "/valeurs/tag?q=le", "/?q=electon"])
def test_nothing_moves_while_a_page_loads(
    path: str, name: str, server: str, browser: Browser
) -> None:
    with opened(browser, WINDOWS[name]) as page:
        page.add_init_script(SHIFTS)
        page.goto(server + path, wait_until="networkidle")
        # a hundredth of what a person may notice: fonts of a busy machine come late
        assert page.evaluate("window.shifts") < MOST_SHIFT


@pytest.mark.browser
def test_nothing_moves_when_results_change_but_what_was_asked(
    server: str, browser: Browser
) -> None:
    with opened(browser) as page:
        page.add_init_script(SHIFTS)
        page.goto(f"{server}/?q=le")
        page.locator(".values input").first.check()
        expect(page.locator(".chips li")).to_have_count(2)
        # a hundredth of what a person may notice: fonts of a busy machine come late
        assert page.evaluate("window.shifts") < MOST_SHIFT


@pytest.mark.parametrize(
    "target", ["/?q=le", "/api/v1/search?q=le", "/static/manchette.css", "/static/live.js"]
)
def test_what_is_text_is_compressed_for_a_browser(target: str, server: str) -> None:
    plain = ask(server, target)
    assert "content-encoding" not in plain.headers
    small = ask(server, target, headers=BROWSER)
    whole = DECODERS[small.headers["content-encoding"]](small.body)
    assert len(small.body) < len(whole) / 2
    assert "accept-encoding" in small.headers["vary"].lower()
    # the time that a search took is in its answer
    assert re.sub(rb"\d+", b"", whole) == re.sub(rb"\d+", b"", plain.body)


def test_a_file_that_did_not_change_is_not_sent_again(server: str) -> None:
    first = ask(server, "/static/live.js", headers=BROWSER)
    same = {**BROWSER, "If-None-Match": first.headers["etag"]}
    again = ask(server, "/static/live.js", headers=same)
    assert (again.status, again.body) == (304, b"")
