"""Which of the parts of an MHTML file is the page that was saved?"""

import email
import email.policy
from itertools import islice

from indexer.readers.dates import moment
from indexer.readers.part import Part
from indexer.readers.refused import Refused

_MOST_PARTS = 1_000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def page_of(part: Part) -> Part:
    """The page of an MHTML file, with its address, its charset and when it was saved.

    Its other HTML parts are frames. Refused where it holds no page, or too many parts.
    """
    message = email.message_from_bytes(part.content, policy=email.policy.compat32)
    parts = list(islice(message.walk(), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS:
        raise Refused(f"MHTML de plus de {_MOST_PARTS} parties")
    pages = [one for one in parts if one.get_content_type() in _PAGES]
    if not pages:
        raise Refused("MHTML sans page HTML")
    start = _header(message.get_param("start"))
    page = next((one for one in pages if start and _header(one["Content-ID"]) == start), pages[0])
    content = page.get_payload(decode=True)
    address = _header(message["Snapshot-Content-Location"]) or _header(page["Content-Location"])
    return Part(
        name=part.name,
        content=content if isinstance(content, bytes) else b"",
        address=part.address or address or None,
        charset=_header(page.get_param("charset")) or None,
        captured=part.captured or moment(" ".join(str(message["Date"] or "").split())),
    )


def _header(value: object) -> str:
    """A header or a parameter as text, folded lines joined, "" where there is none."""
    return "".join(str(value).split()) if isinstance(value, str) else ""
