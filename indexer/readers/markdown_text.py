"""Which paragraphs and sub-headings does a text in Markdown have, without its marks?

Its blocks become HTML, which the one reader of paragraphs takes: a text may hold HTML anyway.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from indexer.readers.paragraphs import Body, from_html

# No part of a pattern repeats over what the next can match too: a line may have megabytes
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Noncharacters of Unicode, as many as there are signs: no text may hold them
_ASIDE = {sign: chr(0xFDD0 + rank) for rank, sign in enumerate(_PUNCTUATION)}
_BACK = str.maketrans({aside: escape(sign) for sign, aside in _ASIDE.items()})
_TARGET = r"\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"
_INLINE = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"<!--[^<>]*+-->", ""),
        (r"\{\{[<%][^{}]*+\}\}|\{%[^{}%]*+%\}", ""),  # what Hugo and Jekyll put in
        (rf"!\[[^\[\]]*+\](?:{_TARGET}|\[[^\[\]]*+\])", ""),
        (r"\[\^[^\[\]\s]*+\]:?", ""),
        (rf"\[([^\[\]]*+)\](?:{_TARGET}|\[[^\[\]]*+\])(?:\{{:?[^{{}}]*+\}})?", r"\1"),
        (r"<((?:https?://|mailto:)[^<>\s]*+)>", r"\1"),
        (r"<(?![a-zA-Z/!])|<(?=[^<>]*+(?:<|$))", "&lt;"),
        (r"\*\*\*?(?=[^\s*])|(?<=[^\s*])\*\*\*?|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)|~~", ""),
        (r"(?<![\w*])\*(?=[^\s*])([^*]*+)(?<=\S)\*(?!\w)", r"\1"),
        (r"(?<!\w)_(?=[^\s_])([^_]*+)(?<=\S)_(?!\w)", r"\1"),
        (r"==(?=\S)([^=]*+)==", r"\1"),
    )
)
_CODE = re.compile(r"(`{1,3})([^`]++)\1")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_AFTER_HEADING = re.compile(r"[ \t]#+$|\s*\{#[^{}]*+\}$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\] )?(?=\S)")
_RULE = re.compile(r" {0,3}([-*_=])(?:[ \t]*\1)*[ \t]*")
_TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]^][^\[\]]*+\]:\s*\S+")
_HTML_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|[uo]l|li|table|t[rdh]|thead|tbody|blockquote|figure|section|article|hr"
    r"|iframe|script|style)[\s/>]",
    re.IGNORECASE,
)


def body(text: str) -> Body:
    """The paragraphs of a text; items of lists and rows of tables are a line each."""
    return from_html("".join(_blocks(text.splitlines())))


def plain(text: str) -> str:
    """A line without the marks inside it, as HTML."""
    kept = _ESCAPE.sub(lambda found: _ASIDE[found[1]], text)
    kept = _CODE.sub(lambda found: "".join(_ASIDE.get(c, c) for c in found[2]), kept)
    for pattern, replacement in _INLINE:
        kept = pattern.sub(replacement, kept)
    return kept.translate(_BACK)


@dataclass(slots=True)
class _Open:
    """The block that lines are added to, with its tag."""

    tag: str = "p"
    lines: list[str] = field(default_factory=list)

    def close(self, tag: str = "") -> Iterator[str]:
        """The block as HTML, none without a line; the next is a paragraph."""
        text = " ".join(self.lines)
        if text and _HTML_BLOCK.match(text):
            yield "\n".join(self.lines)
        elif text:
            name = tag or self.tag
            yield f"<{name}>{plain(text)}</{name}>"
        self.tag, self.lines = "p", []


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    block = _Open()
    fence = ""
    for raw in lines:
        opening = _FENCE.match(raw)
        if fence:
            if opening and opening[1].startswith(fence):
                fence = ""
            elif raw.strip():
                yield f"<p>{escape(raw.strip())}</p>"
        elif opening:
            yield from block.close()
            fence = opening[1]
        else:
            yield from _line(_QUOTE.sub("", raw), block)
    yield from block.close()


def _line(line: str, block: _Open) -> Iterator[str]:
    """What ends with this line; the line itself is begun or added."""
    text = line.strip()
    if not text or _DEFINITION.fullmatch(line):
        yield from block.close()
    elif heading := _HEADING.match(line):
        yield from block.close()
        yield f"<h2>{plain(_AFTER_HEADING.sub('', line[heading.end() :].rstrip()))}</h2>"
    elif rule := _RULE.fullmatch(line):
        # under a paragraph it makes it a heading
        yield from block.close("h2" if rule[1] in "-=" and block.tag == "p" else "")
    elif text.startswith("|"):
        yield from block.close()
        if not _TABLE_RULE.fullmatch(text):
            cells = (f"<td>{plain(cell.strip())}</td>" for cell in text.strip("|").split("|"))
            yield f"<table><tr>{''.join(cells)}</tr></table>"
    elif item := _ITEM.match(line):
        yield from block.close()
        block.tag, block.lines = "li", [line[item.end() :].strip()]
    else:
        block.lines.append(text.removesuffix("\\"))
