"""Read Markdown with front matter: an article a file, as site generators keep them."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from indexer.article import Outcome
from indexer.readers.part import MissingLibrary, Part, Rules
from indexer.readers.tabular.columns import field_of
from indexer.readers.tabular.text_lines import opening

try:
    from indexer.readers.markdown.articles import read
except ModuleNotFoundError as missing:
    if missing.name != "lxml":
        raise

    def read(part: Part, rules: Rules) -> Iterator[Outcome]:  # noqa: ARG001
        """Nothing without the library that paragraphs of HTML need."""
        raise MissingLibrary("lxml")


__all__ = ["accepts", "read"]

_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mdx"))
_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n")
_KEY = re.compile(r"""^["']?([^\s:="'#-][^:="'\n]*)["']?\s*[:=]""", re.MULTILINE)


def accepts(name: str, head: bytes) -> bool:
    """Whether a part is Markdown by its name, or opens with a front matter that names a title."""
    text = opening(head)
    if PurePath(name).suffix.lower() in _SUFFIXES:
        return not text.startswith(("<!doctype", "<!DOCTYPE", "<html"))
    if not _FENCE.match(text):
        return False
    return any(field_of(key) == "title" for key in _KEY.findall(text[4:]))
