"""Which of the addresses that a page gives is its own?"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)")
_BROKEN = re.compile(r"https?:(?!//)", re.IGNORECASE)
_SITE_LABELS = 2
_AMP = re.compile(r"/amp(?=/|$)|\.amp(?=\.|$)")

Place = tuple[str, str]


def resolved(address: str, base: str) -> str:
    """The http(s) address that a page writes, without its fragment; "" for any other."""
    address = _WAYBACK.sub("", address.strip())
    if not address or _BROKEN.match(address) or address.startswith("#"):
        return ""
    try:
        whole = urljoin(_WAYBACK.sub("", base), address)
        parts = urlsplit(f"https:{whole}" if whole.startswith("//") else whole)
        named = parts.hostname
    except ValueError:  # an IPv6 bracket left open
        return ""
    if parts.scheme not in {"http", "https"} or not named or " " in named:
        return ""
    return parts._replace(fragment="").geturl()


def chosen(places: Iterable[Place], own: str, base: str) -> Place:
    """The first address that is no home page and of the site of the page; ("", "") without one.

    Its site is that of the address it was saved from, else that of most candidates. Where none
    will do, the first of its site, then the first of all.
    """
    given = list(places)
    absolute = next((one for _, one in given if host(one)), "")
    found = [(origin, resolved(one, base or absolute)) for origin, one in given]
    found = [(origin, one) for origin, one in found if one]
    if not found:
        return "", ""
    sites = Counter(_site(one) for _, one in found)
    site = _site(own) if own else sites.most_common(1)[0][0]
    rules: tuple[Callable[[str], bool], ...] = (
        lambda one: not is_home(one) and _site(one) == site,
        lambda one: not is_home(one),
        lambda _: True,
    )
    return next(place for rule in rules for place in found if rule(place[1]))


def host(address: str) -> str:
    """The host of an absolute address, "" for any other text."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def host_name(address: str) -> str:
    """The part of a host that names it: « gazette-villebrume » of www.gazette-villebrume.fr."""
    return (host(address).split(".")[-_SITE_LABELS:] or [""])[0]


def is_home(address: str) -> bool:
    """Whether an address is that of a home page: no path and no query."""
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query


def page_name(address: str) -> str:
    """What two addresses of one page share."""
    parts = urlsplit(address)
    path = _AMP.sub("", parts.path).rstrip("/")
    query = f"?{parts.query}" if not path else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{path}{query}"


def same_page(address: str, names: frozenset[str]) -> bool:
    """Whether an absolute address has one of these names."""
    whole = resolved(address, "")
    return bool(whole) and page_name(whole) in names


def _site(address: str) -> str:
    return ".".join((urlsplit(address).hostname or "").split(".")[-_SITE_LABELS:])
