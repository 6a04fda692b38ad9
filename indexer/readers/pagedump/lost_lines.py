"""Where did the lines of a page dump end, whose breaks became spaces or were lost?

What comes twice tells it: the title, the keywords, the publisher's block; and what has a shape of
its own: addresses, dates, the locale. The rest is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import commonprefix

from indexer.readers.pagedump.line_shapes import image, plain
from indexer.readers.pagedump.paragraphs import split_glued
from indexer.readers.pagedump.timestamps import STAMPED

_ADDRESS = re.compile(r"https?://\S{4,2000}")
# Where an address may end that a title touches
_ADDRESS_END = re.compile(
    r"(?<=[\w/])(?=[^\W\d_a-z]|[\"'«“¿¡])|\.(?:[sx]?html?|php|aspx?)(?!\w{0,4}[/?.])"
)
_ISO = re.compile(r"\s?(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)")
_LEDE_DAY = re.compile(r"\d\d?[./]\d\d?[./]\d{4}, ")
_PICTURE = re.compile(
    r"https?://\S{4,2000}?\.(?:jpe?g|png|gif|webp|avif|svg)(?!\w*[./])(?:\?[^\s?]*)?", re.I
)
_EMAIL = re.compile(r"[^\s@]+@[\w.-]+?\.[a-z]{2,12}(?![a-z.-])")
_PATHS = re.compile(r"/html/head/\S*?@content\s?")
_YEAR = re.compile(r"\s?(?P<year>(?:19|20)\d\d)\s?(?P<author>.{0,200})\s?")
_LOCALE = re.compile(r"\s?(?P<section>.{0,80}?)\s?(?P<locale>[a-z]{2}_[A-Z]{2})\s?.*", re.DOTALL)
_RELATED = re.compile(
    r"\s?(?:À lire|Lire|Voir) aussi\s*:?\s?.{1,300}?\d\d?(?:er)? [^\W\d_]{3,9}\.? \d{4}(?:,? (?:à )?\d\d?[:h]\d\d)?"
)
_SUBSCRIBE = re.compile(r"\s?S['’]abonner\s*$")
_NO_TEXT = re.compile(r"©|/html/head|^(?:À )?(?:lire|voir) aussi\b|^\d+ \d+\b", re.IGNORECASE)
_SHORTEST_TEXT = 30
_LONGEST_TITLE = 400
_LONGEST_NAME = 80
_LONGEST_KEYWORDS = 1000
_BLOCK_REACH = 80
_REACH = 5000
_CHARACTER = re.compile(r"\S")
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
    if stamp is None and not any(sign.search(metadata) for sign in (_ISO, _LEDE_DAY, _PICTURE)):
        return None
    metadata = metadata.rstrip()
    headed = plain(metadata).endswith(plain(head.title))
    layers = _Metadata(metadata[: -len(head.title)].rstrip() if headed else metadata)
    lines = [head.address, head.title, head.title, *layers.lines()]
    if stamp:
        lede, paragraphs = _text(head, layers, head.rest[stamp.end() :])
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


class _Metadata:
    """The first layers of a page: what stands between its title and its heading."""

    def __init__(self, text: str) -> None:
        self._text = _PATHS.sub("", text)
        self._iso = _ISO.search(self._text)
        self.source, self.lede = self._lede()
        self._keywords = _doubled_end(self._text)
        self.block = self._publisher()
        self.glued, self._picture = self._glued()

    def lines(self) -> Iterator[str]:
        """The lines of these layers, in order."""
        yield self.source
        yield self.lede
        yield from (one[1] for one in self._dates())
        yield from self._keywords.split(", ")
        yield self._picture
        yield self.glued
        yield from self._blocks()
        yield self._keywords
        yield self._keywords

    def _lede(self) -> tuple[str, str]:
        """The publisher, and the line of the lede that ends in a date and its name."""
        end = self._iso.start() if self._iso else len(self._text)
        day = next(_LEDE_DAY.finditer(self._text, 0, end), None)
        if day is None:
            return "", ""
        source = self._text[day.end() : end].strip()
        if not self._iso or len(source) > _LONGEST_NAME:
            # the publisher opens these layers too
            source = commonprefix([self._text, self._text[day.end() :]]).strip()
        lede = self._text[: day.start()].removeprefix(source).strip()
        return source, f"{lede} {day.group()}{source}"

    def _dates(self) -> list[re.Match[str]]:
        """The dates that follow one another."""
        found: list[re.Match[str]] = []
        match = self._iso
        while match:
            found.append(match)
            match = _ISO.match(self._text, match.end())
        return found

    def _publisher(self) -> str:
        """What comes again and again after the publisher's name, an e-mail in it."""
        if not self.source:
            return ""
        starts = [one.end() for one in re.finditer(re.escape(self.source), self._text)]
        found = [self._text[at : at + 400] for at in starts]
        mailed = [after for after in found if self._is_mailed(after[:_BLOCK_REACH])]
        return self.source + commonprefix(mailed) if len(mailed) > 1 else ""

    def _is_mailed(self, after: str) -> bool:
        """Whether an e-mail comes before the name again, which a legal name may hold."""
        before, at, _ = after.partition("@")
        return bool(at) and self.source not in before

    def _glued(self) -> tuple[str, str]:
        """The glued body without the tags that stand around it, and the picture before it."""
        dated = self._dates()
        start = dated[-1].end() if dated else 0
        end = self._text.find(self.block, start) if self.block else -1
        between = self._text[start : end if end >= 0 else len(self._text)]
        picture = _PICTURE.search(between)
        tags = [tag for tag in self._keywords.split(", ") if tag]
        text = between[picture.end() :] if picture else _without_tags(between, tags)
        return _without_last_tags(text, tags), picture.group() if picture else ""

    def _blocks(self) -> Iterator[str]:
        if not self.block:
            return
        email = _EMAIL.search(self.block.removeprefix(self.source))
        for piece in self._text.split(self.block)[1:]:
            yield self.source
            yield email.group() if email else ""
            if year := _YEAR.fullmatch(piece):
                yield year["year"]
                yield year["author"].strip()
            elif locale := _LOCALE.match(piece):
                yield locale["section"]
                yield locale["locale"]


