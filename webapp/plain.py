"""What is a text where nothing but text may stand: a line of a file, an element of a feed?"""

import re

# White space but for no-break ones, controls, and what XML 1.0 does not allow
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


def one_line(text: str) -> str:
    """The text on one line: breaks, controls and characters foreign to XML become spaces."""
    return _BREAKS.sub(" ", text).strip()
