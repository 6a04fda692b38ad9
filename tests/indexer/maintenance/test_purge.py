"""Does what must go leave every answer at once, and every file in the end, and nothing else?"""

import json
import os
import pty
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from support.every_engine import LOCAL
from support.pages import answers, write_pages

from indexer.cli import maintenance, reindex
from indexer.config import Settings
from indexer.generations import pointer, store, tombstones
from indexer.generations.locks import lock
from indexer.generations.tombstones import Tombstone
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex as run_reindex
from indexer.maintenance import purge, purge_targets
from indexer.maintenance.check import flaws
from indexer.serving.published_index import PublishedIndex
from webapp import create_app

# reindexes again and again
pytestmark = pytest.mark.slow

DONE, FAILED, USAGE = 0, 1, 2
GONE = 2
URL = f"https://journal.example/titre-{1_000_000 + GONE}.html"
ID = purge_targets.named(URL)
UNKNOWN = "https://journal.example/inconnu-9999999.html"
# Words of the article alone, one of them in its tag too
TELLTALE = "zirconium"
COMMANDS = {command.name: command for command in (reindex, *maintenance.COMMANDS)}

Run = Callable[..., Result]


@pytest.fixture(scope="module", params=LOCAL)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of which the newest holds the telltale, and their index of two generations."""
    folder = tmp_path_factory.mktemp(request.param)
    pages = write_pages(folder / "pages", range(6))
    text = (pages / f"{GONE:05}.txt").read_text()
    for old, new in (
        (f"Page {GONE}", f"Page {TELLTALE}"),
        ("Le port et", f"Le {TELLTALE} et"),
        ("tag 2", f"Tag {TELLTALE}"),
        ("2023-01-03", "2031-07-19"),
    ):
        text = text.replace(old, new)
    (pages / f"{GONE:05}.txt").write_text(text)
    _build(folder / "index", pages, request.param)
    write_pages(pages, [6])
    # its earlier form stays in the files of the engine
    (pages / f"{GONE:05}.txt").write_text(text + "Revu.\n")
    _build(folder / "index", pages, request.param)
    return folder


def _build(root: Path, pages: Path, engine: str, *, full: bool = False) -> None:
    run_reindex([pages], root, engine, lambda *_: None, Options(full=full, workers=1))


@pytest.fixture
def pages(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template / "pages", tmp_path / "pages"))


@pytest.fixture
def root(template: Path, pages: Path, tmp_path: Path) -> Path:
    """An index of two generations, whose sources are elsewhere than `pages`."""
    assert pages.is_dir()
    return Path(shutil.copytree(template / "index", tmp_path / "index"))


@pytest.fixture
def mirror(root: Path, pages: Path) -> Path:
    """An index of `pages`, of which a reindex has nothing to change."""
    _build(root, pages, store.current(root).engine)
    return root


@pytest.fixture
def engine(root: Path) -> str:
    return store.current(root).engine


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on the index of the test and expect an exit code."""

    def execute(*arguments: str | Path, code: int = DONE) -> Result:
        name, *rest = map(str, arguments)
        ended = CliRunner().invoke(COMMANDS[name], [*rest, "--index", str(tmp_path / "index")])
        assert ended.exit_code == code, ended.output
        return ended

    return execute


def app_of(root: Path) -> Flask:
    return create_app(Settings(index=root, trusted_hosts=("localhost",)))


def cut_short(root: Path, *article_ids: str) -> None:
    """Leave an index as a purge does that is killed once its tombstones are written."""
    with lock(root):
        now = store.current(root).created
        tombstones.add(
            root, *(Tombstone(article_id=one, purged=now, reason="") for one in article_ids)
        )


def holders(root: Path) -> list[str]:
    """The files that hold the telltale as it is."""
    paths = (path for path in root.rglob("*") if path.is_file())
    return [path.name for path in paths if TELLTALE.encode() in path.read_bytes()]


def state(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in root.rglob("*") if p.is_file() and p.name != "lock"}


