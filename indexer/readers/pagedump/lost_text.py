"""Which paragraphs does a visible page have, whose lines are lost?"""

import re
from collections.abc import Iterator

from indexer.readers.pagedump.line_shapes import plain
from indexer.readers.pagedump.lost_layers import LEDE_DAY, Metadata
from indexer.readers.pagedump.paragraphs import split_glued

_RELATED = re.compile(
    r"\s?(?:À lire|Lire|Voir) aussi\s*:?\s?.{1,150}?\d\d?(?:er)? [^\W\d_]{3,9}\.? \d{4}"
    r"(?:,? (?:à )?\d\d?[:h]\d\d)?"
)
_SUBSCRIBE = re.compile(r"\s?S['’]abonner\s*$")
_NO_TEXT = re.compile(r"©|/html/head|^(?:À )?(?:lire|voir) aussi\b|^\d+ \d+\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s|[^\W\d_a-z]|©|«|$)")
_CHARACTER = re.compile(r"\S")
_SHORTEST_TEXT = 30
_REACH = 5000
_START = 20


def paragraphs_after(text: str, layers: Metadata, *, spaced: bool) -> tuple[str, list[str]]:
    """The lede and the paragraphs of what follows a stamp.

    Where breaks were lost, unlike where they became spaces (`spaced`), words touch at links: the
    glued body, which has them apart, is taken wherever the two say the same.
    """
    if layers.block:
        text = text.replace(layers.block, " ")
    text = _SUBSCRIBE.sub("", _RELATED.sub(" ", text)).strip()
    guessed = split_glued(layers.glued)
    start = _start(text, guessed[0]) if guessed else -1
    if start < 0:
        return "", guessed or ([text] if spaced else split_glued(text))
    end = _lede_end(text[:start], layers.lede)
    quoted = [text[end:start].strip()] if _is_text(text[end:start]) else []
    return text[:end].strip(), [*quoted, *_cut(text[start:], guessed)]


def _start(text: str, first: str) -> int:
    """Where a first paragraph begins, the more of it is the same the surer; -1 if nowhere."""
    found = (text.find(first[:length], 1) for length in (4 * _START, 2 * _START, _START))
    return next((start for start in found if start > 0), -1)


def _lede_end(text: str, cut: str) -> int:
    """Where the lede ends in the text before the first paragraph that the glued body has.

    It goes on to the end of the sentence in which the other copy cuts it, where quotations follow
    that the glued body omits, or a caption.
    """
    known = LEDE_DAY.split(cut, maxsplit=1)[0].rstrip(" .…")
    if not known or not text.startswith(known):
        return len(text)
    end = _SENTENCE_END.search(text, len(known))
    rest = text[end.end() :].lstrip() if end else ""
    return end.end() if end and rest[:1] in tuple('«"“—–©') else len(text)


def _cut(text: str, guessed: list[str]) -> Iterator[str]:
    """The paragraphs of the glued body, and what the text has between them that may be one."""
    start = 0
    for paragraph, following in zip(guessed, [*guessed[1:], ""], strict=True):
        reach = start + len(paragraph) + _REACH
        end = text.find(following[:_START], start + 1, reach + _START) if following else len(text)
        if end < 0:
            yield paragraph
            continue
        rest = _beyond(text[start:end], paragraph)
        yield paragraph
        if _is_text(rest):
            yield rest
        start = end


def _beyond(text: str, paragraph: str) -> str:
    """What a text has after a paragraph, white space aside; empty if it does not begin with it."""
    wanted = len("".join(paragraph.split()))
    end = next((m.end() for i, m in enumerate(_CHARACTER.finditer(text), 1) if i == wanted), 0)
    same = plain("".join(text[:end].split())) == plain("".join(paragraph.split()))
    return text[end:].strip() if same else ""


def _is_text(text: str) -> bool:
    """Whether a text that the glued body does not have may be one: a quotation, a post."""
    return len(text) > _SHORTEST_TEXT and not _NO_TEXT.search(text)
