"""Read a part that is a feed, a news sitemap or an export of WordPress."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from lxml import etree

from indexer.article import Outcome, PassedOver, Rejected
from indexer.messages.french_format import NBSP, counted, number
from indexer.readers.feeds import atom, rss, sitemap, wordpress
from indexer.readers.feeds.entry import Entry, article
from indexer.readers.feeds.trees import tree
from indexer.readers.part import Part, Rules
from indexer.readers.refused import Refused

# Some 10 seconds of them; a file of 20 MB has 10,000 true ones
_MAX_ENTRIES = 50_000


class _Reading(Protocol):
    """What reads the entries of one feed."""

    def __call__(self, element: etree._Element, /) -> Entry | str:
        """One of them; what it is, in French, where it is no article."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of feed: what it is called, its entries, and what reads one of a feed.

    That gives what an entry is, in French, where it is none.
    """

    name: str
    entry: str
    reading: Callable[[etree._Element], _Reading]


_RSS = _Form("flux RSS", "item", rss.reading)
_WORDPRESS = _Form("export de WordPress", "item", wordpress.reading)
_FORMS: Mapping[str, _Form] = {
    "rss": _RSS,
    "rdf": _RSS,
    "channel": _RSS,
    "feed": _Form("flux Atom", "entry", atom.reading),
    "entry": _Form("flux Atom", "entry", atom.reading),
    "urlset": _Form("plan de site", "url", sitemap.reading),
    "sitemapindex": _Form("index de plans de site", "sitemap", sitemap.reading),
}


def read(part: Part, rules: Rules) -> Iterator[Outcome]:  # noqa: ARG001 - no rule bears on it
    """The entries of a part; one is named after its rank where there are several.

    Where none is an article and none is damaged, the part is refused once.
    """
    try:
        root = tree(part.content, part.charset)
    except Refused as refused:
        yield Rejected(part.name, str(refused))
        return
    form = _form(root)
    if form is None:
        yield Rejected(part.name, "ni flux, ni plan de site")
        return
    entries = list(islice(root.iter(form.entry), _MAX_ENTRIES + 1))
    if len(entries) > _MAX_ENTRIES:
        yield Rejected(part.name, f"plus de {number(_MAX_ENTRIES)} articles dans un fichier")
        return
    found = list(_outcomes(entries, form.reading(root), part))
    if all(isinstance(one, PassedOver) for one in found):
        kinds = [one.what for one in found if isinstance(one, PassedOver)]
        yield Rejected(part.name, _nothing(form, kinds))
    else:
        yield from found


def _form(root: etree._Element) -> _Form | None:
    if root.find(".//wp.post_type") is not None or root.find(".//wp.wxr_version") is not None:
        return _WORDPRESS
    return _FORMS.get(str(root.tag))


def _outcomes(entries: list[etree._Element], reading: _Reading, part: Part) -> Iterator[Outcome]:
    for rank, element in enumerate(entries, 1):
        named = part if len(entries) == 1 else replace(part, name=f"{part.name}#{rank}")
        yield _outcome(element, reading, named)


def _outcome(element: etree._Element, reading: _Reading, part: Part) -> Outcome:
    try:
        entry = reading(element)
    except Refused as refused:
        return Rejected(part.name, str(refused))
    return PassedOver(part.name, entry) if isinstance(entry, str) else article(entry, part)


def _nothing(form: _Form, kinds: Sequence[str]) -> str:
    told = ", ".join(counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    return f"{form.name} sans article{NBSP}: {told}" if told else f"{form.name} sans article"
