"""Does the web surface only read, and keep to itself what goes wrong inside?"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.wire import ask

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app
from webapp.http.log_throttle import Throttle

REFUSED = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "XYZZY")
# The one route that takes a POST, and stores nothing.
POSTED = {"/deja-traite"}
# The routes that send as they read, so that no one knows how much it will be.
STREAMED = re.compile(r"/(search|selection)\.(csv|jsonl|ris)")


@pytest.fixture(scope="module")
def targets(client: FlaskClient) -> dict[str, str]:
    """A path for every route of the application, by its rule."""
    found = client.get("/api/v1/search?page_size=1").json
    assert found is not None
    values = {"article_id": found["hits"][0]["id"], "filename": "manchette.css"}
    values |= {"name": "tag"}
    adapter = client.application.url_map.bind("localhost")
    return {
        rule.rule: adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        for rule in client.application.url_map.iter_rules()
    }


def test_every_route_is_read(targets: dict[str, str], server: str) -> None:
    assert {"/", "/api/v1/search", "/article/<article_id>", "/robots.txt"} <= set(targets)
    for rule, target in targets.items():
        assert ask(server, target).status == 200, rule


@pytest.mark.parametrize("method", REFUSED)
def test_no_route_takes_another_method(method: str, targets: dict[str, str], server: str) -> None:
    for rule, target in targets.items():
        if rule in POSTED and method == "POST":
            continue
        answer = ask(server, target, method)
        assert answer.status == 405, rule
        allowed = "GET, HEAD, POST" if rule in POSTED else "GET, HEAD"
        assert answer.headers["allow"] == allowed
        assert "Méthode refusée" in answer.text
        assert "Traceback" not in answer.text


def test_a_head_is_a_get_without_its_body(targets: dict[str, str], server: str) -> None:
    for rule, target in targets.items():
        whole, head = ask(server, target), ask(server, target, "HEAD")
        assert (head.status, head.body) == (200, b""), rule
        assert head.headers["content-type"] == whole.headers["content-type"]
        if not STREAMED.fullmatch(rule):
            assert int(head.headers["content-length"]) > 0, rule


@pytest.mark.parametrize("target", ["/", "/api/v1/search", "/absent"])
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_overrides_the_method(header: str, target: str, server: str) -> None:
    assert ask(server, target, headers={header: "DELETE"}).status == ask(server, target).status
    posted = ask(server, target, "POST", {header: "GET"})
    assert posted.status == (404 if target == "/absent" else 405)


class _Broken(Article):
    """An article that an index gives back damaged."""

    def dump(self, near: Sequence[str] = ()) -> str:  # noqa: ARG002
        """A text cut short."""
        return '{"title": "coupé'


@pytest.mark.parametrize(
    ("target", "mimetype"),
    [
        ("/", "text/html"),
        ("/?q=titre", "text/html"),
        (f"/article/{'a' * 16}", "text/html"),
        ("/api/v1/search?q=titre", "application/problem+json"),
        (f"/api/v1/articles/{'a' * 16}", "application/problem+json"),
    ],
)
def test_what_goes_wrong_inside_is_a_sentence_and_no_traceback(
    target: str,
    mimetype: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webapp.middleware.errors._throttle", Throttle())
    publish(tmp_path, [_Broken(id="a" * 16, title="Titre secret")])
    client = create_app(Settings(index=tmp_path)).test_client()
    response = client.get(target)
    assert response.status_code == 500
    assert response.mimetype == mimetype
    assert "Panne du serveur" in response.text
    for inside in ("Traceback", "JSONDecodeError", 'File "', str(tmp_path), "coupé"):
        assert inside not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "JSONDecodeError" in caplog.text
    assert "q=titre" not in caplog.text
    caplog.clear()
    assert client.get(target).status_code == 500
    # the same failure, within the minute
    assert "JSONDecodeError" not in caplog.text


def test_there_is_no_debugger(server: str) -> None:
    for target in ("/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/?debug=1"):
        answer = ask(server, target)
        assert "debugger" not in answer.text.lower()
        assert answer.headers["content-type"].startswith("text/html")
