"""Are the keys of programs given, listed and revoked, and is only a digest of each kept?"""

import base64
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli.keys import key as command
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import keys

DONE, FAILED, USAGE = 0, 1, 2
NOW = datetime.now(UTC)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    def execute(*words: str) -> Result:
        return CliRunner().invoke(command, [*words, "--index", str(tmp_path / "index")])

    return execute


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_key_of_32_bytes_is_shown_once_and_its_digest_kept_for_this_account(
    run: Callable[..., Result], root: Path
) -> None:
    given = run("add", "maquette")
    assert given.exit_code == DONE
    key = given.stdout.strip()
    assert len(base64.urlsafe_b64decode(key + "=")) == 32
    assert "ne sera plus montrée" in given.stderr
    path = root / keys.NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert key not in path.read_text() + run("list").output + run("list", "--json").output
    assert [one.name for one in root.iterdir()] == [keys.NAME]
    assert keys.matching(keys.read(root), key, NOW) is not None
    for other in (key[:-1], key + "a", "", "é\udce9"):
        assert keys.matching(keys.read(root), other, NOW) is None


def test_keys_are_listed_with_their_end_their_last_use_and_their_rate(
    run: Callable[..., Result], root: Path
) -> None:
    assert run("list").output == "aucune clé\n"
    run("add", "maquette", "--expires", "90j", "--rate", "7")
    run("add", "veille", "--expires", "2099-06-30")
    keys.touch(root, "veille")
    os.utime(root / keys.USED / "veille", (0, (NOW - timedelta(days=3)).timestamp()))
    first, second = run("list").output.replace("\u00a0", " ").splitlines()
    assert first.startswith("maquette, jusqu’au")
    assert first.endswith("jamais employée, 7 demandes par minute")
    assert "veille, jusqu’au 30 juin 2099, dernier usage il y a 3 jours, 120" in second
    told = json.loads(run("list", "--json").stdout)
    assert [one["name"] for one in told] == ["maquette", "veille"]
    assert told[1]["expires"] == "2099-06-30T21:59:59+00:00"
    assert told[0]["last_used"] is None
    assert "digest" not in told[0]


def test_a_revoked_or_expired_key_is_none(run: Callable[..., Result], root: Path) -> None:
    kept, revoked = (run("add", name).stdout.strip() for name in ("a", "b"))
    short = run("add", "c", "--expires", "1h").stdout.strip()
    assert run("revoke", "b").exit_code == DONE
    assert keys.matching(keys.read(root), kept, NOW)
    assert not keys.matching(keys.read(root), revoked, NOW)
    assert keys.matching(keys.read(root), short, NOW)
    later = NOW + timedelta(hours=2)
    assert not keys.matching(keys.read(root), short, later)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "a"),
        ("add", "Été"),
        ("add", "../x"),
        ("add", "b", "--expires", "demain"),
        ("add", "b", "--expires", "2020-01-01"),
        ("add", "b", "--expires", "0j"),
        ("add", "b", "--rate", "0"),
        ("revoke", "b"),
        ("revoke", "../keys.json"),
        ("efface", "a"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    words: tuple[str, ...], run: Callable[..., Result], root: Path
) -> None:
    run("add", "a")
    before = (root / keys.NAME).read_text()
    ended = run(*words)
    assert ended.exit_code == USAGE
    assert ended.stderr.startswith("manchette\u00a0: ")
    assert (root / keys.NAME).read_text() == before


def test_a_damaged_file_lets_nobody_in_and_is_told(run: Callable[..., Result], root: Path) -> None:
    run("add", "a")
    for text in ("", "{}x", "[1]", '[{"name": "a"}]'):
        (root / keys.NAME).write_text(text)
        with pytest.raises(UnreadableIndex):
            keys.read(root)
        assert run("add", "b").exit_code == FAILED
    (root / keys.NAME).unlink()
    assert run("add", "b").exit_code == DONE


def test_two_names_given_at_once_are_both_kept(root: Path) -> None:
    children = []
    for number in range(6):
        child = os.fork()
        if not child:
            keys.add(root, f"k{number}", None, 1)
            os._exit(0)
        children.append(child)
    assert {os.waitpid(child, 0)[1] for child in children} == {0}
    assert {one.name for one in keys.read(root)} == {f"k{number}" for number in range(6)}


def test_a_name_has_one_key(root: Path) -> None:
    keys.add(root, "a", None, 1)
    with pytest.raises(UsageError, match="la révoquer"):
        keys.add(root, "a", None, 1)
