"""Is every file of the formats' sheet read as its gold says?"""

from pathlib import Path
from types import ModuleType

import pytest
from support.outcomes import faults

from indexer.readers import feeds, iptc

GIVEN = {
    iptc: (
        "f01_nitf.xml f02_nitf_doctype.xml f03_entity_bomb.xml f04_latin1_is_utf8.xml"
        " g01_newsitem_xhtml.xml g02_message_package.xml g03_package_alone.xml g04_withheld.xml"
        " g05_embargo_past.xml k01_newsml12.xml n01_ninjs1.json n02_ninjs2.json"
        " n03_ninjs3_embargo.json n04_ninjs_canceled.json"
    ),
    feeds: "r01_rss.xml r02_atom.xml r03_news_sitemap.xml w01_wordpress.xml",
}
CASES = [pytest.param(reader, name, id=name) for reader in GIVEN for name in GIVEN[reader].split()]


@pytest.mark.parametrize(("reader", "name"), CASES)
def test_a_given_file_is_read_as_its_gold_says(reader: ModuleType, name: str, shared: Path) -> None:
    assert faults(reader, shared / "formats" / name) == []
