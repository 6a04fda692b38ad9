"""What may the text of an article become: HTML, a link, one line? The only maker of markup."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from urllib.parse import SplitResult, urlsplit

import bleach
from markupsafe import Markup

from indexer.config import Settings
from indexer.search.highlight import Passage
from webapp.internal_hosts import internal

_ARCHIVE = "https://web.archive.org/web/"
# White space but for no-break ones, controls, and what XML 1.0 does not allow
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
# They reorder what follows them, in a cell or a line as elsewhere
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_QUOTES = str.maketrans({'"': "&#34;", "'": "&#39;"})


def marked(passages: Iterable[Passage]) -> dict[Passage, Markup]:
    """Each passage as HTML text whose only element is <mark>."""
    found = dict.fromkeys(passages)
    texts = [escape(segment.text, quote=False) for passage in found for segment in passage]
    # a call costs more than a page of text: what comes through unchanged together is clean alone
    together = "\n".join(texts)
    clean = iter(texts if _clean(together) == together else map(_clean, texts))
    return {passage: _joined(passage, clean) for passage in found}


def _clean(text: str) -> str:
    """Text through the gate, which lets no element pass."""
    # a cleaner of its own: bleach keeps the text it works on in it, and threads share this module
    return bleach.clean(text, tags=(), attributes={})


def _joined(passage: Passage, clean: Iterator[str]) -> Markup:
    pieces = (f"<mark>{next(clean)}</mark>" if hit else next(clean) for _, hit in passage)
    # quotes after the gate: an entity costs the parser as much as a whole line of text
    return Markup("".join(pieces).translate(_QUOTES))  # noqa: S704 - bleach is the gate


def anchored(passage: Passage, ranks: Iterator[int]) -> Markup:
    """The same, each mark with an id of the next rank: `marque-1`, `marque-2`…"""
    # escaped text holds no <mark>: all there are were put by `marked`
    pieces = str(marked([passage])[passage]).split("<mark>")
    text = "".join(f'<mark id="marque-{next(ranks)}">{piece}' for piece in pieces[1:])
    return Markup(pieces[0] + text)  # noqa: S704 - marked, and numbers


def archived(url: str | None, moment: datetime | None) -> str | None:
    """Where a public archive has the page as it was at a moment, or last; None without a link.

    No public archive has a page of the house's own network.
    """
    safe = link(url)
    capture = f"{moment.astimezone(UTC):%Y%m%d%H%M%S}/" if moment else ""
    return safe and f"{_ARCHIVE}{capture}{safe}"


def listed_hosts(settings: Settings) -> frozenset[str]:
    """The hosts of its own network that the house has addresses lead to."""
    return frozenset((*settings.link_hosts, *settings.image_hosts))


def link(url: str | None, listed: Collection[str] = ()) -> str | None:
    """The address if it is absolute http(s), without credentials or control characters.

    None as well for a host that is local or private, unless it is listed.
    """
    if url is None or " " in url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # an IPv6 bracket left open, a port that is no number up to 65535
        return None
    if not known or "@" in parts.netloc or "\\" in url:
        return None
    return url if _host(parts) in listed or not internal(parts.hostname or "") else None


def _host(parts: SplitResult) -> str:
    """The host of an address as settings list it: an IPv6 one in brackets."""
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name


def host(url: str) -> str:
    """The host of an address that `link` let through, as it is shown."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def picture(url: str | None, hosts: Collection[str]) -> str | None:
    """The address of a picture if its host is one of those allowed, at its usual port."""
    safe = link(url, hosts)
    parts = urlsplit(safe or "")
    return safe if _host(parts) in hosts and parts.port is None else None


def flat(text: str) -> str:
    """A piece of a line of a log or a table: nothing in it acts on what is around.

    Breaks, controls and characters foreign to XML become spaces, marks of direction go.
    """
    return _BREAKS.sub(" ", _DIRECTIONS.sub("", text))


def one_line(text: str) -> str:
    """The text on one line: breaks, controls and characters foreign to XML become spaces."""
    return _BREAKS.sub(" ", text).strip()
