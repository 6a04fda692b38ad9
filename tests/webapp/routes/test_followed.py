"""Is a person who follows a search told what the archive gained for it, whatever its dates?"""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.every_engine import LOCAL
from support.markup import find, having, texts
from support.pages import page, write_pages
from werkzeug.test import TestResponse

from indexer.config import Settings
from indexer.generations import pointer
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.search import among
from webapp import create_app
from webapp.routes import followed

NBSP = "\u00a0"
LATE = page(70, title="Un phare ancien", body="Le phare.").replace("2023-", "1999-")
Followed = tuple[FlaskClient, list[str]]


def publish(root: Path, pages: Path, engine: str = "") -> str:
    """Reindex; the generation that serves then."""
    reindex([pages], root, engine, lambda *_: None, Options(allow_shrink=True, workers=1))
    return pointer.read(root).serving


@pytest.fixture(scope="module", params=LOCAL)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """A client, and what served before and after four articles came, one of them of long ago."""
    folder = tmp_path_factory.mktemp("followed")
    root, pages = folder / "index", write_pages(folder / "pages", range(5))
    before = publish(root, pages, request.param)
    (pages / "late.txt").write_text(LATE)
    write_pages(pages, [71, 72], title="Un phare", body="Le phare du port.")
    write_pages(pages, [73])
    # what was there and is changed is not new
    write_pages(pages, [0], body="Le port et un phare.", modified="2025-01-01T10:00+0100")
    after = publish(root, pages, request.param)
    return create_app(Settings(index=root)).test_client(), [before, after]


def asked(client: FlaskClient, since: str, **values: str) -> TestResponse:
    response = client.get(f"{followed.PATH}?{urlencode(values | {'since': since})}")
    assert response.status_code == 200
    return response


def total(response: TestResponse) -> str | None:
    return response.headers.get("X-Manchette-Total")


def test_what_came_since_is_listed_the_newest_first(archive: Followed) -> None:
    client, (before, after) = archive
    found = asked(client, before, q="phare")
    assert (total(found), found.headers["X-Manchette-Generation"]) == ("3", after)
    assert texts(found.text, "h1") == [f"3{NBSP}articles depuis votre dernier passage"]
    assert texts(found.text, "a", "links") == ["Un phare", "Un phare", "Un phare ancien"]
    assert having(found.text, "warning") == []
    # each can be kept at once, and opens with its marks
    assert len(find(found.text, "input", "tick")) == 3
    (link, *_) = find(found.text, "a", "links")
    assert "<mark" in client.get(link.attributes["href"]).text
    assert total(asked(client, before)) == "4"
    assert total(asked(client, before, q="phare", to="2000-01-01")) == "1"
    assert total(asked(client, before, q="absent")) == total(asked(client, after)) == "0"


def test_what_a_journal_does_not_know_has_no_total(archive: Followed) -> None:
    client, (_, after) = archive
    for since in ("20200101T000000-000000", "", "<b>"):
        found = asked(client, since, q="phare")
        assert (total(found), found.headers["X-Manchette-Generation"]) == (None, after)
        assert "trois mois" in found.text


def test_a_bounded_number_is_looked_at_and_the_page_says_so(
    archive: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, (before, _) = archive
    monkeypatch.setattr(among, "_AT_ONCE", 2)
    whole = asked(client, before, q="phare")
    assert texts(whole.text, "a", "links") == ["Un phare", "Un phare", "Un phare ancien"]
    monkeypatch.setattr(followed, "SHOWN", 1)
    short = asked(client, before, q="phare")
    assert (total(short), texts(short.text, "a", "links")) == ("3", ["Un phare"])
    assert "etag" in short.headers
    monkeypatch.setattr(followed, "MOST_CHANGES", 2)
    cut = asked(client, before)
    assert int(total(cut) or 0) <= 2
    assert "trop d’articles" in having(cut.text, "warning")[0].text
    assert "etag" not in cut.headers
