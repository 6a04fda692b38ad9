"""Read Markdown with front matter: an article a file, as site generators keep them."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from indexer.article import Outcome
from indexer.readers.part import Part, Rules, packages
from indexer.readers.tabular.columns import field_of
from indexer.readers.tabular.text_lines import opening

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


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The article of a Markdown text."""
    with packages():
        from indexer.readers.markdown import articles  # noqa: PLC0415 - who only searches needs none
    return articles.read(part, rules)
