"""Does a terminal or a log obey nothing of what is quoted there?"""

import json
import logging
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from unicodedata import category

import pytest
from click.testing import Result
from support.archive import publish
from support.commands import invoked
from support.pages import page, write_pages

from indexer.article import Article
from indexer.errors import cause, refusal
from indexer.messages import escaping, terminal

HOSTILE = "\x1b[2J\x1b]0;titre\x07\r\u202e\u2066\u2028\u2029\u009b\u200b\x7f\U000e0041"
UNSAFE = {"Cc", "Cf", "Zl", "Zp", "Cs"}

Ended = subprocess.CompletedProcess[bytes]
Run = Callable[..., Ended]


@pytest.fixture
def run(command: Path, environment: dict[str, str], tmp_path: Path) -> Run:
    """Run `manchette` in the folder of the test."""

    def execute(*arguments: str | Path) -> Ended:
        return subprocess.run(
            [command, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            timeout=60,
        )

    return execute


def assert_harmless(ended: Ended | Result) -> str:
    """No character that a terminal obeys in what was printed but our own line ends and tabs."""
    written = (
        (ended.stdout_bytes, ended.stderr_bytes)
        if isinstance(ended, Result)
        else (ended.stdout, ended.stderr)
    )
    text = b"".join(written).decode("utf-8")
    assert [hex(ord(one)) for one in text if category(one) in UNSAFE and one not in "\n\t"] == []
    return text


@pytest.mark.slow
def test_no_command_prints_a_name_of_a_file_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_pages(tmp_path / f"p{HOSTILE}", range(3))
    for name in (f"a{HOSTILE}.txt", "b\nrejeté  faux.txt", os.fsdecode(b"c\xff\x1b.txt")):
        (folder / name).write_text("rien à lire")
    for arguments in (
        ("reindex", folder, "--dry-run"),
        ("reindex", folder),
        ("reindex", folder, "--json"),
        ("reindex", folder, "--full", "--json"),
        ("rejected",),
        ("rejected", "--json"),
        ("status",),
        ("status", "--json"),
        ("check",),
        ("reindex", f"absent{HOSTILE}"),
        ("status", "--index", f"absent{HOSTILE}"),
        ("rollback", f"absente{HOSTILE}"),
        ("purge", f"adresse{HOSTILE}"),
        (f"commande{HOSTILE}",),
        ("status", f"--option{HOSTILE}"),
        ("explain", f"mot{HOSTILE} titre:{HOSTILE}"),
        ("analyze", f"mot{HOSTILE}"),
        ("search", f"mot{HOSTILE}"),
        ("search", f"mot{HOSTILE}", "--json"),
    ):
        ended = invoked(*arguments)
        text = assert_harmless(ended)
        assert "Traceback" not in text
        assert not any(line.startswith("rejeté  faux") for line in text.splitlines())
        if "--json" in arguments:
            json.loads(ended.stdout)
    write_pages(folder, [3])
    assert "\\x1b[2J" in assert_harmless(invoked("reindex", "--dry-run"))
    write_pages(folder, range(3, 30))
    invoked("reindex")
    for number in range(25):
        (folder / f"{number:05}.txt").unlink(missing_ok=True)
    assert "\\u202e" in assert_harmless(invoked("reindex"))


@pytest.mark.slow
def test_no_command_prints_an_article_raw(run: Run, tmp_path: Path) -> None:
    hostile = Article(
        id="0" * 16,
        title=f"Mer\nfaux titre{HOSTILE}",
        url=f"https://journal.example/{HOSTILE}",
        lede=f"La mer{HOSTILE}",
        body=(f"La mer et le port{HOSTILE}",),
        source=f"Journal{HOSTILE}",
        section=HOSTILE,
        tags=(HOSTILE,),
    )
    publish(tmp_path / "index", [hostile])
    text = assert_harmless(run("search", "mer"))
    assert "Mer\\nfaux titre\\x1b[2J" in text
    ended = run("search", "mer", "--json")
    assert_harmless(ended)
    (found,) = json.loads(ended.stdout)["hits"]
    assert found["title"] == hostile.title


def test_json_is_the_same_value_and_harmless() -> None:
    value = {"nom": f"é’\u00a0{HOSTILE}", "suite": ["a\nb\t", 1, None]}
    for indent in (None, 1):
        text = escaping.json_text(value, indent)
        assert json.loads(text) == value
        assert "é’\u00a0" in text
        assert [one for one in text if category(one) in UNSAFE and one != "\n"] == []
    assert json.loads(escaping.json_text("\ud800")) == "\ud800"


def test_a_neutral_text_is_left_alone_and_stays_neutral() -> None:
    text = "L’été : « 1 234 » – 🎉 e\u0301 日本"
    assert escaping.neutral(text) == text
    once = escaping.neutral(f"a\\b{HOSTILE}\ud800\n")
    assert escaping.neutral(once) == once
    assert all(category(one) not in UNSAFE for one in once)


def refuse() -> None:
    raise ValueError(HOSTILE)


def test_a_log_is_harmless_its_errors_too(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogRecordFactory()
    handler = logging.StreamHandler()
    log = logging.getLogger("tests.hostile")
    log.addHandler(handler)
    log.propagate = False
    terminal.quiet_logs()
    try:
        log.warning("chemin %s", f"a\nb{HOSTILE}")
        try:
            refuse()
        except ValueError:
            log.exception("échec")
    finally:
        logging.setLogRecordFactory(before)
        log.removeHandler(handler)
    told = capsys.readouterr().err
    assert [one for one in told if category(one) in UNSAFE and one != "\n"] == []
    assert told.startswith("chemin a\\nb\\x1b[2J")
    assert "Traceback" in told
    assert "\\u202e" in told


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_what_is_indexed_no_other_account_can_read(engine: str, run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(5))
    for arguments in (
        ("reindex", pages, "--engine", engine),
        ("purge", "https://journal.example/titre-1000001.html", "--yes"),
        ("reindex", pages),
    ):
        (pages / "00002.txt").write_text(page(2, body=f"Le port, {len(arguments)}."))
        assert run(*arguments).returncode == 0
    run("rollback")
    for path in (tmp_path / "index", *(tmp_path / "index").rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("number", [*range(1, 134), 99999])
def test_what_the_system_refuses_is_told_without_its_english(number: int) -> None:
    error = OSError(number, os.strerror(number), "x")
    assert os.strerror(number) not in refusal(error)
    assert refusal(error) == cause(error)
    assert cause(ValueError(f"{os.strerror(number)} (os error {number})")) == refusal(error)
