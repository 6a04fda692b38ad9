"""What is a text where nothing but text may stand: a line of a file, of a log, of a terminal?"""

import re

# White space but for no-break ones, controls, what turns the direction of a line, and what XML 1.0
# does not allow
_BREAKS = re.compile(
    "[\x00-\x20\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]+"
)


def one_line(text: str) -> str:
    """The text on one line: breaks, controls and characters foreign to XML become spaces."""
    return flat(text).strip()


def flat(text: str) -> str:
    """The same of a piece of a line, which keeps the spaces at its ends."""
    return _BREAKS.sub(" ", text)
