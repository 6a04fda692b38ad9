"""Which id has an article, whichever capture of it is read?"""

import re
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

_NUMBER = re.compile(r"(?<!\d)(\d{7,})(?:\.\w+)?/?$")
_AMP = re.compile(r"/amp(?=/|$)")
_ID_DIGITS = 16


def article_id(url: str | None, title: str, published: datetime | None) -> str:
    """16 hexadecimal digits of the SHA-256 of what names the article.

    That is its host and the number of at least 7 digits that ends its path, else its host and path
    without `/amp/`, query and fragment; without an address its title and its date.
    """
    return sha256(_name(url, title, published).encode()).hexdigest()[:_ID_DIGITS]


def _name(url: str | None, title: str, published: datetime | None) -> str:
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:  # an IPv6 bracket left open
        host = None
    if not host:
        return f"{title}\n{published.isoformat() if published else url or ''}"
    path = _AMP.sub("", parts.path)
    number = _NUMBER.search(path)
    return f"{host}/{number[1]}" if number else host + path.rstrip("/")
