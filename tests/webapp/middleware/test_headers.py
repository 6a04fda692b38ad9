"""Does every answer carry the strict headers, whatever part of the server makes it?"""

import re
import socket
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from conftest import Serving
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from support.archive import publish
from support.browsing import opened
from support.markup import elements, find
from support.wire import ask, request_line, send

from indexer.article import Article
from indexer.config import Settings

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
TARGETS = (
    *("/", "/?q=le", "/?q=hippogriffe", "/api/v1/search?q=le", "/robots.txt"),
    *("/aide", "/api/v1/suggest?q=elec", "/deja-traite", "/selection", "/selection?id=absent"),
    *("/search.csv?q=greve", "/search.jsonl?q=greve", "/search.ris?q=greve", "/selection.csv"),
    *("/api/docs", "/api/v1/openapi.json", "/api/v1/facets/tag"),
    *("/search.atom?q=le", "/opensearch.xml", "/suggestions?q=elec", "/search.pdf"),
    *("/static/manchette.css", "/static/favicon.svg", "/static/absent.css", "/static/", "/absent"),
    *("/article/absent", "/api/v1/articles/absent", "/api/absent", "/api/v1/search?page=0"),
    *("//", "//autre.example/x", "/article//absent", "/%00", "/..%2f..%2fetc/passwd"),
)
UNTRUSTED = (
    *("malin.example", "malin.example:8000", "127.0.0.1.malin.example", "malin.example#127.0.0.1"),
    *("localhost@malin.example", "127.0.0.1, malin.example", "127.0.0.2", "[::2]", "localhost."),
    *("localhost:port", "-", "[::1", "127.0.0.1/malin.example"),
)


def strict(headers: Mapping[str, str]) -> bool:
    """Whether these headers, with names in lower case, are those of every answer."""
    assert {part.strip() for part in headers["content-security-policy"].split(";")} == POLICY
    assert {name: headers[name] for name in FIXED} == FIXED
    assert "noindex" in headers["x-robots-tag"]
    assert "set-cookie" not in headers
    return True


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_has_them(method: str, target: str, server: str) -> None:
    assert strict(ask(server, target, method).headers)


def test_a_page_not_modified_has_them(server: str) -> None:
    whole = ask(server, "/static/manchette.css")
    same = ask(server, "/static/manchette.css", headers={"If-None-Match": whole.headers["etag"]})
    assert same.status == 304
    assert strict(same.headers)


@pytest.mark.parametrize("host", UNTRUSTED)
@pytest.mark.parametrize("target", ["/", "/api/v1/search", "/static/manchette.css", "/absent"])
def test_a_host_that_is_not_ours_is_refused(host: str, target: str, server: str) -> None:
    answer = ask(server, target, headers={"Host": host})
    assert answer.status == 400
    assert strict(answer.headers)
    assert "Demande refusée" in answer.text
    assert "malin" not in answer.text


@pytest.mark.parametrize("port", ["", ":8000"])
@pytest.mark.parametrize("host", Settings().trusted_hosts)
def test_every_host_of_the_setting_is_answered(host: str, port: str, server: str) -> None:
    assert ask(server, "/", headers={"Host": host + port}).status == 200


def test_a_forwarded_host_changes_nothing(server: str) -> None:
    """The redirect must not lead to a host that a header names."""
    forwarded = {"X-Forwarded-Host": "malin.example", "Forwarded": "host=malin.example"}
    answer = ask(server, "/article//absent", headers=forwarded)
    assert answer.status == 308
    assert "malin" not in answer.headers["location"]


@pytest.mark.parametrize("target", ["/article//absent?q=le", "/api/v1//search?q=le"])
def test_a_redirection_is_in_french(target: str, server: str) -> None:
    answer = ask(server, target)
    assert answer.status == 308
    assert "Adresse corrigée" in answer.text
    assert "Redirecting" not in answer.text
    assert strict(answer.headers)
    if not target.startswith("/api/"):
        (link,) = [a for a in find(answer.text, "a") if a.text == "Aller à cette adresse"]
        assert link.attributes["href"] == answer.headers["location"]


KEPT = {
    "private, no-cache": (
        *("/", "/?q=le", "/valeurs/tag", "/aide", "/selection", "/api/v1/search?q=le"),
        *("/search.csv?q=greve", "/search.ris?q=greve", "/search.atom?q=le", "/suggestions?q=e"),
    ),
    "no-store": (
        *("/deja-traite", "/absent", "/article/absent", "/api/absent", "/api/v1/search?page=0"),
        *("/static/absent.css", "/%00"),
    ),
    "no-cache": ("/static/manchette.css",),
}


@pytest.mark.parametrize(
    ("target", "kept"), [(target, kept) for kept, targets in KEPT.items() for target in targets]
)
def test_an_answer_says_who_may_keep_it(target: str, kept: str, server: str) -> None:
    assert ask(server, target).headers["cache-control"] == kept


