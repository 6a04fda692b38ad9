"""Do the files of deploy/single/ serve one machine, by a real nginx and the program as it is?"""

import os
import re
import shlex
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Group
from conftest import Serving
from support import proxy
from support.nginx import nginx
from support.places import DEPLOY

import webapp.cli  # noqa: F401 - has the commands that answer searches
from indexer import config
from indexer.cli import main
from indexer.generations import keys

SINGLE = DEPLOY / "single"
SERVICES = sorted(path.name for path in SINGLE.glob("*.service"))
HARDENED = [name for name in SERVICES if "@" not in name]
TIMERS = sorted(path.name for path in SINGLE.glob("*.timer"))
# those of a cluster, whose services run docker
OTHERS = sorted(path.name for path in (DEPLOY / "timers").glob("*.timer"))
PROGRAM = "/opt/manchette/.venv/bin/manchette"
MOST_EXPOSED = 3
DEBIAN = Path("/etc/nginx/nginx.conf")
PERSON = {"Authorization": f"Basic {b64encode(b'claire:sel').decode()}"}
Systemd = Callable[..., str]


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory, command: Path) -> Path:
    """The units, whose program is that of this machine."""
    folder = tmp_path_factory.mktemp("units")
    for path in (*SINGLE.glob("*.*"), *(DEPLOY / "timers").iterdir()):
        text = path.read_text("utf-8").replace(PROGRAM, str(command))
        # docker is not of every machine, nor its service
        text = text.replace("/usr/bin/docker", str(command)).replace("docker.service", "")
        (folder / path.name).write_text(text.replace("/opt/manchette/deploy", str(DEPLOY)))
    return folder


@pytest.fixture(scope="module")
def analyzed(units: Path) -> Systemd:
    """What systemd-analyze says of some units; fails where it refuses them."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("pas de systemd sur cette machine (Debian : apt-get install systemd)")

    def analyze(*arguments: str) -> str:
        ended = subprocess.run(
            [program, *arguments],
            cwd=units,
            env=os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:", "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout
        return ended.stdout

    return analyze


def test_systemd_takes_each_unit(analyzed: Systemd) -> None:
    names = [name.replace("@", "@x") for name in (*SERVICES, *TIMERS, *OTHERS)]
    assert analyzed("verify", *(f"./{name}" for name in names)) == ""


@pytest.mark.parametrize("name", HARDENED)
def test_no_unit_may_do_more_than_it_must(analyzed: Systemd, name: str) -> None:
    told = analyzed("security", "--offline=true", "--no-pager", f"./{name}")
    found = re.search(r"exposure level for .*: ([\d.]+)", told)
    assert found
    assert float(found[1]) <= MOST_EXPOSED


def test_each_timer_starts_a_unit_that_tells_when_it_fails(analyzed: Systemd) -> None:
    for name in TIMERS:
        text = (SINGLE / name).read_text("utf-8")
        (moment,) = re.findall(r"^OnCalendar=(.+)$", text, re.MULTILINE)
        analyzed("calendar", moment)
        assert "Persistent=true" in text
        assert name.replace(".timer", ".service") in SERVICES
    for name in HARDENED:
        assert "OnFailure=manchette-failed@%n.service\n" in (SINGLE / name).read_text("utf-8")


@pytest.mark.parametrize("name", HARDENED)
def test_each_unit_asks_the_program_for_what_it_has(name: str) -> None:
    (line,) = re.findall(r"^ExecStart=(.+)$", (SINGLE / name).read_text("utf-8"), re.MULTILINE)
    program, verb, *arguments = shlex.split(line)
    assert program == PROGRAM
    assert isinstance(main, Group)
    command = main.get_command(main.context_class(main), verb)
    assert command
    command.make_parser(command.context_class(command)).parse_args(arguments)


def test_the_program_takes_the_settings() -> None:
    settings = config.load({"MANCHETTE_CONFIG": str(SINGLE / "manchette.toml")})
    assert str(settings.index) == "/var/lib/manchette/index"
    hosts = (SINGLE / "hosts.conf").read_text("utf-8")
    assert f"server {settings.host}:{settings.port};" in hosts


def test_who_looks_after_it_gets_a_mail_of_what_has_failed(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    for name, does in (("sendmail", f'cat >"{sent}"'), ("journalctl", 'echo "disque plein"')):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    unit = "manchette-reindex.service"
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    address = dict(
        line.split("=", 1)
        for line in (SINGLE / "tell.env").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    subprocess.run([SINGLE / "tell.sh", unit], env=path | address, check=True)
    told = sent.read_text("utf-8")
    head, _, body = told.partition("\n\n")
    assert "To: exploitation@redaction.example" in head.splitlines()
    assert head.isascii()
    assert f"{unit} a échoué" in body
    assert "disque plein" in body
    unsent = subprocess.run(
        [SINGLE / "tell.sh", unit], env=path, capture_output=True, text=True, check=False
    )
    assert unsent.returncode != 0
    assert "tell.env" in unsent.stderr


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of a site and of its authority."""
    return proxy.certified(tmp_path_factory.mktemp("deploy"))


