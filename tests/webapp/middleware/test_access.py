"""Are programs let in by their key and people by their proxy, where a house asks for that?"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from support.pages import build, write_pages
from werkzeug.test import TestResponse

from indexer.config import Settings, load
from indexer.errors import UsageError
from indexer.generations import keys
from webapp import create_app
from webapp.cli import serve
from webapp.middleware import access
from webapp.middleware.access import PERSON
from webapp.middleware.rates import Rates

FOR_PROGRAMS = (
    *("/api/v1/search", "/api/v1/suggest?q=po", "/api/v1/absent", "/search.atom?q=le"),
    *("/search.csv", "/search.jsonl", "/search.ris", "/selection.csv?id=a"),
)
FOR_PEOPLE = ("/", "/?q=le", "/aide", "/selection", "/deja-traite", "/opensearch.xml", "/absent")
FREE = ("/healthz", "/readyz", "/static/manchette.css")
PROXY, ELSEWHERE = "10.0.0.5", "10.0.0.6"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    build(tmp_path / "index", write_pages(tmp_path / "pages", range(3)))
    return Settings(
        index=tmp_path / "index",
        trusted_hosts=("localhost",),
        service_keys=True,
        service_proxies=(f"{PROXY}/32",),
    )


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def ask(
    client: FlaskClient, path: str, key: str = "", person: str = "", peer: str = PROXY
) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if person:
        headers[PERSON] = person
    return client.get(path, headers=headers, environ_base={"REMOTE_ADDR": peer})


def test_a_program_is_let_in_by_its_key_to_what_is_for_programs(
    client: FlaskClient, settings: Settings
) -> None:
    key = keys.add(settings.index, "maquette", None, 1000)
    for path in FOR_PROGRAMS:
        refused = ask(client, path)
        assert refused.status_code == 401, path
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Manchette"'
        assert "Authorization: Bearer" in refused.text
        assert ask(client, path, key, peer=ELSEWHERE).status_code in {200, 404}, path
        wrong = ask(client, path, "a" * 43)
        assert wrong.status_code == 401
        assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]
    assert ask(client, "/api/v1/search").mimetype == "application/problem+json"
    for path in FOR_PEOPLE:
        assert ask(client, path, key).status_code == 401, path
    basic = client.get("/api/v1/search", headers={"Authorization": "Basic YTph"})
    assert basic.status_code == 401


def test_a_person_is_let_in_by_the_proxy_alone(client: FlaskClient) -> None:
    for path in (*FOR_PROGRAMS, *FOR_PEOPLE):
        assert ask(client, path, person="claire").status_code in {200, 404}, path
        assert ask(client, path).status_code == 401, path
        assert ask(client, path, person="claire", peer=ELSEWHERE).status_code == 401, path
    assert ask(client, "/", person="claire", peer=f"::ffff:{PROXY}").status_code == 200
    for path in FREE:
        with ask(client, path, peer=ELSEWHERE) as free:
            assert free.status_code == 200, path


def test_a_revoked_key_is_refused_at_once_and_the_last_use_is_known(
    client: FlaskClient, settings: Settings
) -> None:
    root = settings.index
    key = keys.add(root, "maquette", None, 1000)
    assert keys.used(root, "maquette") is None
    assert ask(client, "/api/v1/search", key).status_code == 200
    assert keys.used(root, "maquette")
    assert ask(client, "/api/v1/search", keys.add(root, "autre", None, 9)).status_code == 200
    keys.revoke(root, "maquette")
    assert ask(client, "/api/v1/search", key).status_code == 401
    (root / keys.NAME).unlink()
    assert ask(client, "/api/v1/search", key).status_code == 401


def test_each_key_has_a_rate_of_its_own(client: FlaskClient, settings: Settings) -> None:
    slow, fast = (
        keys.add(settings.index, name, None, rate) for name, rate in (("slow", 3), ("fast", 90))
    )
    found = [ask(client, "/api/v1/search", slow) for _ in range(5)]
    assert [one.status_code for one in found] == [200, 200, 200, 429, 429]
    assert 1 <= int(found[-1].headers["Retry-After"]) <= 20
    assert "3\u00a0demandes par minute" in json.loads(found[-1].text)["detail"]
    assert {ask(client, "/api/v1/search", fast).status_code for _ in range(9)} == {200}


def test_a_rate_is_counted_over_all_processes() -> None:
    rates = Rates()
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            os._exit(sum(not rates.wait("a", 10) for _ in range(5)))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert sum(codes) == 10
    assert rates.wait("b", 10) == 0


def test_without_the_setting_nobody_needs_a_key(settings: Settings) -> None:
    client = create_app(replace(settings, service_keys=False)).test_client()
    for path in (*FOR_PROGRAMS, *FOR_PEOPLE):
        assert ask(client, path, peer=ELSEWHERE).status_code in {200, 404}


def test_beyond_this_machine_the_proxy_alone_is_served_unless_all_are(settings: Settings) -> None:
    settings = replace(settings, service_keys=False, host="0.0.0.0")  # noqa: S104 - not opened
    client = create_app(settings).test_client()
    for path in (*FOR_PROGRAMS, *FOR_PEOPLE):
        assert ask(client, path).status_code in {200, 404}
        assert ask(client, path, peer=ELSEWHERE).status_code == 403
    client = create_app(replace(settings, service_open=True)).test_client()
    assert ask(client, "/", peer=ELSEWHERE).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "archives.example"])  # noqa: S104
def test_listening_beyond_this_machine_needs_a_decision(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(serve, ["--host", host])
    assert ended.exit_code == 2
    ways = ("keys = true", 'proxies = ["10.0.0.5"]', "open = true")
    for way in ways:
        assert way in ended.stderr
        path = tmp_path / "manchette.toml"
        path.write_text(f'host = "{host}"\n[service]\n{way}\n', "utf-8")
        access.check(load({}))
    path.write_text(f'host = "{host}"\n[service]\nproxies = ["127.0.0.1"]\n', "utf-8")
    with pytest.raises(UsageError):
        access.check(load({}))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "[::1]", "localhost"])
def test_this_machine_needs_none(host: str) -> None:
    access.check(Settings(host=host))


def test_a_key_is_in_no_answer_and_no_log(
    client: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    key = keys.add(settings.index, "maquette", None, 2)
    (settings.index / keys.USED).write_text("")
    answers = [ask(client, "/api/v1/search", key), ask(client, "/api/v1/search", key)]
    answers += [ask(client, "/api/v1/search", key), ask(client, "/?q=a", key)]
    assert [one.status_code for one in answers] == [200, 200, 429, 401]
    assert not any(key in one.text for one in answers)
    assert "l’usage des clés" in caplog.text
    assert key not in caplog.text