# Every route that shows articles; a query names none of the words of the one that is purged
TARGETS = (
    "/",
    "/?q=mer",
    "/?q=page",
    "/?q=mer&sort=newest",
    "/?q=page+0+-absent&tag=tag+0",
    "/?q=z*",
    "/?q=absurde",
    "/valeurs/tag",
    "/valeurs/year",
    f"/article/{ID}",
    f"/article/{ID}?q=mer",
    f"/selection?id={ID}",
    f"/selection?id={ID}&q=mer",
    "/nouveaux?q=mer",
    f"/selection.csv?id={ID}",
    f"/selection.ris?id={ID}",
    "/search.csv",
    "/search.ris?q=mer",
    "/aide",
    "/search.atom",
    "/search.atom?q=mer",
    "/search.jsonl?q=mer",
    f"/selection.jsonl?id={ID}",
    "/suggestions?q=zi",
    "/suggestions?q=pa",
    "/api/v1/search",
    "/api/v1/search?q=mer",
    "/api/v1/search?q=zir*",
    "/api/v1/search?q=pag",
    "/api/v1/facets/tag",
    "/api/v1/facets/author?prefix=zi",
    "/api/v1/suggest?q=zi",
    "/api/v1/suggest?q=pa",
    "/api/v1/suggest?q=ta",
    f"/api/v1/articles/{ID}",
)
# Of the other articles too: what is beside them, what is near them
OTHERS = (
    "/article/{}",
    "/article/{}/proches",
    "/article/{}/volet?q=mer",
    "/article/{}?q=mer&sort=newest",
    "/api/v1/articles/{}",
)


def other_targets(client: FlaskClient) -> list[str]:
    hits: Any = json.loads(client.get("/api/v1/search?q=mer").text)["hits"]
    return [target.format(hit["id"]) for hit in hits if hit["id"] != ID for target in OTHERS]


def telling(client: FlaskClient, targets: list[str]) -> list[str]:
    """The targets whose answers hold anything of the article."""
    bodies = {target: client.get(target).text for target in targets}
    bodies["/deja-traite"] = client.post("/deja-traite", data={"texte": "mer " * 9}).text
    return [
        target
        for target, body in bodies.items()
        if TELLTALE in body.casefold() or ID in body.replace(target, "")
    ]


def test_every_route_is_asked() -> None:
    asked = {target.partition("?")[0].replace(ID, "") for target in TARGETS} | {"/deja-traite"}
    rules = {
        rule.rule.partition("<article")[0] for rule in app_of(Path("none")).url_map.iter_rules()
    }
    of_facets = ("/static/", "/valeurs/", "/api/v1/facets/")
    asked_apart = {rule for rule in rules if rule.startswith(of_facets)}
    # these show no article; the journal gives the ids of those that are gone
    assert rules - asked - asked_apart == {
        *("/api/docs", "/api/v1/openapi.json", "/api/v1/changes"),
        *("/healthz", "/readyz", "/opensearch.xml", "/robots.txt"),
        *("/tendances", "/tendances.csv"),
    }


def test_from_the_first_line_on_no_route_gives_the_article(root: Path) -> None:
    client = app_of(root).test_client()
    targets = [*TARGETS, *other_targets(client)]
    assert len(telling(client, targets)) > len(TARGETS) / 2
    cut_short(root, ID)
    assert telling(client, targets) == []
    # nor does a server that begins then
    assert telling(app_of(root).test_client(), targets) == []


def test_what_is_left_is_answered_as_if_the_article_had_never_been(
    root: Path, pages: Path, engine: str
) -> None:
    client = app_of(root).test_client()
    targets = [t for t in (*TARGETS, *other_targets(client)) if t.startswith(("/api", "/search."))]
    for target in TARGETS:
        client.get(target)
    cut_short(root, ID)
    (pages / f"{GONE:05}.txt").unlink()
    _build(root.with_name("other"), pages, engine)
    other = app_of(root.with_name("other")).test_client()
    for target in targets:
        assert comparable(client.get(target)) == comparable(other.get(target)), target
    assert articles_told(client) == articles_told(other)


def comparable(response: Any) -> Any:
    """An answer without what differs from run to run, and scores, which count what is masked."""
    if response.is_json:
        found = response.json
        for name in ("took_ms", "index"):
            found.pop(name, None)
        found["hits"] = sorted(
            ({**hit, "score": 0} for hit in found.get("hits", ())), key=lambda hit: hit["id"]
        )
        return found
    return sorted(response.text.splitlines())


