"""Which paragraphs does the text of an export have: HTML, Markdown, plain, or a list of blocks?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from indexer.readers import markdown_text
from indexer.readers.paragraphs import Body, from_html, from_text
from indexer.readers.tabular import spip
from indexer.readers.tabular.values import TEXT, is_html, texts, unwrapped

NOTHING = Body((), ())
_PARAGRAPHS = re.compile(r"<(?:p|div|br)[\s/>]", re.IGNORECASE)
_OPENS_BLOCK = re.compile(
    r"\s*<(?:h[1-6]|[uo]l|li|blockquote|table|section|article|figure|hr|!--)\b", re.IGNORECASE
)
_BLANK = re.compile(r"\n[^\S\n]*\n")
# What plain texts of newsrooms do not hold by chance
_MARKDOWN = re.compile(
    r"^#{2,6} \S|\[[^\[\]\n]*+\]\(https?://|(?<!\*)\*\*[^\s*][^*\n]*+\*\*", re.MULTILINE
)
# Where editors of rich texts keep the blocks of a text, and the runs of a block
_CHILDREN = ("content", "children", "blocks", "paragraphs", "data", "document", "root", "items")
_HEADINGS = frozenset("heading header title subtitle h1 h2 h3 h4 h5 h6 intertitre".split())
# Blocks that are no text of the article
_ASIDE = frozenset(
    "image video audio gallery slideshow embed oembed_response interstitial_link reference"
    " raw_html custom_embed".split()
)
_RUNS = frozenset("text link strong em hyperlink mark".split())
_MAX_DEPTH = 20


def body(value: object) -> Body:
    """The paragraphs of a value; none where it holds no text."""
    blocks = [block for block in _blocks(value) if block.text.strip()]
    if not blocks:
        return NOTHING
    if len(blocks) == 1 and blocks[0].tag == "p":
        return of_text(blocks[0].text)
    return from_html("".join(block.markup for block in blocks))


def of_text(text: str) -> Body:
    """The paragraphs of a text, by what its marks say that it is."""
    whole = unwrapped(text.replace("\r\n", "\n").replace("\r", "\n"))
    if spip.is_spip(whole):
        return from_html(_with_paragraphs(spip.markup(whole)))
    if is_html(whole):
        return from_html(whole if _PARAGRAPHS.search(whole) else _with_paragraphs(whole))
    if _MARKDOWN.search(whole):
        return markdown_text.body(whole)
    return from_text(unescape(whole) if "&" in whole else whole)


def line(text: str) -> str:
    """A text as one line, without tags; no-break spaces are kept."""
    whole = unwrapped(text)
    if is_html(whole):
        return " ".join(from_html(whole).lines)
    return " ".join(from_text(unescape(whole) if "&" in whole else whole).lines)


def _with_paragraphs(text: str) -> str:
    """HTML whose paragraphs are blank lines, or lines where none is blank."""
    parts = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return "".join(part if _OPENS_BLOCK.match(part) else f"<p>{part}</p>" for part in parts)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of a body, plain or HTML, and the tag that it stands for."""

    text: str
    tag: str = "p"

    @property
    def markup(self) -> str:
        if is_html(self.text):
            return f"<div>{self.text}</div>"
        return f"<{self.tag}>{escape(unescape(self.text))}</{self.tag}>"


def _blocks(value: object, depth: int = 0) -> Iterator[_Block]:
    if isinstance(value, str):
        yield from map(_Block, texts(value))
    elif depth > _MAX_DEPTH:
        return
    elif isinstance(value, list):
        for one in value:
            yield from _blocks(one, depth + 1)
    elif isinstance(value, dict):
        yield from _in_block(value, depth)


def _in_block(value: Mapping[str, object], depth: int) -> Iterator[_Block]:
    """The blocks of an object, which is one or holds others."""
    kinds = {_kind(value, name) for name in ("type", "nodeType", "_type", "style")}
    tag = "h2" if kinds & _HEADINGS else "p"
    children = _children(value)
    if kinds & _ASIDE:
        return
    if isinstance(children, list) and all(map(_is_run, children)):
        yield _Block("".join(map(_run, children)), tag)
    elif children:
        yield from _tagged(_blocks(children, depth + 1), tag)
    else:
        yield from (_Block(text, tag) for text in texts(value, (*TEXT, "content")))


def _kind(value: Mapping[str, object], name: str) -> str:
    """What a block is by one of its names: « heading » of `heading-2`."""
    return str(value.get(name) or "").lower().partition("-")[0]


def _tagged(blocks: Iterator[_Block], tag: str) -> Iterator[_Block]:
    return (_Block(block.text, tag) if tag != "p" else block for block in blocks)


def _children(value: Mapping[str, object]) -> object:
    found = (value.get(name) for name in _CHILDREN)
    return next((one for one in found if isinstance(one, list | dict) and one), None)


def _is_run(child: object) -> bool:
    """Whether a child of a block is a piece of one paragraph."""
    if not isinstance(child, dict) or isinstance(child.get("content"), str):
        return False
    return child.get("type") in _RUNS or (
        "type" not in child and isinstance(child.get("text"), str)
    )


def _run(child: Mapping[str, object], depth: int = 0) -> str:
    if depth < _MAX_DEPTH and isinstance(inner := _children(child), list):
        return "".join(_run(one, depth + 1) for one in inner if isinstance(one, dict))
    text = child.get("text") or child.get("value")
    return text if isinstance(text, str) else ""
