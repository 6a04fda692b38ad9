"""Does each role of deploy/ allow what its side asks of a secured cluster, and nothing else?"""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import yaml
from flask import Flask
from support.building import ask, ids, write
from support.pages import leftovers, write_pages
from support.wire import ask as fetch
from werkzeug.test import TestResponse

from cluster.conftest import ENGINE, settings_of, variables_of
from indexer import config, deadline
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import load
from indexer.engines.opensearch.schema import WINDOW
from indexer.errors import Unavailable
from indexer.generations import pointer, store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance import stored_articles
from indexer.messages.french_format import NBSP
from indexer.serving import cluster
from tools.cluster.distribution import DEPLOY
from tools.cluster.secured import USERS, Secured
from webapp import create_app

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str]]
Serving = Callable[..., AbstractContextManager[str]]
# Rights by user; a method, a path and a body
Rights = dict[str, set[str]]
Asked = tuple[str, str, object]
ROLES = yaml.safe_load((DEPLOY / "opensearch/roles.yml").read_text("utf-8"))
SAMPLES = DEPLOY.parent / "samples"
OK, FORBIDDEN, UNAVAILABLE = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE
WRONG = uuid4().hex
API = "/_plugins/_security/api"
# What the plug-in judges within another action, whose right it writes down alone
WITHIN = {"indexer": {"indices:data/write/delete", "indices:data/write/index"}}
# What a route is asked for: an article stands for the braces
ASKED = {
    "/": "q=gr%C3%A8ve&tag=sport",
    "/selection": "id={}",
    "/selection.csv": "id={}",
    "/selection.jsonl": "id={}",
    "/selection.ris": "id={}",
    "/suggestions": "q=elec",
    "/api/v1/suggest": "q=elec",
}


@pytest.fixture(scope="module")
def alias(secured: Secured) -> Iterator[str]:
    """How the indices of these tests are called, which go with them."""
    yield f"manchette-{uuid4().hex}"
    delete_all(secured)


def delete_all(secured: Secured) -> None:
    """Leave no index of the archive; a cluster deletes what is named alone."""
    _, rows = secured.ask("GET", "/_cat/indices/manchette-*?format=json&expand_wildcards=all")
    for row in rows:
        assert secured.ask("DELETE", f"/{row['index']}")[0] == OK


