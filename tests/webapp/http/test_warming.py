"""What is left to do for the first page of a process that was warmed?"""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment
from support.every_engine import LOCAL
from support.pages import write_pages
from support.work import calls

from indexer.config import Settings
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.serving.published_index import PublishedIndex
from webapp import create_app
from webapp.http.warming import warm

SECONDS = 30.0
ADDRESSES = ("/", "/?q=page", "/api/v1/search?q=page")


def first_page(app: Flask, status: int) -> tuple[int, int]:
    """How often a template is compiled and an index opened for the first answers."""
    client = app.test_client()

    def ask() -> None:
        for address in ADDRESSES:
            assert client.get(address).status_code == status

    opening = PublishedIndex._opening.__code__  # noqa: SLF001
    return calls(ask, Environment.compile.__code__), calls(ask, opening)


@pytest.mark.parametrize("engine", LOCAL)
def test_the_first_page_compiles_and_opens_nothing(engine: str, tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    reindex([pages], root, engine, lambda *_: None, Options(workers=1))
    app = create_app(Settings(index=root))
    warm(app, SECONDS)
    assert first_page(app, 200) == (0, 0)


@pytest.mark.parametrize("damage", ["no index", "no meta", "nonsense"])
def test_an_index_that_cannot_be_opened_is_told_to_who_asks(damage: str, tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    if damage != "no index":
        reindex([pages], root, "whoosh", lambda *_: None, Options(workers=1))
        for path in sorted((root / "generations").rglob("*")):
            if path.is_file() and path.suffix != ".json":
                path.write_bytes(b"" if damage == "no meta" else b"{]" * 50)
    app = create_app(Settings(index=root))
    warm(app, SECONDS)
    assert first_page(app, 503)[0] == 0