def _without_tags(text: str, tags: list[str]) -> str:
    for tag in tags:
        text = text.lstrip().removeprefix(tag)
    return text.strip()


def _without_last_tags(text: str, tags: list[str]) -> str:
    """The text without the tags that follow its last sentence."""
    text = text.strip()
    while text[-1:] not in '.!?…»"”':
        shorter = next((text[: -len(tag)].rstrip() for tag in tags if text.endswith(tag)), None)
        if shorter is None:
            break
        text = shorter
    return text


def _doubled_end(text: str) -> str:
    """The keywords that end a text twice, the longest such; empty if none do."""
    text = text[-2 * _LONGEST_KEYWORDS :]
    for length in range(len(text) // 2, 1, -1):
        before = text[:-length].rstrip()
        if before.endswith(text[-length:]):
            return text[-length:].strip()
    return ""


def _text(head: _Head, layers: _Metadata, text: str) -> tuple[str, list[str]]:
    """The lede and the paragraphs of what follows a stamp."""
    if layers.block:
        text = text.replace(layers.block, " ")
    text = _SUBSCRIBE.sub("", _RELATED.sub(" ", text)).strip()
    guessed = split_glued(layers.glued)
    start = _start(text, guessed[0]) if guessed else -1
    if start < 0:
        return "", guessed or ([text] if head.spaced else split_glued(text))
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
    known = cut[: _LEDE_DAY.search(cut).start() if cut else 0].rstrip(" .…")
    if not known or not text.startswith(known):
        return len(text)
    end = re.compile(r"[.!?…](?=\s|[^\W\d_a-z]|©|«|$)").search(text, len(known))
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
