"""What may become HTML or a link? The only place where markup is made from an article's text."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

import bleach
from markupsafe import Markup

from indexer.highlight import Passage

_ARCHIVE = "https://web.archive.org/web/"
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
    """Where a public archive has the page as it was at a moment, or last; None without a link."""
    safe = link(url)
    capture = f"{moment.astimezone(UTC):%Y%m%d%H%M%S}/" if moment else ""
    return safe and f"{_ARCHIVE}{capture}{safe}"


def link(url: str | None) -> str | None:
    """The address if it is absolute http(s), without credentials or control characters."""
    if url is None or " " in url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # an IPv6 bracket left open, a port that is no number up to 65535
        return None
    return url if known and "@" not in parts.netloc and "\\" not in url else None


def host(url: str) -> str:
    """The host of an address that `link` let through, as it is shown."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def picture(url: str | None, hosts: Iterable[str]) -> str | None:
    """The address of a picture if its host is one of those allowed."""
    safe = link(url)
    return safe if safe and urlsplit(safe).hostname in set(hosts) else None
