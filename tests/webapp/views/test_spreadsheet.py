"""Does LibreOffice find text in every cell of a table, whichever separator it takes?"""

import shutil
import subprocess
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from support.archive import publish
from support.hostile import FORMULAE, HOSTILE

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

pytestmark = pytest.mark.slow

SECONDS = 120.0
NUMBERS = ("1234567890123456", "12e4567890123456", "0000000000000007")
SEMICOLON, COMMA = ord(";"), ord(",")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"

Cells = Callable[[int], list[ET.Element]]


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """Opens the table of hostile articles with a separator; gives its cells."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("pas de LibreOffice (Debian : apt-get install libreoffice-calc-nogui)")
    folder = tmp_path_factory.mktemp("office")
    texts = [*FORMULAE, *HOSTILE, *NUMBERS]
    ids = [*(f"{rank:015x}a" for rank in range(len(texts) - len(NUMBERS))), *NUMBERS]
    articles = [
        Article(
            id=id_,
            title=text,
            url=text,
            lede=text,
            tags=(text,),
            authors=(text,),
            source=text,
            section=text,
        )
        for id_, text in zip(ids, texts, strict=True)
    ]
    publish(folder / "index", articles)
    client = create_app(Settings(index=folder / "index")).test_client()
    (folder / "table.csv").write_bytes(client.get("/search.csv").data)

    def opened(separator: int) -> list[ET.Element]:
        # the separator, the double quote, UTF-8, from the first line; formulas as in a table
        reading = f"CSV:{separator},34,76,1,,0,false,true,false,false,false,-1,true"
        subprocess.run(
            [
                *(office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *(f"--infilter={reading}", "--convert-to", "fods", "--outdir", folder),
                folder / "table.csv",
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
        found = ET.parse(folder / "table.fods").iter(f"{_TABLE}table-cell")  # noqa: S314 - ours
        return list(found)

    return opened


@pytest.mark.parametrize("separator", [SEMICOLON, COMMA])
def test_no_cell_is_a_formula(separator: int, cells: Cells) -> None:
    found = cells(separator)
    assert len(found) > len(FORMULAE)
    assert not [cell.attrib for cell in found if f"{_TABLE}formula" in cell.attrib]


def test_an_id_of_digits_is_text(cells: Cells) -> None:
    found = {"".join(cell.itertext()).strip(): cell.get(_TYPE) for cell in cells(SEMICOLON)}
    for id_ in NUMBERS:
        assert found[f"'{id_}"] == "string"
