"""Draw docs/screenshot.png: a search in the demonstration archive, as a person sees it."""

import shutil
import tempfile
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from indexer.config import Settings
from indexer.reindex import reindex
from webapp import create_app

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "screenshot.png"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Index samples/, serve them on a free port and photograph one page of results."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder)
        reindex([ROOT / "samples"], index, "whoosh", lambda *_: None)
        server = make_server("127.0.0.1", 0, create_app(Settings(index=index)), threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            page = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="fr-FR")
            page.goto(
                f"http://127.0.0.1:{server.server_port}/?q=gr%C3%A8ve+OU+march%C3%A9+-sondage"
            )
            page.screenshot(path=TARGET)
            chromium.close()
        server.shutdown()


if __name__ == "__main__":
    main()