def test_an_article_is_kept_by_its_reader_only(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?page_size=1").json
    assert found is not None
    for path in ("/article", "/api/v1/articles"):
        answer = client.get(f"{path}/{found['hits'][0]['id']}")
        assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_refusal_is_not_kept(method: str, server: str) -> None:
    assert ask(server, "/", method).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(request_line(8191), 414, id="line one byte too long"),
        pytest.param(request_line(200_000), 414, id="line far too long"),
        pytest.param(
            b"GET / HTTP/1.1\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431, id="header too long"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 150 + b"\r\n", 431, id="many headers"),
        pytest.param(b"bonjour\r\n\r\n", 400, id="not HTTP"),
        pytest.param(b"GET / HTTP/9.9\r\n\r\n", 400, id="version unknown"),
        pytest.param(b"\x16\x03\x01\x02\r\n\r\n", 400, id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, id="header malformed"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n", 400, id="coding"
        ),
    ],
)
def test_what_never_reaches_the_application_is_refused_in_french(
    request_: bytes, status: int, server: str
) -> None:
    answer = send(server, request_)
    assert answer.status == status
    assert strict(answer.headers)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Revenir à l’accueil" in answer.text
    assert elements(answer.text.removeprefix("<!doctype html>"))
    assert "gunicorn" not in answer.text.lower()


API = b"GET /api/v1/search"


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param(
            API + b"?q=" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414, "uri_too_long", id="414"
        ),
        pytest.param(
            API + b" HTTP/1.1\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431, "headers_too_long", id="431"
        ),
        pytest.param(API + b" HTTP/9.9\r\n\r\n", 400, "malformed", id="400"),
        pytest.param(
            b"POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + b"9" * 40 + b"\r\n",
            413,
            "content_too_large",
            id="413",
        ),
    ],
)
def test_what_never_reaches_the_api_is_a_problem_in_json(
    request_: bytes, status: int, code: str, server: str
) -> None:
    answer = send(server, request_)
    assert answer.status == status
    assert strict(answer.headers)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]


def test_the_longest_line_allowed_is_a_search(server: str) -> None:
    answer = send(server, request_line(8190))
    assert answer.status == 200
    assert "512 premiers caractères" in answer.text


@pytest.mark.parametrize(
    "target", ["/", "/?q=le&tag=politique", "/?q=hippogriffe", "/absent", "/article/absent"]
)
def test_no_page_holds_a_script_or_a_style_of_its_own(target: str, client: FlaskClient) -> None:
    for element in elements(client.get(target).text):
        assert element.name != "style"
        assert element.name != "script" or element.attributes.get("src", "").startswith("/static/")
        assert not [name for name in element.attributes if name == "style" or name[:2] == "on"]


def test_robots_are_refused(server: str) -> None:
    answer = ask(server, "/robots.txt")
    assert re.fullmatch(r"User-agent: \*\s+Disallow: /\s*", answer.text)


def test_only_this_machine_is_listened_to(server: str) -> None:
    assert Settings().host == "127.0.0.1"
    port = int(server.rsplit(":", 1)[1])
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    local = [row.split()[1] for row in rows if row.split()[3] == "0A"]
    assert [address for address in local if address.endswith(f":{port:04X}")] == [
        f"0100007F:{port:04X}"
    ]
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0


class _Source(BaseHTTPRequestHandler):
    """The site of a source, that remembers what it was told."""

    told: list[Mapping[str, str]]

    def do_GET(self) -> None:
        self.told.append(dict(self.headers))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>La source</title>")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def source() -> Iterator[tuple[str, list[Mapping[str, str]]]]:
    """The address of a source on this machine, and the headers it is sent."""
    told: list[Mapping[str, str]] = []
    handler = type("Source", (_Source,), {"told": told})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        thread = Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}/article-1", told
        site.shutdown()
        thread.join()


@pytest.mark.browser
def test_a_source_does_not_learn_where_its_reader_comes_from(
    source: tuple[str, list[Mapping[str, str]]],
    serving: Serving,
    tmp_path: Path,
    browser: Browser,
) -> None:
    url, told = source
    publish(tmp_path, [Article(id="a" * 16, title="Un secret", url=url)])
    served = serving(tmp_path, MANCHETTE_LINK_HOSTS="127.0.0.1")
    with served as address, opened(browser) as page:
        for target in ("/?q=secret", f"/article/{'a' * 16}?q=secret"):
            page.goto(address + target)
            with page.context.expect_page() as popup:
                page.click(".source-link")
            popup.value.wait_for_load_state()
            assert popup.value.title() == "La source"
            assert popup.value.evaluate("[document.referrer, window.opener]") == ["", None]
    # not the icon, which the source asks of itself
    asked = [headers for headers in told if "text/html" in headers.get("Accept", "")]
    assert len(asked) == 2
    assert not any(name.lower() == "referer" for headers in asked for name in headers)
