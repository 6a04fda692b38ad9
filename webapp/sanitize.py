"""What may become HTML or a link? The only place where markup is made from an article's text."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from bleach.sanitizer import Cleaner
from markupsafe import Markup, escape

from indexer.highlight import Segment

_CLEANER = Cleaner(tags={"mark"}, attributes={})


def marked(passage: Iterable[Segment]) -> Markup:
    """The passage as HTML text whose only element is <mark>."""
    pieces = (
        f"<mark>{escape(segment.text)}</mark>" if segment.hit else str(escape(segment.text))
        for segment in passage
    )
    return Markup(_CLEANER.clean("".join(pieces)))  # noqa: S704 - bleach is the gate


def link(url: str | None) -> str | None:
    """The address if it is absolute http(s), without credentials or control characters."""
    if url is None or any(char.isspace() or not char.isprintable() for char in url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:  # an IPv6 bracket left open
        return None
    return url if usable and "\\" not in url else None


def host(url: str) -> str:
    """The host of an address that `link` let through, as it is shown."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def picture(url: str | None, hosts: Iterable[str]) -> str | None:
    """The address of a picture if its host is one of those allowed."""
    safe = link(url)
    return safe if safe and urlsplit(safe).hostname in set(hosts) else None
