"""Do the commands say in French what they did, and answer with the right exit code?"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.commands import invoked
from support.places import JUDGED, SAMPLES

from indexer.article import Article
from indexer.generations import store

# real processes, started again and again
pytestmark = pytest.mark.slow

SOUND = SAMPLES / "agence-quatre-vents"
MIXED = SAMPLES / "echo-des-hautes-brumes"
DONE, FAILED, USAGE, REJECTIONS = 0, 1, 2, 3
# Two seconds are promised, on a machine with nothing else to do
PATIENCE = 10.0
HOLD = """
import sys, pathlib
from indexer.generations.locks import lock
with lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(command: Path, environment: dict[str, str], tmp_path: Path) -> Run:
    """Run a command in an empty directory; `settings` are variables of Manchette."""

    def execute(
        *arguments: str | Path, name: str = "manchette", settings: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [command.with_name(name), *arguments],
            cwd=tmp_path,
            env={**environment, **(settings or {})},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return execute


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory, in which this process is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spaced(text: str) -> str:
    """The text with plain spaces only."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "query", ["grève", "", '"conseil" -budget', "lieu:Paris le", "absent", "cheminost gares 2018"]
)
def test_search_in_json_is_the_answer_of_the_api(
    query: str, samples_index: Path, client: FlaskClient
) -> None:
    ended = invoked("search", "--json", "--index", samples_index, "--", query)
    assert (ended.exit_code, ended.stderr) == (DONE, "")
    printed = json.loads(ended.stdout)
    answer = client.get("/api/v1/search", query_string={"q": query}).json
    assert answer is not None
    assert printed.pop("took_ms") > 0
    assert answer.pop("took_ms") > 0
    assert printed == answer


def test_search_prints_what_a_person_reads(run: Run, samples_index: Path) -> None:
    ended = run("search", "--index", samples_index, "grève lieu:Paris")
    assert ended.returncode == DONE
    lines = ended.stdout.splitlines()
    assert lines[0] == "0\u00a0article"
    assert lines[1].startswith("attention")
    ended = run("search", "--index", samples_index, "greve")
    assert "la grande grève retrouve son petit train" in ended.stdout
    assert "https://" in ended.stdout
    assert "\x1b" not in ended.stdout


def test_search_prints_what_is_near_and_what_each_article_lacks(
    run: Run, samples_index: Path, client: FlaskClient
) -> None:
    query = "cheminost gares hippogriffe"
    near = client.get("/api/v1/search", query_string={"q": query}).json["nearly"]  # type: ignore[index]
    assert near["hits"]
    ended = run("search", "--index", samples_index, query)
    assert ended.returncode == DONE
    first, _, second = spaced(ended.stdout).partition("\nProches de votre recherche :\n")
    assert first == "0 article\n"
    head, *cards = second.split("\n\n")
    assert head.strip() == "« cheminost » lu comme « cheminots »"
    for card, hit in zip(cards, near["hits"], strict=True):
        assert card.startswith(spaced(hit["title"]) + "\n")
        assert card.rstrip().endswith(f"\n  sans : {', '.join(hit['missing'])}")


def test_search_prints_no_second_part_where_the_first_is_enough(
    run: Run, samples_index: Path
) -> None:
    ended = run("search", "--index", samples_index, "conseil")
    assert "Proches" not in ended.stdout
    assert "sans :" not in spaced(ended.stdout)


def test_a_sound_source_is_indexed(run: Run, tmp_path: Path) -> None:
    ended = run("reindex", SOUND, "--index", "ici")
    assert ended.returncode == DONE
    assert "22 articles indexés" in spaced(ended.stdout)
    manifest = store.current(tmp_path / "ici")
    assert manifest.generation in ended.stdout
    assert (manifest.articles, manifest.engine) == (22, "whoosh")


def test_a_rejection_is_named_and_in_the_exit_code(run: Run) -> None:
    ended = run("reindex", MIXED, "--index", "ici")
    assert ended.returncode == REJECTIONS
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("rejeté")]
    assert "incomplet.txt" in line
    assert " 1 rejet," in spaced(ended.stdout)


@pytest.mark.parametrize(
    ("name", "arguments"), [("reindex", [SOUND]), ("manchette", ["reindex", SOUND])]
)
def test_reindex_alone_is_the_same_command(name: str, arguments: list[str], run: Run) -> None:
    ended = run(*arguments, "--index", "ici", name=name)
    assert ended.returncode == DONE
    summary = re.sub(r"[\d,]+ s$", "", spaced(ended.stdout).splitlines()[0])
    assert summary == (
        "22 fichiers lus, 22 articles indexés, 0 doublon, 0 rejet, 0 fichier ignoré, "
    )
    assert run("absente", "--index", "ici", name=name).returncode == USAGE


def test_a_source_without_an_article_leaves_the_index_as_it_was(run: Run, tmp_path: Path) -> None:
    run("reindex", SOUND, "--index", "ici")
    before = store.current(tmp_path / "ici")
    ended = run("reindex", MIXED / "incomplet.txt", "--index", "ici")
    assert ended.returncode == FAILED
    assert "aucun article" in ended.stderr
    assert "incomplet.txt" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert store.current(tmp_path / "ici") == before
    assert [p.name for p in (tmp_path / "ici" / "generations").iterdir()] == [before.generation]


def test_status_describes_what_serves(run: Run, samples_index: Path) -> None:
    ended = run("status", "--index", samples_index)
    assert ended.returncode == DONE
    facts = dict(line.split(maxsplit=1) for line in ended.stdout.splitlines())
    manifest = store.current(samples_index)
    assert facts["génération"] == manifest.generation
    assert facts["moteur"] == "whoosh"
    assert facts["articles"] == "60 (du 16/02/2016 au 27/10/2026)"
    assert facts["rejets"] == "1"
    assert facts["sources"] == ", ".join(map(str, JUDGED))


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("arguments", "settings", "code", "told"),
    [
        pytest.param(["status"], {}, FAILED, ["aucun index", "reindex"], id="no index"),
        pytest.param(["search", "le"], {}, FAILED, ["aucun index"], id="search without index"),
        pytest.param(
            ["reindex", SOUND, "--engine", "lucene"], {}, USAGE, ["lucene", "whoosh"], id="engine"
        ),
        pytest.param(
            ["reindex", SOUND], {"MANCHETTE_ENGINE": "x"}, USAGE, ["moteur", "x"], id="engine set"
        ),
        pytest.param(["reindex", "absente"], {}, USAGE, ["introuvable", "absente"], id="source"),
        pytest.param(
            ["status"], {"MANCHETTE_PORT": "http"}, USAGE, ["port", "http"], id="bad setting"
        ),
        pytest.param(
            ["serve"], {"MANCHETTE_ACCESS_LOG": "peut-être"}, USAGE, ["access_log"], id="bad switch"
        ),
        pytest.param(
            ["status"], {"MANCHETTE_CONFIG": "absent.toml"}, USAGE, ["absent.toml"], id="no file"
        ),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: list[str], settings: dict[str, str], code: int, told: list[str]
) -> None:
    ended = invoked(*arguments, **settings)
    assert ended.exit_code == code
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("manchette")
    assert all(part in ended.stderr for part in told), ended.stderr


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["indexer"], "indexer", id="no such command"),
        pytest.param(["status", "--indx", "x"], "--indx", id="no such option"),
        pytest.param(["serve", "--port", "99999"], "99999", id="value out of range"),
        pytest.param(["search"], "RECHERCHE", id="argument missing"),
    ],
)
def test_what_was_mistyped_is_told_in_french(arguments: list[str], told: str) -> None:
    ended = invoked(*arguments)
    assert ended.exit_code == USAGE
    assert told in ended.stderr
    english = r"Error|Try|Missing|No such|Invalid|range|Did you mean"
    assert not re.search(english, ended.stderr), ended.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("inconnu = 1", "inconnu", id="unknown name"),
        pytest.param("port = ", "manchette.toml", id="not TOML"),
        pytest.param("port = 'deux'", "port", id="not a number"),
    ],
)
def test_a_file_of_settings_that_cannot_be_used_is_told(
    text: str, told: str, elsewhere: Path
) -> None:
    (elsewhere / "manchette.toml").write_text(text)
    ended = invoked("status")
    assert ended.exit_code == USAGE
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_come_from_the_file_then_variables_then_options(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manchette.toml").write_text('index = "fichier"\n')
    page = next(SOUND.glob("*.txt"))
    run("reindex", page)
    run("reindex", page, settings={"MANCHETTE_INDEX": "variable"})
    run("reindex", page, "--index", "option", settings={"MANCHETTE_INDEX": "variable2"})
    made = {path.parent.name for path in tmp_path.glob("*/current.json")}
    assert made == {"fichier", "variable", "option"}


def test_a_second_reindex_does_not_wait_and_names_the_first(
    run: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "ici"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        ended = run("reindex", SOUND, "--index", "ici")
        holder.kill()
    assert ended.returncode == FAILED
    assert str(holder.pid) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert run("reindex", SOUND, "--index", "ici").returncode == DONE


def test_explain_tells_how_a_query_is_understood(run: Run, samples_index: Path) -> None:
    result = run("explain", "tittre:grève OU date:2023", "--index", samples_index)
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert spaced(lines[0]) == "l’un ou l’autre : grève (dans titre), en 2023"
    assert "champ inconnu" in lines[1]
    assert lines[2].endswith("titre:grève OU date:2023")
    assert lines[3:6] == ["OU", "  DE PRÉFÉRENCE", "    OU"]
    assert "      title s:greve^4" in lines
    assert "    2023-01-01 .. 2023-12-31" in lines


def test_analyze_gives_the_words_of_a_text(run: Run) -> None:
    result = run("analyze", "À l’Élysée, 1 000 élus")
    assert result.returncode == 0
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert [row[:3] for row in rows] == [
        ["0-1", "à", "a"],
        ["4-10", "élysée", "elysee"],
        ["12-17", "1000", "1000"],
        ["18-22", "élus", "elus"],
    ]


def test_an_index_keeps_its_engine(run: Run, tmp_path: Path) -> None:
    for arguments, engine in (
        ((), "whoosh"),
        (("--engine", "tantivy"), "tantivy"),
        ((), "tantivy"),
    ):
        assert run("reindex", SOUND, "--index", tmp_path / "index", *arguments).returncode == DONE
        assert store.current(tmp_path / "index").engine == engine
    found = run("search", "grève", "--index", tmp_path / "index")
    assert found.returncode == DONE


def test_a_foreign_text_moves_nothing_in_a_terminal(run: Run, tmp_path: Path) -> None:
    text = "Port \x1b[2J\u202e\x9b31m\r\n secret"
    hostile = Article(id="a" * 16, title=text, source=text, section=text, lede=text, body=(text,))
    publish(tmp_path / "index", [hostile])
    printed = run("search", "port", "--index", tmp_path / "index").stdout
    assert printed.count("secret") >= 4
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", printed)


def test_explain_says_the_equivalents_and_knows_what_day_it_is(
    run: Run, samples_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "equivalences.txt").write_text("RN, Rassemblement national\n", "utf-8")
    ended = run("explain", "--index", samples_index, "RN depuis:hier")
    assert (ended.returncode, ended.stderr) == (DONE, "")
    first, second, *tree = spaced(ended.stdout).splitlines()
    assert first.startswith("ce mot : RN ou Rassemblement national ; depuis le ")
    assert second == "équivalents de « RN » : Rassemblement national"
    assert any("s:rassembl" in line and "«" in line for line in tree)


def test_search_says_why_each_article_is_there(
    run: Run, samples_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "equivalences.txt").write_text("débrayage, grève\n", "utf-8")
    ended = run("search", "--why", "--index", samples_index, "débrayage train")
    assert ended.returncode == DONE
    told = spaced(ended.stdout)
    assert "  trouvé par : grève\n" in told
    assert re.search(r"^  débrayage ← grève.* \(.*texte.*\)$", told, re.MULTILINE)
    assert re.search(r"^  train ← .*trains?", told, re.MULTILINE)
    assert "←" not in run("search", "--index", samples_index, "débrayage train").stdout


def test_status_tells_the_lines_that_are_not_used(
    run: Run, samples_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "equivalences.txt").write_bytes(b"UE, Europe\nseul\n\xe9, a b\n")
    told = spaced(run("status", "--index", samples_index).stdout)
    assert "équivalents equivalences.txt, 1 ligne\n" in told
    assert "equivalences.txt, ligne 2 : une seule graphie" in told
    assert "equivalences.txt, ligne 3 : pas en UTF-8" in told
    found = json.loads(run("status", "--json", "--index", samples_index).stdout)["equivalents"]
    assert [one["line"] for one in found["wrong"]] == [2, 3]


def test_the_list_that_ships_begins_that_of_the_house(
    run: Run, samples_index: Path, tmp_path: Path
) -> None:
    printed = run("equivalences").stdout
    (tmp_path / "equivalences.txt").write_text(printed, "utf-8")
    found = json.loads(run("status", "--json", "--index", samples_index).stdout)["equivalents"]
    assert found["path"] == "equivalences.txt"
    assert (found["lines"] >= 150, found["wrong"]) == (True, [])
