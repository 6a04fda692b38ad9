"""Does a browser keep the files of a page for as long as they are the same, and no longer?"""

import re
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from support.places import ROOT
from support.wire import ask

from webapp.middleware import assets

SCRIPTS = (ROOT / "webapp" / "static").glob("*.js")
NAMED = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def test_what_a_page_names_is_kept_for_good(client: FlaskClient) -> None:
    named = {
        url for path in ("/", "/?q=le", "/aide") for url in NAMED.findall(client.get(path).text)
    }
    assert len(named) > 8
    for url in named:
        # a file that is sent stays open until the answer is closed
        with client.get(url) as answer:
            assert answer.status_code == 200
            assert answer.cache_control.immutable
            assert (answer.cache_control.max_age or 0) > 300 * 86400
            assert not answer.cache_control.no_cache


def test_a_file_is_asked_for_each_time_at_an_address_that_stays(server: str) -> None:
    assert ask(server, "/static/manchette.css").headers["cache-control"] == "no-cache"


def test_the_address_changes_with_what_is_there(tmp_path: Path) -> None:
    addresses = set()
    for part in assets.PARTS:
        (tmp_path / part).write_text(f".{part[:-4]} {{}}")
    for name, text in (("a.js", "let a"), ("a.js", "let b"), ("b.js", "let b")):
        (tmp_path / name).write_text(text)
        app = Flask(__name__, static_folder=None)
        assets.register(app, tmp_path)
        with app.test_request_context():
            address = f"{render_template_string('{{ static }}')}/{name}"
        with app.test_client().get(address) as answer:
            assert answer.data == text.encode()
        addresses.add(address.removesuffix(name))
    assert len(addresses) == 3


def test_the_sheet_of_every_page_holds_its_parts_in_order(client: FlaskClient) -> None:
    (address,) = re.findall(r'"([^"]+/page.css)"', client.get("/aide").text)
    parts = [client.get(f"/static/{name}") for name in assets.PARTS]
    assert client.get(address).data == b"".join(part.data for part in parts)
    for part in parts:
        part.close()


def test_scripts_are_sent_without_what_only_people_read(client: FlaskClient) -> None:
    page = client.get("/aide").text
    (root,) = set(re.findall(r'src="(/static/\w+)/', page))
    sent = {path.name: client.get(f"{root}/{path.name}").text for path in SCRIPTS}
    for name, text in sent.items():
        assert not re.search(r"^\s|^//|[;{}] //", text, re.MULTILINE), name
    assert sum(len(text.encode()) for text in sent.values()) <= 45_000


def test_an_address_of_before_is_no_more(client: FlaskClient) -> None:
    assert client.get("/static/000000000000/manchette.css").status_code == 404
