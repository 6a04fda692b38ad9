"""What is a text where nothing but text may stand: a line of a file, an element of a feed?"""

import re

# White space but for no-break ones, controls, and what XML 1.0 does not allow
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
# They reorder what follows them, in a cell or a line as elsewhere
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def flat(text: str) -> str:
    """A piece of a line of a log or a table: nothing in it acts on what is around.

    Breaks, controls and characters foreign to XML become spaces, marks of direction go.
    """
    return _BREAKS.sub(" ", _DIRECTIONS.sub("", text))


def one_line(text: str) -> str:
    """The text on one line: breaks, controls and characters foreign to XML become spaces."""
    return _BREAKS.sub(" ", text).strip()