def articles_told(client: FlaskClient) -> str:
    """How many articles, of which years, the home page tells."""
    text = client.get("/").text
    return text[text.index("articles") - 20 : text.index("articles") + 40]


def test_an_export_under_way_leaves_out_what_is_purged_meanwhile(root: Path) -> None:
    response = app_of(root).test_client().get("/search.csv?sort=oldest", buffered=False)
    lines: Iterator[Any] = iter(response.response)
    first = [next(lines), next(lines)]
    cut_short(root, ID)
    assert TELLTALE not in b"".join([*first, *lines]).decode()


def test_a_generation_that_serves_in_place_of_a_damaged_one_is_masked_too(root: Path) -> None:
    serving, older = pointer.read(root).all
    cut_short(root, ID)
    (store.place(root, serving) / "records.sqlite").unlink()
    with PublishedIndex(root).open_generation() as opened:
        assert opened.manifest.generation == older
        assert opened.searcher.get(ID) is None


def damage(root: Path, name: str) -> None:
    """Flip a bit in the largest file of a generation."""
    files = (path for path in store.place(root, name).rglob("*") if path.is_file())
    path = max(files, key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_purge_of_a_damaged_index_is_finished_by_what_repairs_it(run: Run, mirror: Path) -> None:
    damage(mirror, pointer.read(mirror).serving)
    assert "--full" in run("purge", URL, "--yes", code=FAILED).stderr
    told = run("reindex", "--full").stdout
    assert_gone(mirror)
    published = pointer.read(mirror)
    assert published.previous == ()
    assert f"génération {published.serving} en service" in told


def test_a_damaged_list_of_what_was_purged_still_keeps_it_out(root: Path) -> None:
    cut_short(root, ID)
    path = root / tombstones.NAME
    path.write_text(path.read_text().replace("digest", "disgest"))
    with PublishedIndex(root).open_generation() as opened:
        assert opened.searcher.get(ID) is None
        assert opened.manifest.articles == 6


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("reindex",), id="reindex"),
        pytest.param(("reindex", "--full"), id="full"),
        pytest.param(("purge",), id="purge"),
        pytest.param(("purge", URL), id="again"),
    ],
)
def test_whoever_writes_next_finishes_a_purge(
    command: tuple[str, ...], run: Run, mirror: Path
) -> None:
    root = mirror
    assert holders(root)
    cut_short(root, ID)
    (row,) = [row for row in run("status").stdout.splitlines() if row.startswith("purgés")]
    assert "à finir" in row
    assert json.loads(run("status", "--json").stdout)["purges_unfinished"] == 1
    assert "purge" in run("check", code=FAILED).stdout
    assert "à finir" in run("purge", "--list").stdout
    assert "purge" in run("rollback", code=USAGE).stderr
    name, *options = command
    run(name, *options)
    assert_gone(root)
    assert "à finir" not in run("status").stdout
    run("check")


def assert_gone(root: Path) -> None:
    assert holders(root) == []
    assert purge.unfinished(root) == {}
    assert list(flaws(root)) == []
    names = {path.name for path in (root / "generations").iterdir()}
    assert names == set(pointer.read(root).all)
    for name in names:
        manifest = store.manifest(root, name)
        searcher = store.searcher(root, manifest)
        assert searcher.get(ID) is None
        searcher.close()


def test_a_reindex_of_what_changed_leaves_no_byte_of_a_purge_that_was_cut_short(
    run: Run, root: Path, pages: Path
) -> None:
    cut_short(root, ID)
    run("reindex", pages)
    assert_gone(root)


def test_a_rollback_finishes_a_purge(run: Run, root: Path, pages: Path, engine: str) -> None:
    newest = purge_targets.named("https://journal.example/titre-1000007.html")
    write_pages(pages, [7])
    _build(root, pages, engine)
    cut_short(root, newest)
    # the generation before never had it
    run("rollback")
    assert purge.unfinished(root) == {}
    assert len(answers(root)[0][1]) == 7
    assert list(flaws(root)) == []


