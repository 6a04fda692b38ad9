"""Do settings come from the file, then the variables, and is a wrong one told by name?"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from indexer.config import Settings, in_force, load, origins
from indexer.config.origins import Origin
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
    groups = ("opensearch", "formats_", "api_", "service_")
    local = [one for one in fields(Settings) if not one.name.startswith(groups)]
    assert len(local) <= 13


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


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://outil.exemple", "https://outil.exemple"),
        ("HTTPS://Outil.Exemple:443", "https://outil.exemple"),
        ("http://outil.exemple:80", "http://outil.exemple"),
        ("http://outil.exemple:8080", "http://outil.exemple:8080"),
        ("http://[0:0::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_read_as_a_browser_writes_it(text: str, origin: str) -> None:
    assert load({"MANCHETTE_API_ORIGINS": text}).api_origins == (origin,)


def test_origins_may_stand_in_a_table(written: Written) -> None:
    listed = '["https://outil.exemple", "http://[::1]:8080"]'
    found = load(written(f"[api]\norigins = {listed}"))
    assert found.api_origins == ("https://outil.exemple", "http://[::1]:8080")
    assert found == load(written(f"api_origins = {listed}"))


@pytest.mark.parametrize(
    "text",
    [
        *("*", "null", "outil.exemple", "https://", "ftp://outil.exemple", "https://a.example/"),
        *("https://*.exemple", "https://a@b.example", "https://a.example:port", "https://[::g]"),
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="api_origins"):
        load({"MANCHETTE_API_ORIGINS": text})


@pytest.mark.parametrize("name", ["PORT", "PROCESSES", "THREADS", "ACCESS_LOG"])
def test_a_wrong_variable_is_told_by_name(name: str) -> None:
    with pytest.raises(UsageError, match=name.lower()):
        load({f"MANCHETTE_{name}": "beaucoup"})


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"introuvable.*absent"):
        load({"MANCHETTE_CONFIG": str(tmp_path / "absent.toml")})
    with pytest.raises(UsageError, match="illisible"):
        load({"MANCHETTE_CONFIG": str(tmp_path)})


def test_paths_of_a_file_are_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = tmp_path / "maison"
    house.mkdir()
    (house / "manchette.toml").write_text(
        'index = "index"\nsources = ["dumps", "/srv/dumps", "~/dumps"]\n'
        '[opensearch]\nca = "certificats/ca.pem"\n'
    )
    monkeypatch.chdir(tmp_path)
    named = {"MANCHETTE_CONFIG": "maison/manchette.toml"}
    found = load(named)
    assert found.index == Path("maison/index")
    assert found.sources == (
        Path("maison/dumps"),
        Path("/srv/dumps"),
        Path.home() / "dumps",
    )
    assert found.opensearch_ca == "maison/certificats/ca.pem"
    (house / "virgule.toml").write_text('index = "a, b"\nsources = "a, b"\n')
    commas = load({"MANCHETTE_CONFIG": str(house / "virgule.toml")})
    assert (commas.index, commas.sources) == (house / "a, b", (house / "a", house / "b"))
    # a variable and an option are typed here
    assert load({**named, "MANCHETTE_INDEX": "ici"}).index == Path("ici")
    assert load(named, index="ici").index == Path("ici")


def test_the_file_of_the_machine_serves_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    system = tmp_path / "etc/manchette.toml"
    system.parent.mkdir()
    system.write_text('port = 81\nindex = "index"\n')
    monkeypatch.setattr(origins, "SYSTEM_FILE", system)
    assert load({}) == Settings(port=81, index=system.with_name("index"))
    (tmp_path / "manchette.toml").write_text("threads = 3\n")
    assert load({}) == Settings(threads=3)
    (tmp_path / "autre.toml").write_text("port = 82\n")
    assert load({"MANCHETTE_CONFIG": "autre.toml"}) == Settings(port=82)
    # as compose leaves it where nobody set it
    assert load({"MANCHETTE_CONFIG": ""}) == Settings(threads=3)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("prot", "port"), ("trusted_host", "trusted_hosts"), ("prefix", "url_prefix")],
)
def test_an_unknown_name_is_told_with_the_nearest(
    name: str, nearest: str, written: Written
) -> None:
    with pytest.raises(UsageError, match=rf"inconnu.* {name} \(peut-être {nearest}\)$"):
        load(written(f"{name} = 1"))
    told = rf"inconnue.* MANCHETTE_{name.upper()} \(peut-être MANCHETTE_{nearest.upper()}\)$"
    with pytest.raises(UsageError, match=told):
        load({f"MANCHETTE_{name.upper()}": "1"})


def test_the_file_has_a_variable_and_no_setting(written: Written) -> None:
    with pytest.raises(UsageError, match="peut-être MANCHETTE_CONFIG"):
        load({"MANCHETTE_CONFIGS": "x"})
    with pytest.raises(UsageError, match=r"inconnue : MANCHETTE_Port \(peut-être MANCHETTE_PORT\)"):
        load({"MANCHETTE_Port": "80"})
    with pytest.raises(UsageError, match=r"inconnue : MANCHETTE_X \(connus : MANCHETTE_INDEX"):
        load({"MANCHETTE_X": "80"})
    with pytest.raises(UsageError, match="réglage inconnu : config"):
        load(written('config = "x"'))
    with pytest.raises(UsageError, match=r"peut-être nodes dans \[opensearch\]"):
        load(written('[opensearch]\nnode = "http://a.example:9200"'))


def test_all_that_is_wrong_is_told_at_once(written: Written) -> None:
    environ = written('port = "http"\nprot = 1\nthreads = 0')
    with pytest.raises(UsageError) as refused:
        load({**environ, "MANCHETTE_HOTS": "a", "MANCHETTE_THREADS": "8"})
    lines = str(refused.value).splitlines()
    assert [one.split(" : ")[0] for one in sorted(lines)] == [
        "réglage inconnu",
        "réglage port",
        "variable inconnue",
    ]


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        *(("", ""), ("/", ""), ("/archives", "/archives"), ("/archives/", "/archives")),
        *((one, one) for one in ("/titres/la-revue", "/a.b/c~d_e", "/2023")),
    ],
)
def test_a_prefix_is_a_path_without_a_slash_at_its_end(text: str, prefix: str) -> None:
    assert load({"MANCHETTE_URL_PREFIX": text}).url_prefix == prefix


@pytest.mark.parametrize(
    "text",
    [
        *("archives", "//archives", "/a//b", "/..", "/a/../b", "/é", "/a b", "/a?b", "/a#b"),
        *("/a%20b", "http://a.example/archives", '/"><script>', "/a\\b", "/{a}"),
    ],
)
def test_another_prefix_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"url_prefix.*« /archives »"):
        load({"MANCHETTE_URL_PREFIX": text})


def test_each_setting_is_told_with_its_origin(written: Written) -> None:
    environ = {**written("port = 81\nhost = '::1'\nthreads = 3"), "MANCHETTE_HOST": "::2"}
    found = in_force({**environ, "MANCHETTE_THREADS": "4"}, threads="5")
    assert list(found) == [one.name for one in fields(Settings)]
    told = {name: tuple(one) for name, one in found.items() if one.origin is not Origin.DEFAULT}
    assert told == {
        "port": (81, Origin.FILE),
        "host": ("::2", Origin.VARIABLE),
        "threads": (5, Origin.OPTION),
    }


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('host = "é"'.encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin\.toml"):
        load({"MANCHETTE_CONFIG": str(path)})