@pytest.fixture
def run(command: Path, environment: dict[str, str]) -> Run:
    """Run a command with some settings; its exit code and what it said."""

    def run(settings: Settings, *arguments: str | Path) -> tuple[int, str]:
        ended = subprocess.run(
            [command, *arguments],
            env=environment | variables_of(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    return run


def used(secured: Secured, begun: int) -> tuple[Rights, Rights]:
    """The rights granted, and missing, since the log had some length, by user."""
    granted: Rights = {}
    missing: Rights = {}
    kinds = {"GRANTED_PRIVILEGES": granted, "MISSING_PRIVILEGES": missing}
    for line in secured.node.log.read_text("utf-8")[begun:].splitlines():
        if "][audit " not in line:
            continue
        told = json.loads(line[line.index("{") :])
        if told["audit_category"] in kinds:
            rights = kinds[told["audit_category"]]
            user = told.get("audit_request_effective_user", "")
            rights.setdefault(user, set()).add(told["audit_request_privilege"])
    return granted, missing


def unused(role: str, granted: set[str]) -> set[str]:
    """The rows of a role that allow nothing of what was granted."""
    rows = {*ROLES[role]["cluster_permissions"]}
    for one in ROLES[role].get("index_permissions", ()):
        rows |= {*one["allowed_actions"]}
    patterns = {row: re.escape(row).replace(r"\*", ".*") for row in rows}
    return {
        row
        for row, pattern in patterns.items()
        if not any(re.fullmatch(pattern, right) for right in granted)
    }


def test_the_roles_allow_what_is_asked_and_no_more(
    secured: Secured, run: Run, serving: Serving, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: delete_all(secured))
    begun = len(secured.node.log.read_text("utf-8"))
    indexer = settings_of(secured, "indexer", index=tmp_path / "index")
    web = settings_of(secured, "web")
    with serving(None, **variables_of(web)) as address:
        assert fetch(address, "/?q=").status == UNAVAILABLE
        commands(run, indexer, tmp_path)
        assert fetch(address, "/?q=").status == OK
    routes(web)
    beyond_the_window(indexer, web, tmp_path)
    for _ in range(2):
        snapshots(secured, keep=1)
        time.sleep(1)  # which they are called after
    for path in ("/_cluster/health", "/_cluster/health?local=true", "/_nodes/stats"):
        assert secured.ask("GET", path, user="watch")[0] == OK
    assert secured.ask("GET", "/_cat/indices/manchette-*?format=json", user="watch")[0] == OK
    granted, missing = used(secured, begun)
    assert missing == {}
    for user in USERS:
        assert unused(f"manchette_{user}", granted[user]) == WITHIN.get(user, set())


def commands(run: Run, settings: Settings, folder: Path) -> None:
    """Every command of who writes, on an archive that changes."""
    dumps = copytree(SAMPLES, folder / "dumps", ignore=ignore_patterns("formats"))
    assert run(settings, "reindex", dumps)[0] == 3
    text, *_, gone = sorted(dumps.rglob("*.txt"))
    text.write_text(f"{text.read_text('utf-8')}Une phrase de plus.\n", "utf-8")
    gone.unlink()
    for code, *command in (
        (0, "reindex", "--dry-run"),
        (0, "reindex"),
        (0, "backup", folder / "backup"),
        (0, "restore", folder / "backup"),
        (0, "check"),
        (0, "status"),
        (0, "rejected"),
        (0, "rollback"),
        (0, "reindex", "--full"),
    ):
        assert run(settings, *command)[0] == code
    manifest = store.current(settings.index)
    with closing(store.searcher(config.bind(settings), manifest)) as searcher:
        article = ids(ask(searcher))[0]
    code, said = run(settings, "purge", article, "--yes", "--reason", "demande")
    assert (code, "purgé" in said) == (0, True), said


def answered(app: Flask, target: str, **posted: Any) -> TestResponse:
    """The answer of a web host, which a slow machine gives up now and then."""
    client = app.test_client()
    found = (client.open(target, buffered=True, **posted) for _ in range(9))
    return next(answer for answer in found if answer.status_code == OK)


def routes(settings: Settings) -> None:
    """Every route of a web host, as its client asks for it."""
    app = create_app(settings)
    article = answered(app, "/api/v1/search?q=").get_json()["hits"][0]["id"]
    values = {"article_id": article, "name": "tag", "filename": "manchette.css"}
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    for rule in rules:
        target = re.sub(r"<(?:path:)?(\w+)>", lambda found: values[found[1]], rule)
        answered(app, f"{target}?{ASKED[rule].format(article)}" if rule in ASKED else target)
    # words that nobody wrote, forms, a page of an author
    for query in ("election~", "élect*", "conseill municipl", "=élu", '"conseil du"~3'):
        answered(app, f"/?q={quote(query)}&sort=newest")
    answered(app, "/deja-traite", method="POST", data={"texte": "Le conseil municipal a voté."})


def beyond_the_window(indexer: Settings, web: Settings, folder: Path) -> None:
    """What check and purge, and the last pages, ask of an archive of many articles."""
    engine, reader = load(ENGINE, indexer), load(ENGINE, web)
    articles = [Article(id=f"{rank:05}", title="mer") for rank in range(WINDOW + 10)]
    write(engine, folder / "many", articles)
    with closing(engine.searcher(folder / "many")) as searcher:
        assert sum(1 for _ in stored_articles.stored(searcher)) == len(articles)
    with closing(reader.searcher(folder / "many")) as searcher:
        assert ids(ask(searcher, page=(WINDOW, 20))) == [one.id for one in articles[WINDOW:]]


def snapshots(secured: Secured, keep: int) -> list[str]:
    """Make one by the script of deploy/; the names of those that it keeps."""
    variables = {
        **secured.node.environment,
        "ADDRESS": secured.url,
        "AUTHORITY": str(secured.authority),
        "KEEP": str(keep),
    }
    subprocess.run([DEPLOY / "snapshot.sh"], env=variables, check=True)
    _, found = secured.ask("GET", "/_snapshot/manchette/_all", user="snapshot")
    return [one["snapshot"] for one in found["snapshots"]]


def test_what_is_lost_comes_back_from_a_snapshot(
    secured: Secured, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: delete_all(secured))
    indexer = settings_of(secured, "indexer", index=tmp_path / "index")
    pages = write_pages(tmp_path / "pages", range(5))
    reindex([pages], config.bind(indexer), ENGINE, lambda *_: None)
    (kept,) = snapshots(secured, keep=1)
    delete_all(secured)
    code, _ = run(settings_of(secured, "web"), "search", "mer")
    assert code == 1
    status, told = secured.ask(
        "POST",
        f"/_snapshot/manchette/{kept}/_restore?wait_for_completion=true",
        {"indices": "manchette-*"},
    )
    assert (status, told["snapshot"]["shards"]["failed"]) == (OK, 0)
    code, said = run(settings_of(secured, "web"), "search", "mer")
    assert (code, f"5{NBSP}articles" in said) == (0, True)


@pytest.mark.parametrize("user", USERS)
def test_whoever_has_not_the_password_is_refused(secured: Secured, run: Run, user: str) -> None:
    code, said = run(
        replace(settings_of(secured, user), opensearch_password=WRONG), "search", "mer"
    )
    assert (code, "opensearch_password" in said) == (1, True)


# What nobody but the administrator may do: with users and roles, with indices of others, with all
FOREIGN: tuple[Asked, ...] = (
    ("GET", "/journal/_search", None),
    ("GET", "/journal/_mapping", None),
    ("PUT", "/journal/_doc/1", {"title": "mer"}),
    ("POST", "/journal/_close", None),
    ("DELETE", "/journal", None),
    ("GET", "/.opendistro_security/_search", None),
    ("PUT", "/.opendistro_security/_doc/1", {"title": "mer"}),
    ("DELETE", "/.opendistro_security", None),
    ("GET", f"{API}/internalusers", None),
    ("PUT", f"{API}/roles/manchette_web", {"cluster_permissions": ["*"]}),
    ("PUT", "/_cluster/settings", {"transient": {"action.auto_create_index": "true"}}),
    ("PUT", "/_snapshot/copy", {"type": "fs", "settings": {"location": "copy"}}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "journal", "alias": "manchette"}}]}),
)
# What the others may not do with the indices of the archive
WRITING: tuple[Asked, ...] = (
    ("PUT", "/manchette-new", None),
    ("PUT", "/manchette-there/_doc/1", {"title": "mer"}),
    ("POST", "/manchette-there/_close", None),
    ("POST", "/manchette-there/_open", None),
    ("POST", "/manchette-there/_forcemerge", None),
    ("PUT", "/manchette-there/_settings", {"index.number_of_replicas": 0}),
    ("PUT", "/manchette-there/_mapping", {"properties": {}}),
    ("PUT", "/manchette-there/_clone/manchette-copy", None),
    ("DELETE", "/manchette-there", None),
    (
        "POST",
        "/_aliases",
        {"actions": [{"add": {"index": "manchette-there", "alias": "manchette"}}]},
    ),
)
READING: tuple[Asked, ...] = (
    ("GET", "/manchette-there/_search", None),
    ("GET", "/manchette-there/_doc/1", None),
    ("GET", "/manchette-there/_mapping", None),
)
REFUSED = {
    "indexer": FOREIGN,
    "web": (*FOREIGN, *WRITING, ("GET", "/_nodes/stats", None)),
    "watch": (*FOREIGN, *WRITING, *READING),
    "snapshot": (*(one for one in FOREIGN if "_snapshot" not in one[1]), *WRITING, *READING),
}