def test_a_purge_of_a_kept_generation_alone_leaves_no_byte(
    run: Run, root: Path, pages: Path, engine: str
) -> None:
    (pages / f"{GONE:05}.txt").unlink()
    _build(root, pages, engine)
    assert TELLTALE in run("purge", URL, "--yes").stdout
    assert_gone(root)
    assert pointer.read(root).previous == ()


def test_an_address_that_no_article_has_changes_nothing(run: Run, root: Path) -> None:
    before = state(root)
    for named in ((UNKNOWN,), (URL, UNKNOWN)):
        told = run("purge", *named, "--yes", code=USAGE)
        assert UNKNOWN in told.stderr
        assert "--even-if-absent" in told.stderr
        assert state(root) == before


def test_an_absent_article_can_be_kept_away(run: Run, root: Path, pages: Path, engine: str) -> None:
    kept = pointer.read(root)
    future = "https://journal.example/titre-1000009.html"
    run("purge", future, "--even-if-absent", "--yes", "--reason", "à venir")
    assert pointer.read(root) == kept
    write_pages(pages, [8, 9])
    _build(root, pages, engine)
    assert len(answers(root)[0][1]) == 8
    run("rollback")
    run("check")


def test_a_preview_says_what_would_go_and_changes_nothing(run: Run, root: Path) -> None:
    before = state(root)
    ended = run("purge", URL, code=USAGE)
    for told in (f"Page {TELLTALE}", "19\u00a0juillet\u00a02031", ID):
        assert told in ended.stdout
    assert "--yes" in ended.stderr
    assert state(root) == before


@pytest.mark.parametrize(
    ("answer", "code"), [("o\n", DONE), ("oui\n", DONE), ("n\n", USAGE), ("\n", USAGE)]
)
def test_a_person_at_a_terminal_is_asked(
    answer: str, code: int, root: Path, command: Path, environment: dict[str, str]
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [command, "purge", URL, "--index", root],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    os.write(ours, answer.encode())
    told, _ = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert "Purger cet article\u00a0? [o/N]" in told
    assert process.returncode == code
    assert (ID in tombstones.read(root)) == (code == DONE)


def test_several_articles_go_in_one_rewriting(run: Run, root: Path) -> None:
    before = pointer.read(root)
    other = purge_targets.named("https://journal.example/titre-1000004.html")
    run("purge", URL, other, URL, "--yes", "--reason", "demande")
    after = pointer.read(root)
    assert after.previous == ()
    assert after.serving > before.serving
    assert [path.name for path in (root / "generations").iterdir()] == [after.serving]
    assert set(tombstones.read(root)) == {ID, other}
    assert len(answers(root)[0][1]) == 5
    listed = run("purge", "--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [ID, other]
    assert all(line.endswith("demande") for line in listed)


def test_a_purge_undone_lets_the_next_reindex_take_the_article_in(run: Run, mirror: Path) -> None:
    root, before = mirror, answers(mirror)
    run("purge", URL, "--yes")
    assert ID in run("purge", "--undo", ID).stdout
    assert tombstones.read(root) == {}
    assert len(answers(root)[0][1]) == 6
    run("reindex")
    assert answers(root) == before
    assert list(flaws(root)) == []


def test_a_purge_cut_short_and_undone_serves_the_article_again(run: Run, root: Path) -> None:
    archive = PublishedIndex(root)
    cut_short(root, ID)
    with archive.open_generation() as opened:
        assert opened.searcher.get(ID) is None
    run("purge", "--undo", URL)
    with archive.open_generation() as opened:
        assert opened.searcher.get(ID) is not None
    run("check")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="nothing"),
        pytest.param(("--undo", ID), id="undo what was not done"),
        pytest.param((URL, "--list"), id="two at once"),
        pytest.param(("--list", "--undo", ID), id="two others"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], run: Run, root: Path) -> None:
    before = state(root)
    assert run("purge", *arguments, code=USAGE).stderr.startswith("manchette")
    assert state(root) == before


def test_a_purge_again_has_nothing_to_do(run: Run, root: Path) -> None:
    run("purge", URL, "--yes")
    before = state(root)
    assert "déjà purgé" in run("purge", URL).stdout
    assert state(root) == before
