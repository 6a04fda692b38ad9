"""Is a draft compared, within its limit, and nothing kept of it?"""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.hostile import HOSTILE
from support.markup import find, having, texts
from support.rewritings import different, reworded
from support.wire import ask, send

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app
from webapp.routes.draft import MOST_BYTES

NBSP = "\u00a0"
VIADUCT = "Le viaduc de Valmorte a un tablier fissuré."
WIRE, *OTHERS = different(40)
RARE = "ornithorynque"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of an article about a viaduct, one of a wire, and others."""
    root = tmp_path_factory.mktemp("draft")
    publish(root, [Article(id="a" * 16, title="Valmorte", body=(VIADUCT,)), WIRE, *OTHERS])
    return root


@pytest.fixture(scope="module")
def reader(root: Path) -> FlaskClient:
    """A client of this archive."""
    return create_app(Settings(index=root)).test_client()


def compared(client: FlaskClient, text: str) -> str:
    response = client.post("/deja-traite", data={"texte": text})
    assert response.status_code == 200
    return response.text


def test_the_form_is_there_and_posts(reader: FlaskClient) -> None:
    page = reader.get("/deja-traite?texte=viaduc").text
    (form,) = having(page, "paste")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/deja-traite")
    assert texts(page, "textarea") == [""]
    assert having(page, "nearest") == []


def test_near_articles_are_shown_with_what_is_shared(reader: FlaskClient) -> None:
    page = compared(reader, "Enquête sur un VIADUC fissuré")
    assert texts(page, "h2", "nearest") == [f"1{NBSP}article proche"]
    assert texts(page, "a", "nearest") == ["Valmorte"]
    assert having(page, "shared")[0].text == f"En commun{NBSP}: fissuré, VIADUC"
    assert "presque le même texte" not in page
    assert texts(page, "textarea") == ["Enquête sur un VIADUC fissuré"]


def test_a_text_published_already_is_told(reader: FlaskClient) -> None:
    page = compared(reader, "\n".join(reworded(WIRE).body))
    first = find(page, "li", "nearest")[0]
    assert WIRE.title in first.text
    assert "presque le même texte" in first.text


@pytest.mark.parametrize("text", ["", "hippogriffe", "le la les"])
def test_a_draft_like_nothing_is_told_what_to_paste(text: str, reader: FlaskClient) -> None:
    page = compared(reader, text)
    assert texts(page, "h2", "nearest") == ["Rien d’approchant"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_hostile_draft_stays_text(text: str, reader: FlaskClient) -> None:
    page = compared(reader, f"\n{text} {VIADUCT} {text}")
    (field,) = find(page, "textarea")
    # a browser drops the first line break of a field, and ends lines its own way
    assert field.raw.removeprefix("\n").split() == f"{text} {VIADUCT} {text}".split()
    assert find(page, "b") == find(page, "img") == []


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 100_000, 400_000])
@pytest.mark.parametrize("form", ["multipart", "urlencoded"])
def test_a_draft_too_long_is_refused_in_french(size: int, form: str, reader: FlaskClient) -> None:
    text = "a" * size
    kind = {"multipart": "multipart/form-data", "urlencoded": "application/x-www-form-urlencoded"}
    response = reader.post("/deja-traite", data={"texte": text}, content_type=kind[form])
    assert response.status_code == 413
    assert texts(response.text, "h1") == ["Demande trop longue"]
    assert f"dépasse 20{NBSP}ko{NBSP}:" in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("letter", ["a", "é", "🙂"])
def test_the_longest_draft_allowed_is_compared(letter: str, reader: FlaskClient) -> None:
    compared(reader, letter * (MOST_BYTES // len(letter.encode())))
    sent = urlencode({"texte": letter * (MOST_BYTES // len(letter.encode()))})
    kind = "application/x-www-form-urlencoded"
    assert reader.post("/deja-traite", data=sent, content_type=kind).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "multipart/form-data", id="no boundary"),
        pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="cut"),
        pytest.param(b"texte=%FF%FE", "application/x-www-form-urlencoded", id="not UTF-8"),
        pytest.param(b'{"texte": 1}', "application/json", id="JSON"),
        pytest.param(b"\x00" * 100, "", id="no type"),
        pytest.param(b"texte=a&" * 1500, "application/x-www-form-urlencoded", id="many fields"),
    ],
)
def test_an_odd_body_breaks_nothing(body: bytes, kind: str, reader: FlaskClient) -> None:
    response = reader.post("/deja-traite", data=body, content_type=kind)
    assert response.status_code in {200, 400, 413}
    assert "Traceback" not in response.text


def test_nothing_is_kept_of_a_draft(
    root: Path, reader: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    response = reader.post("/deja-traite", data={"texte": f"{RARE} {VIADUCT}"})
    assert response.headers["Cache-Control"] == "no-store"
    assert "Location" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert RARE not in caplog.text
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    for target in ("/deja-traite", f"/?q={RARE}x"):
        assert f"{RARE} " not in reader.get(target).text


def test_the_text_of_a_draft_is_in_no_log_of_the_server(server: str) -> None:
    body = urlencode({"texte": RARE}).encode()
    request = (
        b"POST /deja-traite HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    )
    answer = send(server, request)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ask(server, "/deja-traite").status == 200


def test_a_body_far_too_long_is_refused_before_it_is_sent(server: str) -> None:
    request = (
        b"POST /deja-traite HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50000000\r\n\r\n"
    )
    answer = send(server, request)
    assert answer.status == 413
    assert answer.headers["cache-control"] == "no-store"


def test_every_page_leads_there(reader: FlaskClient) -> None:
    links = [a.attributes["href"] for a in find(reader.get("/").text, "a", "places")]
    assert "/deja-traite" in links
