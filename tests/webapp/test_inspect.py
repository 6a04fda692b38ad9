"""Does `manchette inspect` say what each file gives and from where, and index nothing?"""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.pages import page
from support.saved_pages import PORT, json_ld, paragraphs
from support.saved_pages import page as saved

import webapp.cli  # noqa: F401 - it has the command
from indexer.cli import main

# processes that read, a second each
pytestmark = pytest.mark.slow


def inspect(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def as_json(*files: Path) -> dict[str, Any]:
    ended = inspect("--json", *files)
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page, an archive with one and a picture, a file of no format; the working directory."""
    (tmp_path / "1.txt").write_text(page(1))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("2.txt", page(2))
        archive.writestr("2.jpg", b"\xff\xd8")
        archive.writestr("3.txt", "rien")
    (tmp_path / "2.zip").write_bytes(buffer.getvalue())
    (tmp_path / "3.inconnu").write_bytes(b"\0\1")
    (tmp_path / "4.gz").write_bytes(gzip.compress(page(4).encode())[:-20])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_programs_get_articles_what_is_passed_over_and_what_is_refused(files: Path) -> None:
    found = as_json(*sorted(files.iterdir()))
    assert set(found) == {"articles", "passed_over", "refused"}
    assert [one["title"] for one in found["articles"]] == ["Page 1", "Page 2"]
    assert found["articles"][0]["body"] == "Le port et la mer."
    assert all(isinstance(one["origins"], dict) for one in found["articles"])
    (passed,) = found["passed_over"]
    assert passed["part"].endswith("2.zip!2.jpg")
    refused = [(Path(one["part"]).name, one["reason"]) for one in found["refused"]]
    assert [name for name, _ in refused] == ["2.zip!3.txt", "3.inconnu", "4.gz"]
    assert "archive coupée" in refused[2][1]


def test_a_person_gets_the_reader_and_why_and_the_fields(files: Path) -> None:
    ended = inspect(files / "1.txt", files / "2.zip")
    text = ended.stdout.replace("\u00a0", " ")
    assert f"article  {files / '1.txt'} (pagedump, d’après son nom)" in text
    assert "  titre     Page 1" in text
    assert f"passé    {files / '2.zip'}!2.jpg" in text
    assert f"refusé   {files / '2.zip'}!3.txt (pagedump, d’après son nom) : " in text
    assert ended.exit_code == 0


def test_nothing_is_indexed_and_nothing_written(files: Path) -> None:
    before = sorted(files.rglob("*"))
    inspect(*before)
    assert sorted(files.rglob("*")) == before


def test_a_file_that_is_missing_is_told_in_french(files: Path) -> None:
    ended = inspect(files / "absent.txt")
    assert ended.exit_code == 2
    assert "fichier introuvable" in ended.stderr


def test_what_was_not_taken_for_a_field_is_told(tmp_path: Path) -> None:
    record = {"titre": "Le port rouvre", "headline": "Rouverture du port", "corps": "Ce jeudi."}
    (tmp_path / "export.json").write_text(json.dumps(record), "utf-8")
    (tmp_path / "page.html").write_text(
        saved(PORT, json_ld(PORT), f"<article><h1>{PORT.title}</h1>{paragraphs(PORT)}</article>"),
        "utf-8",
    )
    export, article = as_json(tmp_path / "export.json", tmp_path / "page.html")["articles"]
    assert export["origins"]["title"] == "json:titre"
    assert export["candidates"] == {
        "title": [{"origin": "json:headline", "text": "Rouverture du port"}]
    }
    assert article["origins"]["title"] == "json-ld:headline"
    assert {one["origin"] for one in article["candidates"]["title"]} >= {"h1", "title"}
    told = inspect(tmp_path / "export.json").output.splitlines()
    assert any("non pris" in line and "[json:headline]" in line for line in told)
