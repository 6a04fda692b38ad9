"""Which encodings do a server and the text itself say that an XML text has?"""

import re

_ENCODING = re.compile(rb"""^.{0,4}<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.DOTALL)


def declared(content: bytes, charset: str | None) -> list[str]:
    """What a server says of an XML text, then what its own declaration does."""
    found = _ENCODING.match(content[:200])
    return [name for name in (charset, found and found[1].decode("ascii", "replace")) if name]
