"""What is known of a saved page once it is parsed?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from lxml import etree, html

from indexer.readers.decoding import decode_declared
from indexer.readers.html import addresses, json_ld
from indexer.readers.html.headings import main_heading, scope_of
from indexer.readers.html.texts import one_line
from indexer.readers.markup_bounds import check_depth, check_markup
from indexer.readers.part import Part
from indexer.readers.refused import Refused

_HEAD = 8192
_MAX_TEXT = 5_000_000
_CHARSET = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"""<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:([^\n]+))?"
)
# What an application would have filled in: « {{ page.title }} »
_TEMPLATE = re.compile(r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>")
_META_NAMES = ("property", "name", "http-equiv")
_WORK = re.compile(r"(?:^|Article|Posting|Report|CreativeWork|Page|VideoObject)/?$")
_SAVED_DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A parsed page: its tree, where and when it was saved as far as anything says so."""

    tree: html.HtmlElement
    address: str
    captured: datetime | None

    @cached_property
    def metas(self) -> Mapping[str, tuple[str, ...]]:
        """The contents of the `meta` elements by name or property in small letters."""
        metas: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            name = next(filter(None, map(element.get, _META_NAMES)), "")
            content = one_line(element.get("content") or "")
            if content and not _TEMPLATE.match(content):
                metas.setdefault(name.strip().lower(), []).append(content)
        return {name: tuple(contents) for name, contents in metas.items()}

    @cached_property
    def graph(self) -> json_ld.Graph:
        """The JSON-LD of the page."""
        scripts = self.tree.iter("script")
        return json_ld.graph([script.text or "" for script in scripts if _is_json_ld(script)])

    @cached_property
    def article(self) -> json_ld.Node | None:
        """The node of JSON-LD that is the article."""
        return json_ld.article(self.graph, self._is_own, self.heading_text)

    def node(self, kind: str) -> json_ld.Node | None:
        """The node that a kind of place means: the article, a recording, the page itself."""
        if kind in json_ld.AROUND:
            return self.graph.one(json_ld.AROUND[kind])
        if kind == "recording" and self.article and not json_ld.is_recording(self.article):
            return None
        return self.article

    @cached_property
    def heading(self) -> html.HtmlElement | None:
        """The `h1` of the article."""
        title = next(iter(self.metas.get("og:title", ())), "") or self.title
        return main_heading(self.tree, title)

    @cached_property
    def heading_text(self) -> str:
        """What the `h1` of the article says, "" without one."""
        text = one_line(self.heading.text_content()) if self.heading is not None else ""
        return "" if _TEMPLATE.match(text) else text

    @cached_property
    def scope(self) -> html.HtmlElement:
        """The element that the article stands in."""
        return scope_of(self.tree, self.heading)

    @cached_property
    def title(self) -> str:
        """What the `title` element says."""
        titles = (one_line(element.text_content()) for element in self.tree.iter("title"))
        return next((text for text in titles if text and not _TEMPLATE.match(text)), "")

    @cached_property
    def base(self) -> str:
        """The address against which those of the page are resolved."""
        bases = (element.get("href") or "" for element in self.tree.iter("base"))
        return addresses.resolved(next(filter(None, bases), ""), self.address) or self.address

    def links(self, rel: str) -> Iterator[str]:
        """The addresses of the `link` elements of a relation."""
        for element in self.tree.iter("link"):
            if rel in (element.get("rel") or "").lower().split() and (link := element.get("href")):
                yield link

    def itemprops(self, name: str) -> Sequence[html.HtmlElement]:
        """The elements of microdata of a name that say it of the article or of its page."""
        return self._itemprops.get(name, ())

    @cached_property
    def _itemprops(self) -> Mapping[str, Sequence[html.HtmlElement]]:
        found: dict[str, list[html.HtmlElement]] = {}
        for element in self.tree.iter(etree.Element):
            named = element.get("itemprop")
            if named and _is_of_article(element):
                for name in named.split():
                    found.setdefault(name, []).append(element)
        return found

    def _is_own(self, address: str) -> bool:
        return addresses.same_page(address, self._own)

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the page by what names it outside JSON-LD."""
        own = (*self.links("canonical"), *self.metas.get("og:url", ()), self.address)
        found = (addresses.resolved(one, self.base) for one in own)
        return frozenset(
            addresses.page_name(one) for one in found if one and not addresses.is_home(one)
        )


def parsed(part: Part) -> Page:
    """The page of a part; Refused where it is empty or out of proportion."""
    head = part.content[:_HEAD]
    declared = (
        found[1].decode("ascii")
        for found in (_CHARSET.search(head), _XML_CHARSET.search(head))
        if found
    )
    text = _CONTROL.sub(
        "", decode_declared(part.content, [*filter(None, [part.charset]), *declared])
    )
    check_markup(text, _MAX_TEXT)
    # without huge_tree libxml2 drops in silence what is 256 deep or longer than 10 MB
    parser = html.HTMLParser(
        huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise Refused("page vide") from None
    check_depth(tree)
    saved, moment = _saved(text[:_HEAD])
    return Page(
        tree=tree,
        address=addresses.resolved(part.address or saved, ""),
        captured=part.captured or moment,
    )


def _saved(head: str) -> tuple[str, datetime | None]:
    """The address and the moment that a browser or SingleFile noted when it saved the page."""
    if found := _SAVED_FROM.search(head):
        return found[1], None
    if not (found := _SINGLE_FILE.search(head)):
        return "", None
    date = _SAVED_DATE.search(found[2] or "")
    return found[1], date and datetime.strptime(date[0], "%a %b %d %Y %H:%M:%S GMT%z")


def _is_of_article(element: html.HtmlElement) -> bool:
    """Whether what an element of microdata belongs to is no person, picture or company."""
    around = (one.get("itemtype") for one in element.iterancestors() if "itemscope" in one.attrib)
    return _WORK.search(next(around, "") or "") is not None


def _is_json_ld(script: html.HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()
