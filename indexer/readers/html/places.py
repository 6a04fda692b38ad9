"""From which places of a page does a field come, and in which order?

`json-ld:headline` is a key of the article's node, `recording:name` one of a film or a sound,
`page:datePublished` and `site:name` ones of the page and its publication,
`meta:og:title` a `meta` element, `microdata:author` an itemprop; what has no colon is seen on the
page.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import html

from indexer.readers.html import visible
from indexer.readers.html.marks import text_of
from indexer.readers.html.page import Page
from indexer.readers.html.texts import one_line

Place = tuple[str, str]
Places = tuple[str, tuple[str, ...]]

ADDRESSES = "canonical json-ld:url json-ld:mainEntityOfPage meta:og:url"
TITLES = "json-ld:headline recording:name meta:og:title h1 microdata:headline title"
LEDES = (
    "json-ld:description microdata:description meta:og:description meta:description"
    " meta:twitter:description"
)
TAGS = (
    "json-ld:keywords meta:article:tag meta:og:article:tag meta:news_keywords microdata:keywords"
    " meta:keywords rel:tag"
)
AUTHORS = (
    "json-ld:author json-ld:creator meta:article:author meta:og:article:author microdata:author"
    " byline written-by meta:parsely-author meta:dc.creator meta:dcterms.creator"
    " meta:sailthru.author meta:cxenseparse:author meta:citation_author meta:author"
)
SOURCES = (
    "json-ld:publisher meta:og:site_name microdata:publisher json-ld:sourceOrganization"
    " meta:application-name meta:dc.publisher site:name"
)
SECTIONS = (
    "json-ld:articleSection microdata:articleSection meta:article:section"
    " meta:og:article:section breadcrumb-list breadcrumb"
)
LANGUAGES = "json-ld:inLanguage html:lang meta:og:locale meta:dc.language meta:content-language"
PUBLISHED = (
    "json-ld:datePublished recording:uploadDate meta:article:published_time"
    " meta:og:article:published_time microdata:datePublished meta:date meta:dc.date"
    " meta:dc.date.issued meta:dc.date.created meta:dcterms.date meta:dcterms.issued"
    " meta:dcterms.created meta:date.available meta:pubdate meta:publish-date meta:og:pubdate"
    " meta:article:published meta:publication_date meta:publication-date meta:sailthru.date"
    " meta:cxenseparse:recs:publishtime meta:originalpublicationdate meta:citation_publication_date"
    " json-ld:dateCreated page:datePublished"
    " visible-date"
)
MODIFIED = (
    "json-ld:dateModified meta:article:modified_time meta:og:article:modified_time"
    " meta:og:updated_time meta:article:modified meta:dcterms.modified meta:dc.date.modified"
    " microdata:dateModified visible-update"
)
LAST_PUBLISHED = "meta:parsely-pub-date"
IMAGES = (
    "json-ld:image recording:thumbnailUrl json-ld:thumbnailUrl meta:og:image:secure_url"
    " meta:og:image meta:og:image:url microdata:image meta:twitter:image"
)
_BY_FIELD = {
    "title": TITLES,
    "lede": LEDES,
    "body": "json-ld:articleBody",
    "authors": AUTHORS,
    "tags": TAGS,
    "section": SECTIONS,
    "source": SOURCES,
    "published": f"{PUBLISHED} {LAST_PUBLISHED}",
    "modified": MODIFIED,
    "url": ADDRESSES,
    "image": IMAGES,
    "language": LANGUAGES,
}
# The elements whose value in microdata is an address
_ADDRESSED = {"img": ("src",), "link": ("href",)}
_LONGEST_TAG = 100
_LONGEST_ITEM = 300
_URL_KEYS = ("url", "contentUrl", "@id")
_NAME_KEYS = ("name", "alternateName", "@value", "termCode")
_WITH_ADDRESS = frozenset({"url", "mainEntityOfPage", "image", "thumbnailUrl"})
_WRITTEN = re.compile(r"(?:écrit|rédigé|publié|written) (?:par|by)", re.IGNORECASE)
_SEEN: dict[str, Callable[[Page], Iterator[str]]] = {
    "canonical": lambda page: page.links("canonical"),
    "h1": lambda page: iter([page.heading_text]),
    "title": lambda page: iter([page.title]),
    "byline": lambda page: iter(visible.bylines(page.scope)),
    "written-by": lambda page: iter(_written_by(page)),
    "breadcrumb": lambda page: iter(visible.sections(page.tree)),
    "breadcrumb-list": lambda page: iter(_crumbs(page)),
    "visible-date": lambda page: visible.published(page.scope),
    "visible-update": lambda page: visible.modified(page.scope),
    "html:lang": lambda page: iter([page.tree.get("lang") or page.tree.get("xml:lang") or ""]),
    "rel:tag": lambda page: iter(_tag_links(page)),
}


def _crumbs(page: Page) -> list[str]:
    """The steps of the first BreadcrumbList, the last first."""
    node = page.graph.one(frozenset({"BreadcrumbList"}))
    items = page.graph.listed(node.get("itemListElement")) if node else []
    steps = (
        page.graph.texts([one, one.get("item")], "name") for one in items if isinstance(one, dict)
    )
    return [names[0] for names in steps if names][::-1]


def _written_by(page: Page) -> list[str]:
    """The value of a card that says « Écrit par » of it."""
    labelled = (
        (page.metas.get(f"twitter:label{rank}", ("",))[0], page.metas.get(f"twitter:data{rank}"))
        for rank in (1, 2)
    )
    return [told[0] for label, told in labelled if told and _WRITTEN.match(label)]


def _tag_links(page: Page) -> list[str]:
    links = page.tree.iter("a")
    return [text_of(one, _LONGEST_TAG) for one in links if "tag" in (one.get("rel") or "").split()]


def by_place(page: Page, table: str) -> Iterator[tuple[str, list[str]]]:
    """All that each place of a table gives, place by place."""
    for name in table.split():
        if texts := [text for text in _at(page, name) if text]:
            yield name, texts


def candidates(page: Page, taken: Mapping[str, str]) -> dict[str, list[Place]]:
    """What a page has for each field in other places than those that were taken."""
    return {
        field: [
            (name, ", ".join(texts))
            for name, texts in by_place(page, table)
            if name != taken.get(field)
        ]
        for field, table in _BY_FIELD.items()
    }


def is_seen(origin: str) -> bool:
    """Whether a place is what a page shows, or says of itself, and no mark of an article."""
    return origin in _SEEN or origin.startswith("page:")


def found(page: Page, table: str) -> Iterator[Place]:
    """What the places of a table give, text by text."""
    return ((name, text) for name, texts in by_place(page, table) for text in texts)


def _at(page: Page, name: str) -> Iterator[str]:
    if name in _SEEN:
        return _SEEN[name](page)
    kind, _, rest = name.partition(":")
    if kind == "meta":
        return iter(page.metas.get(rest, ()))
    if kind == "microdata":
        return (_item(element) for element in page.itemprops(rest))
    node = page.node(kind)
    wanted = _URL_KEYS if rest in _WITH_ADDRESS else _NAME_KEYS
    return iter(page.graph.texts(node.get(rest), *wanted) if node else [])


def _item(element: html.HtmlElement) -> str:
    """The value of an element of microdata: its content, its moment, its name, its text."""
    for attribute in ("content", "datetime", *_ADDRESSED.get(str(element.tag), ())):
        if value := element.get(attribute):
            return one_line(value)
    inner = next((one for one in element.iter() if one.get("itemprop") == "name"), element)
    return one_line(inner.get("content") or text_of(inner, _LONGEST_ITEM))