@pytest.fixture(scope="module")
def others(secured: Secured) -> Iterator[None]:
    """An index of somebody else, and one of the archive."""
    names = ("journal", "manchette-there")
    for name in names:
        assert secured.ask("PUT", f"/{name}")[0] == OK
    yield
    assert secured.ask("DELETE", "/journal")[0] == OK
    delete_all(secured)


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("user", USERS)
def test_what_is_not_for_a_role_is_refused(secured: Secured, user: str) -> None:
    allowed = [
        (method, path, status)
        for method, path, body in REFUSED[user]
        if (status := secured.ask(method, path, body, user)[0]) != FORBIDDEN
    ]
    assert allowed == []


@pytest.fixture
def without(secured: Secured) -> Iterator[Callable[[str, str, str], None]]:
    """Put another row in the place of one of a role, for this test."""
    changed = set()

    def change(role: str, row: str, instead: str) -> None:
        changed.add(role)
        text = json.dumps(ROLES[role])
        assert f'"{row}"' in text
        put(role, json.loads(text.replace(f'"{row}"', f'"{instead}"')))

    def put(role: str, body: object) -> None:
        assert secured.ask("PUT", f"{API}/roles/{role}", body)[0] == OK

    yield change
    for role in changed:
        put(role, ROLES[role])


