"""Do settings come from the file, then the variables, and is a wrong one told by name?"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from indexer.config import Settings, load
from indexer.errors import UsageError

Written = Callable[[str], Mapping[str, str]]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A settings file; gives the environment that names it."""

    def write(text: str) -> Mapping[str, str]:
        (tmp_path / "réglages.toml").write_text(text, "utf-8")
        return {"MANCHETTE_CONFIG": str(tmp_path / "réglages.toml")}

    return write


def test_without_anything_the_defaults_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load({}) == Settings()
    assert Settings().host == "127.0.0.1"
    grouped = ("opensearch", "formats_", "service_")
    local = [one for one in fields(Settings) if not one.name.startswith(grouped)]
    assert len(local) <= 12


def test_the_file_of_the_working_directory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "manchette.toml").write_text('index = "été"\nport = 81\n', "utf-8")
    assert load({}) == Settings(index=Path("été"), port=81)


def test_a_variable_wins_over_the_file(written: Written) -> None:
    environ = written('port = 81\nhost = "::1"\n')
    assert load({**environ, "MANCHETTE_PORT": "82"}) == Settings(port=82, host="::1")


@pytest.mark.parametrize(
    ("name", "text", "line", "value"),
    [
        ("INDEX", "/srv/é", 'index = "/srv/é"', Path("/srv/é")),
        ("ENGINE", "tantivy", 'engine = "tantivy"', "tantivy"),
        ("PORT", "8080", "port = 8080", 8080),
        ("PROCESSES", "1", "processes = 1", 1),
        ("TRUSTED_HOSTS", "a.fr, b.fr ,", 'trusted_hosts = ["a.fr", "b.fr"]', ("a.fr", "b.fr")),
        ("IMAGE_HOSTS", "", "image_hosts = []", ()),
        ("TRUSTED_HOSTS", "A.fr,[::0:1]", 'trusted_hosts = ["A.fr", "[::0:1]"]', ("a.fr", "[::1]")),
        ("ACCESS_LOG", "true", "access_log = true", True),
        ("ACCESS_LOG", "0", "access_log = false", False),
    ],
)
def test_a_setting_is_the_same_in_the_file_and_in_a_variable(
    name: str, text: str, line: str, value: object, written: Written
) -> None:
    from_file, from_variable = load(written(line)), load({f"MANCHETTE_{name}": text})
    assert getattr(from_file, name.lower()) == value
    assert from_variable == from_file


def test_the_settings_of_an_engine_may_stand_in_a_table(written: Written) -> None:
    table = """
[opensearch]
nodes = ["http://a.example:9200", "http://b.example:9200"]
alias = "presse"
replicas = 0
"""
    flat = """
opensearch = ["http://a.example:9200", "http://b.example:9200"]
opensearch_alias = "presse"
opensearch_replicas = 0
"""
    assert load(written(table)) == load(written(flat))
    with pytest.raises(UsageError, match=r"inconnu.*opensearch_colour"):
        load(written("[opensearch]\ncolour = 1"))
    with pytest.raises(UsageError, match=r"opensearch_alias.*une table"):
        load(written("[opensearch.alias]\nname = 1"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("colour = 1", "colour.*port", id="réglage inconnu"),
        pytest.param('port = "http"', "port.*http", id="valeur"),
        pytest.param("access_log = 3", "access_log.*3", id="oui ou non"),
        pytest.param("port = ", "illisible", id="TOML"),
        pytest.param("[index]\npath = 1", "index", id="une table"),
        pytest.param("port = [80, 81]", "port.*80", id="une liste"),
        pytest.param('host = ""', "host", id="toutes les adresses"),
        pytest.param('image_hosts = ["https://a.example; script-src *"]', "image_hosts", id="hôte"),
        *(
            pytest.param(
                f'{name} = ["b.example", "{host}"]', f"{name}.*{told}", id=f"{name} {host}"
            )
            for name in ("trusted_hosts", "image_hosts", "link_hosts")
            for host, told in (
                *(("a.example:8000", "sans port"), ("[::1]:8000", "sans port")),
                *(("127.0.0.1:80", "sans port"), ("a.example:", ""), ("127.1", ""), ("[::g]", "")),
                *(("a..example", ""), (".example", ""), ("-", ""), ("*.example", "")),
            )
        ),
    ],
)
def test_a_wrong_setting_is_told_by_name(text: str, told: str, written: Written) -> None:
    with pytest.raises(UsageError, match=told):
        load(written(text))


@pytest.mark.parametrize("name", ["PORT", "PROCESSES", "THREADS", "ACCESS_LOG"])
def test_a_wrong_variable_is_told_by_name(name: str) -> None:
    with pytest.raises(UsageError, match=name.lower()):
        load({f"MANCHETTE_{name}": "beaucoup"})


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"introuvable.*absent"):
        load({"MANCHETTE_CONFIG": str(tmp_path / "absent.toml")})
    with pytest.raises(UsageError, match="illisible"):
        load({"MANCHETTE_CONFIG": str(tmp_path)})


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('host = "é"'.encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin\.toml"):
        load({"MANCHETTE_CONFIG": str(path)})