@pytest.mark.slow
@pytest.mark.parametrize("keys_asked", ["false", "true"])
def test_people_come_by_nginx_with_their_password(
    serving: Serving, samples_index: Path, certificates: Path, tmp_path: Path, keys_asked: str
) -> None:
    index = shutil.copytree(samples_index, tmp_path / "index")
    key = keys.add(index, "maquette", None, 100)
    bearer = {"Authorization": f"Bearer {key}"}
    sign_on = (SINGLE / "sign-on.conf").read_text("utf-8")
    if keys_asked == "true":
        sign_on = sign_on.replace("# if (", "if (")
    by_key = 200 if keys_asked == "true" else 401
    site = tmp_path / "nginx"
    site.mkdir()
    with serving(index, MANCHETTE_SERVICE_KEYS=keys_asked) as address:
        upstream = address.removeprefix("http://")
        hosts = (SINGLE / "hosts.conf").read_text("utf-8").replace("127.0.0.1:8000", upstream)
        port = proxy.write(site, certificates, hosts, sign_on)
        (site / "manchette/people").write_text("claire:{PLAIN}sel")
        with nginx(site, port, systems_own()):
            get = proxy.asking(certificates, port)
            page = get("/?q=gr%C3%A8ve", **PERSON)
            assert page.status == 200
            assert page.headers["Strict-Transport-Security"]
            # the program knows that people come by https
            assert "https://localhost/" in get("/search.atom?q=le", **PERSON).text
            for refused in (get("/?q=le"), get("/?q=le", Authorization="Basic eDp5")):
                assert refused.status == 401
                assert "Identifiez-vous" in refused.text
                assert refused.headers["WWW-Authenticate"] == 'Basic realm="Archives"'
            assert get("/api/v1/search?q=le", **bearer).status == by_key
            for headers in ({"Authorization": "Bearer faux"}, {"X-Remote-User": "claire"}):
                assert get("/api/v1/search?q=le", **headers).status == 401
            for probe in ("healthz", "readyz", "metrics"):
                assert get(f"/{probe}", **PERSON).status == 404
    for log in ("stderr", "error.log"):
        assert "gr%C3%A8ve" not in (site / log).read_text()


def systems_own() -> str:
    """The nginx.conf of this system, which has our site as its only one and writes here alone."""
    if not DEBIAN.exists():
        pytest.skip(f"pas de {DEBIAN} sur cette machine (Debian : apt-get install nginx)")
    text = DEBIAN.read_text("utf-8")
    owner = "user root root;" if os.geteuid() == 0 else ""
    for pattern, here in (
        (r"^user .*;", owner),
        (r"^pid .*;", "pid nginx.pid; daemon off;"),
        (r"/var/log/nginx/", ""),
        (r"include /etc/nginx/(conf\.d|sites-enabled)/\*.*;", ""),
        (r"^http \{", "http { include site.conf;"),
    ):
        text = re.sub(pattern, here, text, flags=re.MULTILINE)
    written = "client_body proxy fastcgi uwsgi scgi".split()
    temporary = " ".join(f"{name}_temp_path {name};" for name in written)
    return text.replace("include site.conf;", f"{temporary} include site.conf;")
