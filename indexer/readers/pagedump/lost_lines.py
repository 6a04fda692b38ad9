"""Where did the lines of a page dump end, whose breaks became spaces or were lost?

What comes twice tells it: the title, the keywords, the publisher's block; and what has a shape of
its own: addresses, dates, the locale. The rest is guessed.
"""

import re
from dataclasses import dataclass

from indexer.readers.pagedump.line_shapes import image, plain
from indexer.readers.pagedump.lost_layers import ISO, LEDE_DAY, PICTURE, Metadata
from indexer.readers.pagedump.lost_text import paragraphs_after
from indexer.readers.pagedump.timestamps import STAMPED

_ADDRESS = re.compile(r"https?://\S{4,2000}")
# Where an address may end that a title touches
_ADDRESS_END = re.compile(
    r"(?<=[\w/])(?=[^\W\d_a-z]|[\"'«“¿¡])|\.(?:[sx]?html?|php|aspx?)(?!\w{0,4}[/?.])"
)
_LONGEST_TITLE = 400
_START = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The address and the title that open a page, and what follows the title.

    `spaced` says that breaks became spaces, else nothing stands in their place.
    """

    address: str
    title: str
    spaced: bool
    rest: str


def unfolded(line: str) -> list[str] | None:
    """The lines of a page that is one line; None where nothing shows that it is one."""
    head = _head(line)
    if head is None:
        return None
    stamp = _stamp(head)
    metadata = head.rest[: stamp.start()] if stamp else head.rest
    if stamp is None and not any(sign.search(metadata) for sign in (ISO, LEDE_DAY, PICTURE)):
        return None
    metadata = metadata.rstrip()
    headed = plain(metadata).endswith(plain(head.title))
    layers = Metadata(metadata[: -len(head.title)].rstrip() if headed else metadata)
    lines = [head.address, head.title, head.title, *layers.lines()]
    if stamp:
        lede, paragraphs = paragraphs_after(head.rest[stamp.end() :], layers, spaced=head.spaced)
        lines += [head.title, f"{stamp.group().strip()} {lede}".strip(), *paragraphs]
    return list(filter(None, lines))


def _head(line: str) -> _Head | None:
    address = next((one for one in _ADDRESS.finditer(line) if not image(one.group())), None)
    if address is None or address.end() == len(line):
        return None
    ends = (match.end() for match in _ADDRESS_END.finditer(line, address.start(), address.end()))
    places = [*ends, address.end()]
    for end in places:
        if title := _doubled(line[end : end + 2 * _LONGEST_TITLE + 2].lstrip()):
            rest = line[end:].lstrip()[len(title) :]
            return _Head(
                address=line[address.start() : end],
                title=title,
                spaced=rest[:1].isspace(),
                rest=rest.lstrip()[len(title) :].lstrip(),
            )
    return _once(line, address.start(), places)


def _doubled(text: str) -> str:
    """The title that opens a text twice, empty if none does."""
    compared = plain(text)
    at = compared.find(compared[:_START], 1)
    while 0 < at <= _LONGEST_TITLE:
        title = compared[:at].rstrip()
        if len(title) > 1 and compared.startswith(title, at):
            return text[: len(title)]
        at = compared.find(compared[:_START], at + 1)
    return ""


def _once(line: str, start: int, places: list[int]) -> _Head | None:
    """The head of a page part: its title stands between its address and its stamp."""
    touched = (end for end in places[:-1] if line[end - 1].isalnum() and line[end].isupper())
    end = next(touched, places[-1])
    spaced = end == places[-1]
    stamp = STAMPED.search(line, end)
    if stamp is None or stamp.start() - end > _LONGEST_TITLE:
        return None
    title = line[end : stamp.start()].strip()
    head = _Head(address=line[start:end], title=title, spaced=spaced, rest=line[stamp.start() :])
    return head if title else None


def _stamp(head: _Head) -> re.Match[str] | None:
    """The stamp that the heading comes before, else the first after the metadata."""
    stamps = list(STAMPED.finditer(head.rest))
    title = plain(head.title)
    headed = (one for one in stamps if _before(head.rest, one.start(), len(title)) == title)
    return next(headed, next(iter(stamps), None))


def _before(text: str, end: int, length: int) -> str:
    """The text that comes before a place, a space aside."""
    end -= text[end - 1 : end].isspace()
    return plain(text[max(0, end - length) : end])