@pytest.fixture(scope="module")
def archive(secured: Secured, alias: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive whose sources have changed since it was built."""
    folder = tmp_path_factory.mktemp("archive")
    settings = settings_of(secured, "indexer", opensearch_alias=alias, index=folder / "index")
    pages = write_pages(folder / "pages", range(5))
    reindex([pages], config.bind(settings), ENGINE, lambda *_: None)
    write_pages(pages, [2], body="Le phare.")
    (pages / "00003.txt").unlink()
    return settings


Lacking = tuple[str, str, str, bool]


@pytest.mark.parametrize(
    "lacking",
    [
        ("indices:admin/create", "x", "indices:admin/create", True),
        ("indices:admin/close*", "indices:admin/close", "indices:admin/close[s]", True),
        ("indices:data/write/index", "x", "indices:data/write/index", True),
        ("indices:data/write/delete", "x", "indices:data/write/delete", False),
        ("indices:data/write/bulk*", "x", "indices:data/write/bulk[s]", True),
        ("indices:monitor/stats", "x", "indices:monitor/stats", False),
        ("indices:data/read/search", "x", "indices:data/read/search", True),
    ],
    ids=lambda lacking: lacking[2],
)
def test_a_right_that_is_missing_is_named_and_what_served_serves(
    archive: Settings, without: Callable[[str, str, str], None], lacking: Lacking
) -> None:
    row, instead, missing, full = lacking
    before = pointer.read(archive.index)
    without("manchette_indexer", row, instead)
    options = Options(full=full, allow_shrink=True)
    with pytest.raises(Unavailable) as raised:
        reindex([], archive.index, ENGINE, lambda *_: None, options)
    assert f"n’a pas le droit {missing} sur" in str(raised.value)
    assert "deploy/opensearch/roles.yml" in str(raised.value)
    assert pointer.read(archive.index) == before
    assert leftovers(archive.index) == []


def test_a_web_host_that_lacks_a_right_names_it(
    secured: Secured, archive: Settings, without: Callable[[str, str, str], None], run: Run
) -> None:
    web = settings_of(secured, "web", opensearch_alias=archive.opensearch_alias)
    without("manchette_web", "indices:data/read/msearch", "x")
    code, said = run(web, "search", "mer")
    assert (code, "n’a pas le droit indices:data/read/msearch" in said) == (1, True)


def test_archives_of_one_process_have_each_their_settings(
    secured: Secured, alias: str, tmp_path: Path
) -> None:
    for shards in (1, 2):
        settings = settings_of(
            secured,
            "indexer",
            index=tmp_path / str(shards),
            opensearch_alias=f"{alias}-{shards}",
            opensearch_shards=shards,
        )
        pages = write_pages(tmp_path / f"pages-{shards}", range(3 * shards))
        reindex([pages], config.bind(settings), ENGINE, lambda *_: None)
    served = {
        shards: create_app(settings_of(secured, "web", opensearch_alias=f"{alias}-{shards}"))
        for shards in (1, 2)
    }
    stranger = replace(
        settings_of(secured, "web", opensearch_alias=f"{alias}-1"), opensearch_password=WRONG
    )
    for _ in range(2):
        for shards, app in served.items():
            assert answered(app, "/api/v1/search?q=mer").get_json()["total"] == 3 * shards
            _, found = secured.ask("GET", f"/{alias}-{shards}/_settings")
            (one,) = found.values()
            assert one["settings"]["index"]["number_of_shards"] == str(shards)
        with (
            pytest.raises(Unavailable, match="opensearch_password"),
            cluster.published_index(stranger).open_generation(),
        ):
            pass


def test_a_node_that_is_frozen_is_told(secured: Secured, alias: str, tmp_path: Path) -> None:
    settings = settings_of(secured, "indexer", opensearch_alias=alias, index=tmp_path / "index")
    pages = write_pages(tmp_path / "pages", range(3))
    secured.node.freeze()
    deadline.begin(2)
    try:
        with pytest.raises(Unavailable, match=r"aucun nœud|tarde trop"):
            reindex([pages], config.bind(settings), ENGINE, lambda *_: None)
    finally:
        deadline.begin(None)
        secured.node.thaw()
    assert list((settings.index / "generations").iterdir()) == []
