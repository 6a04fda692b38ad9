"""Does each role of deploy/ allow what its side asks of a secured cluster, and nothing else?"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

import pytest
import yaml
from engines.building import ask, ids, write
from pages import leftovers, write_pages
from werkzeug.test import TestResponse
from wire import ask as fetch

from cluster.conftest import ENGINE, variables_of
from indexer import config, contents, deadline, generation, pointer
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import load
from indexer.engines.opensearch.schema import WINDOW
from indexer.errors import Unavailable
from indexer.reindex import reindex
from tools.cluster.secured import DEPLOY, USERS, Secured
from webapp import create_app

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str]]
Serving = Callable[..., AbstractContextManager[str]]
ROLES = yaml.safe_load((DEPLOY / "opensearch/roles.yml").read_text("utf-8"))
SAMPLES = DEPLOY.parent / "samples"
OK, FORBIDDEN, UNAVAILABLE = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE
API = "/_plugins/_security/api"
# What the plug-in judges within another action, whose right it writes down alone
WITHIN = {
    "indexer": {
        "indices:data/write/bulk*",
        "indices:data/write/delete",
        "indices:data/write/index",
    }
}

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


def settings_of(secured: Secured, user: str, **others: Any) -> Settings:
    """The settings of a house whose cluster this is, for one user."""
    return Settings(
        engine=ENGINE,
        opensearch=(secured.url,),
        opensearch_ca=str(secured.authority),
        opensearch_user=user,
        opensearch_password=secured.passwords[user],
        opensearch_replicas=0,
        **others,
    )


@pytest.fixture
def alias(secured: Secured) -> Iterator[str]:
    """How the indices of a test are called, which go with it."""
    name = f"manchette-{uuid4().hex}"
    yield name
    assert secured.ask("DELETE", f"/{name}-*?expand_wildcards=all")[0] == OK


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


class Used(NamedTuple):
    """The rights that were granted and those that were missing, by user, as the log tells."""

    granted: Mapping[str, set[str]]
    missing: Mapping[str, set[str]]


def used(secured: Secured, begun: int) -> Used:
    """What was asked since the log had some length."""
    found = Used({}, {})
    kinds = {"GRANTED_PRIVILEGES": found.granted, "MISSING_PRIVILEGES": found.missing}
    for line in secured.node.log.read_text("utf-8")[begun:].splitlines():
        if "][audit " not in line:
            continue
        told = json.loads(line[line.index("{") :])
        if told["audit_category"] in kinds:
            rights = kinds[told["audit_category"]]
            user = told.get("audit_request_effective_user", "")
            rights.setdefault(user, set()).add(told["audit_request_privilege"])
    return found


def unused(role: str, granted: set[str]) -> set[str]:
    """The rows of a role that allow nothing of what was granted."""
    rows = {*ROLES[role]["cluster_permissions"]}
    for one in ROLES[role]["index_permissions"]:
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
    request.addfinalizer(lambda: secured.ask("DELETE", "/manchette-*?expand_wildcards=all"))
    begun = len(secured.node.log.read_text("utf-8"))
    indexer = settings_of(secured, "indexer", index=tmp_path / "index")
    web = settings_of(secured, "web")
    with serving(None, **variables_of(web)) as address:
        assert fetch(address, "/?q=").status == UNAVAILABLE
        commands(run, indexer, tmp_path)
        assert fetch(address, "/?q=").status == OK
    routes(web)
    beyond_the_window(indexer, web, tmp_path)
    for path in ("/_cluster/health", "/_cluster/health?local=true", "/_nodes/stats"):
        assert secured.ask("GET", path, user="watch")[0] == OK
    assert secured.ask("GET", "/_cat/indices/manchette-*?format=json", user="watch")[0] == OK
    granted, missing = used(secured, begun)
    assert missing == {}
    for user in USERS:
        assert unused(f"manchette_{user}", granted[user]) == WITHIN.get(user, set())


def commands(run: Run, settings: Settings, folder: Path) -> None:
    """Every command of who writes, on an archive that changes."""
    dumps = copytree(SAMPLES, folder / "dumps")
    assert run(settings, "reindex", dumps)[0] == 3
    text, *_, gone = sorted(dumps.rglob("*.txt"))
    text.write_text(f"{text.read_text('utf-8')}Une phrase de plus.\n", "utf-8")
    gone.unlink()
    for code, *command in (
        (0, "reindex", "--dry-run"),
        (3, "reindex"),
        (0, "check"),
        (0, "status"),
        (0, "rejected"),
        (0, "rollback"),
        # the oldest of those that are kept goes with the last
        (3, "reindex", "--full"),
        (3, "reindex", "--full"),
    ):
        assert run(settings, *command)[0] == code
    manifest = generation.current(settings.index)
    with closing(generation.searcher(config.bind(settings), manifest)) as searcher:
        article = ids(ask(searcher))[0]
    code, said = run(settings, "purge", article, "--reason", "demande")
    assert (code, "purgé" in said) == (0, True)
    assert run(settings, "check")[0] == 0


def routes(settings: Settings) -> None:
    """Every route of a web host, as its client asks for it."""
    app = create_app(settings)
    client = app.test_client()

    def answered(target: str, **posted: Any) -> TestResponse:
        # a slow machine gives an answer up, and knows some of its words the next time
        found = (client.open(target, **posted) for _ in range(5))
        return next(answer for answer in found if answer.status_code == OK)

    article = answered("/api/v1/search?q=").get_json()["hits"][0]["id"]
    values = {"article_id": article, "name": "tag", "filename": "manchette.css"}
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    for rule in rules:
        target = re.sub(r"<(?:path:)?(\w+)>", lambda found: values[found[1]], rule)
        answered(f"{target}?{ASKED[rule].format(article)}" if rule in ASKED else target)
    # words that nobody wrote, forms, a page of an author
    for query in ("election~", "élect*", "conseill municipl", "=élu", '"conseil du"~3'):
        answered(f"/?q={quote(query)}&sort=newest")
    answered("/deja-traite", method="POST", data={"texte": "Le conseil municipal a voté."})


def beyond_the_window(indexer: Settings, web: Settings, folder: Path) -> None:
    """What check and purge, and the last pages, ask of an archive of many articles."""
    engine, reader = load(ENGINE, indexer), load(ENGINE, web)
    articles = [Article(id=f"{rank:05}", title="mer") for rank in range(WINDOW + 10)]
    write(engine, folder / "many", articles)
    with closing(engine.searcher(folder / "many")) as searcher:
        assert sum(1 for _ in contents.stored(searcher)) == len(articles)
    with closing(reader.searcher(folder / "many")) as searcher:
        assert ids(ask(searcher, page=(WINDOW, 20))) == [one.id for one in articles[WINDOW:]]


@pytest.mark.parametrize("user", USERS)
def test_whoever_has_not_the_password_is_refused(secured: Secured, run: Run, user: str) -> None:
    code, said = run(
        replace(settings_of(secured, user), opensearch_password="another"), "search", "mer"
    )
    assert (code, "opensearch_password" in said) == (1, True)


# What nobody but the administrator may do: with users and roles, with indices of others, with all
FOREIGN = (
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
    ("POST", "/_reindex", {"source": {"index": "journal"}, "dest": {"index": "manchette-copy"}}),
)
# What the others may not do with the indices of the archive
WRITING = (
    ("PUT", "/manchette-new", None),
    ("PUT", "/manchette-there/_doc/1", {"title": "mer"}),
    ("POST", "/manchette-there/_delete_by_query", {"query": {"match_all": {}}}),
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
READING = (
    ("GET", "/manchette-there/_search", None),
    ("GET", "/manchette-there/_doc/1", None),
    ("GET", "/manchette-there/_mapping", None),
)
REFUSED = {
    "indexer": FOREIGN,
    "web": (*FOREIGN, *WRITING, ("GET", "/_nodes/stats", None)),
    "watch": (*FOREIGN, *WRITING, *READING),
}


@pytest.fixture(scope="module")
def others(secured: Secured) -> Iterator[None]:
    """An index of somebody else, and one of the archive."""
    names = ("journal", "manchette-there")
    for name in names:
        assert secured.ask("PUT", f"/{name}")[0] == OK
    yield
    assert secured.ask("DELETE", f"/{','.join(names)}")[0] == OK


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
    """Take a row of a role away, or put another in its place, for this test."""
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


@pytest.mark.parametrize(
    ("row", "instead", "missing", "again"),
    [
        ("indices:admin/create", "x", "indices:admin/create", True),
        ("indices:admin/close*", "indices:admin/close", "indices:admin/close[s]", True),
        ("indices:data/write/index", "x", "indices:data/write/index", True),
        ("indices:data/write/delete", "x", "indices:data/write/delete", False),
        ("indices:data/write/bulk*", "indices:data/write/bulk", "indices:data/write/bulk[s]", True),
        ("indices:monitor/stats", "x", "indices:monitor/stats", False),
        ("indices:data/read/search", "x", "indices:data/read/search", True),
    ],
)
def test_a_right_that_is_missing_is_named_and_what_served_serves(
    secured: Secured,
    run: Run,
    without: Callable[[str, str, str], None],
    alias: str,
    tmp_path: Path,
    row: str,
    instead: str,
    missing: str,
    again: bool,
) -> None:
    settings = settings_of(secured, "indexer", opensearch_alias=alias, index=tmp_path / "index")
    pages = write_pages(tmp_path / "pages", range(5))
    assert run(settings, "reindex", pages)[0] == 0
    before = pointer.read(settings.index)
    without("manchette_indexer", row, instead)
    write_pages(pages, [2], body="Le phare.")
    (pages / "00003.txt").unlink()
    full = ["--full"] if again else []
    code, said = run(settings, "reindex", "--allow-shrink", *full)
    assert (code, missing in said, "roles.yml" in said) == (1, True, True)
    assert pointer.read(settings.index) == before
    assert leftovers(settings.index) == []


def test_a_web_host_that_lacks_a_right_names_it(
    secured: Secured, run: Run, without: Callable[[str, str, str], None], alias: str, tmp_path: Path
) -> None:
    own = {"opensearch_alias": alias}
    settings = settings_of(secured, "indexer", index=tmp_path / "index", **own)
    assert run(settings, "reindex", write_pages(tmp_path / "pages", range(3)))[0] == 0
    web = settings_of(secured, "web", **own)
    assert run(web, "search", "mer")[0] == 0
    without("manchette_web", "indices:data/read/msearch", "x")
    code, said = run(web, "search", "mer")
    assert (code, "indices:data/read/msearch" in said) == (1, True)


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
        settings_of(secured, "web", opensearch_alias=f"{alias}-1"), opensearch_password="another"
    )
    refused = create_app(stranger)
    for _ in range(2):
        for shards, app in served.items():
            answer = app.test_client().get("/api/v1/search?q=mer").get_json()
            assert answer["total"] == 3 * shards
            _, found = secured.ask("GET", f"/{alias}-{shards}/_settings")
            (one,) = found.values()
            assert one["settings"]["index"]["number_of_shards"] == str(shards)
        assert refused.test_client().get("/api/v1/search?q=mer").status_code == UNAVAILABLE


def test_a_node_that_is_frozen_is_told(secured: Secured, alias: str, tmp_path: Path) -> None:
    settings = settings_of(secured, "indexer", opensearch_alias=alias, index=tmp_path / "index")
    pages = write_pages(tmp_path / "pages", range(3))
    secured.node.freeze()
    deadline.begin(2)
    try:
        with pytest.raises(Unavailable, match="aucun nœud OpenSearch ne répond|tarde trop"):
            reindex([pages], config.bind(settings), ENGINE, lambda *_: None)
    finally:
        deadline.begin(None)
        secured.node.thaw()
    assert list((settings.index / "generations").iterdir()) == []
