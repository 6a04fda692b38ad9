"""Does docs/formats.md say from which places each field comes, as the tables of the readers do?"""

from collections.abc import Iterable, Mapping

import pytest
from support.places import ROOT

from indexer.readers.feeds import atom, rss, sitemap, wordpress
from indexer.readers.html import places
from indexer.readers.iptc import newsml1, newsml_g2, ninjs, nitf
from indexer.readers.places import ARTICLE_FIELDS, Table

PAGE = {
    "url": places.ADDRESSES,
    "title": places.TITLES,
    "lede": places.LEDES,
    "tags": places.TAGS,
    "authors": places.AUTHORS,
    "source": places.SOURCES,
    "section": places.SECTIONS,
    "language": places.LANGUAGES,
    "published": f"{places.PUBLISHED} {places.LAST_PUBLISHED}",
    "modified": places.MODIFIED,
    "image": places.IMAGES,
}


def _of(*tables: Table) -> Mapping[str, Iterable[str]]:
    """The places of the fields of an article in some tables."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for field in ARTICLE_FIELDS & table.keys():
            found.setdefault(field, []).extend(place.origin for place in table[field])
    return dict(sorted(found.items()))


FORMATS: Mapping[str, Mapping[str, Iterable[str]]] = {
    "Web pages": {field: told.split() for field, told in PAGE.items()},
    "ninjs": {
        field: [f"ninjs:{key}" for key in keys]
        for field, keys in ninjs.FIELDS.items()
        if field in ARTICLE_FIELDS
    },
    "NewsML-G2": _of(newsml_g2.ITEM),
    "NewsML 1": _of(newsml1.ITEM, newsml1.COMPONENT),
    "NITF": _of(nitf.NITF),
    "RSS": _of(rss.CHANNEL, rss.ITEM),
    "Atom": _of(atom.FEED, atom.ENTRY),
    "News sitemaps": _of(sitemap.URL),
    "WordPress exports": _of(wordpress.POST),
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_documentation_has_the_places_of_a_format(name: str) -> None:
    assert section(name) in (ROOT / "docs/formats.md").read_text("utf-8")


def section(name: str) -> str:
    """What the documentation says of a format."""
    rows = (
        f"| {field} | {' '.join(f'`{one}`' for one in dict.fromkeys(told))} |"
        for field, told in FORMATS[name].items()
    )
    return "\n".join([f"### {name}", "", "| Field | Places |", "|---|---|", *rows, ""])
