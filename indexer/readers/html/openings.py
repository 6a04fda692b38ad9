"""Does a file open with the headers of a saved page?"""

import re

from indexer.readers.opening import opening

_MHTML_NAMES = (".mhtml", ".mht")
_HEADERS = re.compile(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_RELATED = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
# What mail has and a saved page has not
_MAIL = re.compile(r"^(?:to|received|message-id|delivered-to):", re.IGNORECASE | re.MULTILINE)


def is_mhtml(name: str, head: bytes) -> bool:
    """Whether a file is a page with what belongs to it, as MIME."""
    text = opening(head).replace("\r\n", "\n")
    found = _HEADERS.match(text)
    headers = found[0] if found else ""
    if name.lower().endswith(_MHTML_NAMES):
        return bool(headers)
    return bool(_RELATED.search(headers)) and not _MAIL.search(headers)
