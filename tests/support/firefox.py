"""Drive the Firefox of this machine by its own protocol, Marionette, without any other program.

A message is its length in bytes, a colon and JSON: `[0, number, command, parameters]`, answered by
`[1, number, error, result]` (Mozilla's documentation of Marionette, protocol 3).
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 60
WAIT_SECONDS = 20
# Keys that are no letters, as WebDriver writes them
DOWN, RIGHT, ENTER = "\ue015", "\ue014", "\ue007"
_COLON = b":"


class Firefox:
    """A window of Firefox; a command that fails is an AssertionError."""

    def __init__(self, port: int) -> None:
        """`port` is that of Marionette."""
        self._socket = _connected(port)
        self._file = self._socket.makefile("rb")
        self._numbers = count(1)
        self._read()
        self._do("WebDriver:NewSession")

    def close(self) -> None:
        """Leave the connection; Firefox goes on."""
        self._file.close()
        self._socket.close()

    def resize(self, width: int, height: int) -> None:
        """Give the window a size in CSS pixels, its frame included."""
        self._do("WebDriver:SetWindowRect", width=width, height=height)

    def open(self, url: str) -> None:
        """Load an address until its files are there."""
        self._do("WebDriver:Navigate", url=url)

    def back(self) -> None:
        """Go back as the button of the browser does."""
        self._do("WebDriver:Back")

    def run(self, script: str, *values: object) -> Any:
        """What a function of this body gives in the page for some `arguments`."""
        return self._do("WebDriver:ExecuteScript", script=script, args=values)["value"]

    def complaints(self, address: str) -> list[str]:
        """What the console holds against what comes from an address; it is empty afterwards."""
        self._do("Marionette:SetContext", value="chrome")
        try:
            return list(self.run(_COMPLAINTS, address))
        finally:
            self._do("Marionette:SetContext", value="content")

    def click(self, selector: str) -> None:
        """Click the first element that a selector finds, where a person sees it."""
        self._do("WebDriver:ElementClick", id=self._found(selector))

    def type(self, selector: str, text: str) -> None:
        """Type into the first element that a selector finds."""
        self._do("WebDriver:ElementSendKeys", id=self._found(selector), text=text)

    def text(self, selector: str) -> str:
        """The text of the first element that a selector finds."""
        return str(self.run(f"return document.querySelector({selector!r}).textContent.trim()"))

    def until(self, condition: str) -> None:
        """Wait for an expression of JavaScript to be true; what it throws meanwhile is not."""
        end = time.monotonic() + WAIT_SECONDS
        while not self.run(f"try {{ return Boolean({condition}) }} catch {{ return false }}"):
            assert time.monotonic() < end, condition
            time.sleep(0.05)

    def _found(self, selector: str) -> str:
        found = self._do("WebDriver:FindElement", using="css selector", value=selector)
        (ident,) = found["value"].values()
        return str(ident)

    def _do(self, command: str, **parameters: object) -> Any:
        text = json.dumps([0, next(self._numbers), command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        length = b"".join(iter(lambda: self._file.read(1), _COLON))
        return json.loads(self._file.read(int(length)))


# Errors and warnings, but that a command may look at a page before its styles are there
_COMPLAINTS = """
const found = Services.console.getMessageArray()
  .filter(one => one instanceof Ci.nsIScriptError && one.sourceName?.startsWith(arguments[0]))
  .map(one => one.toString())
  .filter(text => !text.includes("Layout was forced before the page was fully loaded"));
Services.console.reset();
return found;
"""


@contextmanager
def running(profile: Path) -> Iterator[Firefox]:
    """The Firefox of this machine for a block, without a window to see, in a new profile."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("pas de Firefox sur cette machine (Debian : apt-get install firefox-esr)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    process = subprocess.Popen(
        [path, "--headless", "--marionette", "--remote-allow-system-access", "--profile", profile],
        env=os.environ | {"HOME": str(profile)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with closing(Firefox(port)) as firefox:
            yield firefox
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), START_SECONDS)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "Firefox n’a pas démarré"
            time.sleep(0.1)
