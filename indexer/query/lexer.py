"""Cut what was typed into signs and words, whatever it holds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.analysis import words
from indexer.analysis.joining import join

_MARKS = "[\u0300-\u036f]*"
_OPENING, _CLOSING = '"«“„‹”', '"»”“›'
# « <<grève générale>> », « ''grève générale'' »
_DOUBLED = r"<<|>>|['’]{2}"
_WORD_ENDS = r"(?=[\s()]|$)"
_LEXEME = re.compile(
    rf"""
      (?P<open>\() | (?P<close>\))
    | (?<![=+\-−:])(?: (?P<and>(?:ET|AND){_WORD_ENDS}|&&) | (?P<or>(?:OU|OR){_WORD_ENDS}|\|\|)
        | (?P<not>(?:SAUF|NOT){_WORD_ENDS})
        | (?P<near>PR[EÈ]{_MARKS}S|NEAR)(?:/?(?P<reach>\d+))?{_WORD_ENDS} )
    | (?P<minus>[-−](?=[^\s\-−])|(?<![^\s(])!(?=[\w"«“(]))
    | (?P<plus>\+(?=[^\s+]))
    | (?P<exact>=(?=[^\s=]))
    | (?P<field>(?:[^\W\d_]{_MARKS})+):(?=[^\s:/)])
    | (?P<opening>[{_OPENING}]|<<|['’]{{2}})(?P<quoted>(?:(?!{_DOUBLED})[^{_CLOSING}])*)
      (?:(?P<closing>[{_CLOSING}]|>>|['’]{{2}})(?:~(?P<between>\d*))?)?
    | (?P<plain>(?:(?!{_DOUBLED}|\|\||&&)[^\s()~{_OPENING}{_CLOSING}]
        |(?<=\w)\([^\W\d_]{{1,5}}\))+)(?:~(?P<edits>\d*))?
    """,
    re.VERBOSE,
)
# Only a hyphen and an apostrophe make one word of two, and « & » of letters: R&D
_SEPARATOR = re.compile(
    r"(?<=[^\W_])(?:[;|+–—…→\\]+|[,/]+(?!\d)|(?<!\d)[,/]+|(?<=[^\W_]{3})&(?=[^\W_]{3}))(?=[^\W_])"
)
_ADDRESS = re.compile(r"://|@|^www\.|^10\.\d{4}")
# After these there is no space
_GLUE = {"", "open", "minus", "plus", "exact", "field"}
_GOVERNING = {"minus", "plus", "exact", "field", "not"}
_DETAILS = {"near": "reach", "quoted": "between", "plain": "edits"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: its kind, its text, the characters [start, end) it covers.

    Kinds: open, close, and, or, not, near, minus, plus, exact, field, quoted, plain. The text of a
    quotation is without its quotes. `number` follows « ~ » or « / », 0 for a « ~ » alone, None
    without; `unclosed` is the quote that a quotation opened without closing it.
    """

    kind: str
    text: str
    start: int
    end: int
    number: int | None = None
    unclosed: str = ""


def lexemes(text: str) -> Iterator[Lexeme]:
    """The pieces of a query in order, without quotations and punctuation that hold no word."""
    signs: list[Lexeme] = []
    for match in _LEXEME.finditer(join(text)):
        kind = next(
            name
            for name, piece in match.groupdict().items()
            if piece is not None and name in _KINDS
        )
        start, end = match.span(kind)
        piece = text[start:end]
        if kind == "plain":
            piece = piece.lstrip("-−+=")  # signs that govern nothing
        if kind in {"quoted", "plain"} and not any(words(piece)):
            continue
        number = match[_DETAILS[kind]] if kind in _DETAILS else None
        lexeme = Lexeme(
            kind,
            piece,
            *match.span(),
            number=None if number is None else int(number[:4] or 0),
            unclosed="" if match["closing"] else match["opening"] or "",
        )
        for rank, part in enumerate(_parts(lexeme)):
            # what governs « grève » in -grève,ville governs « ville »
            again = signs if rank else ()
            yield from (replace(sign, start=part.start, end=part.start) for sign in again)
            yield part
        signs = [*signs, lexeme] if kind in _GOVERNING else []


def _parts(lexeme: Lexeme) -> Iterator[Lexeme]:
    """What holds a word of a plain lexeme, between signs that make no compound: grève/ville."""
    cuts = _cuts(lexeme)
    if not cuts:
        yield lexeme
        return
    begin = lexeme.start
    places = [*cuts, (len(lexeme.text), len(lexeme.text))]
    start = 0
    for cut, after in places:
        last = cut == len(lexeme.text)
        end = lexeme.end if last else begin + cut
        number = lexeme.number if last else None
        text = lexeme.text[start:cut]
        if any(words(text)):
            yield replace(lexeme, text=text, start=begin + start, end=end, number=number)
        start = after


def _cuts(lexeme: Lexeme) -> list[tuple[int, int]]:
    if lexeme.kind != "plain" or _ADDRESS.search(lexeme.text):
        return []
    return [match.span() for match in _SEPARATOR.finditer(lexeme.text)]


_KINDS = set(_LEXEME.groupindex) - {"opening", "closing", *_DETAILS.values()}


def rendered(pieces: Iterable[Lexeme]) -> str:
    """A query that these lexemes are read from, in its plainest spelling."""
    text = before = ""
    for lexeme in pieces:
        glued = lexeme.kind == "close" or before in _GLUE
        text += ("" if glued else " ") + _source(lexeme)
        before = lexeme.kind
    return text


def _plain(text: str) -> str:
    """The text itself, or its words as one where it would be read as more than words."""
    text = text.rstrip(":")  # of a field, it would be one if a word follows
    if [(lexeme.kind, lexeme.text) for lexeme in lexemes(text)] == [("plain", text)]:
        return text
    return "-".join(word.accented for word in words(text))


def _source(lexeme: Lexeme) -> str:
    number = "" if lexeme.number is None else str(lexeme.number or "")
    match lexeme.kind:
        case "quoted":
            return f'"{lexeme.text.strip()}"' + (f"~{number}" if lexeme.number is not None else "")
        case "plain":
            return _plain(lexeme.text) + (f"~{number}" if lexeme.number is not None else "")
        case "near":
            return lexeme.text + (f"/{number}" if lexeme.number is not None else "")
        case "field":
            return f"{lexeme.text}:"
        case "date" | "depuis" | "avant":
            return f"{lexeme.kind}:{lexeme.text}"
    return lexeme.text
