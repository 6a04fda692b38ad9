"""Open a window of a real browser that notices what a page must never do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How a window is: its size in CSS pixels, its theme, a finger or a mouse, scripts, policy."""

    width: int = 1280
    height: int = 900
    theme: Theme = "light"
    touch: bool = False
    scripts: bool = True
    without_policy: bool = False


DESK = Window()


@contextmanager
def opened(browser: Browser, window: Window = DESK) -> Iterator[Page]:
    """A page for a block.

    AssertionError at its end if a request left this machine, a dialog opened, a script or a file of
    the page failed, or the browser complained in its console.
    """
    context = browser.new_context(
        viewport={"width": window.width, "height": window.height},
        color_scheme=window.theme,
        has_touch=window.touch,
        is_mobile=window.touch,
        java_script_enabled=window.scripts,
        bypass_csp=window.without_policy,
        locale="fr-FR",
    )
    hosts: set[str | None] = set()
    complaints: list[str] = []

    def request(sent: Request) -> None:
        hosts.add(urlsplit(sent.url).hostname)

    def dialog(shown: Dialog) -> None:
        complaints.append(f"dialog: {shown.message}")
        shown.dismiss()

    def console(message: ConsoleMessage) -> None:
        # a page that is absent is one to see; its files are watched below
        missing = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not missing:
            complaints.append(message.text)

    def response(received: Response) -> None:
        if (
            received.status >= HTTPStatus.BAD_REQUEST
            and not received.request.is_navigation_request()
        ):
            complaints.append(f"{received.status}: {received.url}")

    context.on("request", request)
    context.on("dialog", dialog)
    context.on("response", response)
    context.on("console", console)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    try:
        yield context.new_page()
    finally:
        context.close()
    assert hosts <= {"127.0.0.1"}
    assert complaints == []
