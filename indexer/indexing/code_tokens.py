"""What does a piece of Python say, whatever its comments, its layout and the Python that reads it?

Syntax trees differ from one version of Python to the next; these tokens do not.
"""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator

_DEEPER = {tokenize.INDENT: 1, tokenize.DEDENT: -1}
# What tokenize tells of the file and of the layout
_SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER, *_DEEPER}
# Since Python 3.12 an f-string is several tokens
FSTRING = tuple(getattr(tokenize, f"FSTRING_{end}", -1) for end in ("START", "END"))

Place = tuple[int, int]
Token = tuple[int, str, Place, Place, str]


def by_line(text: str, tree: ast.Module) -> dict[int, list[str]]:
    """The tokens of a program, by the line where each begins, docstrings left out.

    Each logical line begins with its depth: tokenize tells where a block ends in the next one.
    """
    silent = set(_docstrings(tree))
    found: dict[int, list[str]] = {}
    depth, begins = 0, True
    for kind, said, line in joined(_generated(text), text, FSTRING):
        depth += _DEEPER.get(kind, 0)
        if kind == tokenize.NEWLINE:
            begins = True
        elif kind not in _SILENT and line not in silent:
            found.setdefault(line, []).extend([str(depth), said] if begins else [said])
            begins = False
    return found


def _generated(text: str) -> Iterator[Token]:
    return tokenize.generate_tokens(io.StringIO(text).readline)


def _docstrings(tree: ast.Module) -> Iterator[int]:
    """The lines of texts that stand by themselves."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int() as last):
                yield from range(first, last + 1)


def joined(
    tokens: Iterable[Token], text: str, fstring: tuple[int, ...]
) -> Iterator[tuple[int, str, int]]:
    """The kinds of the tokens, what they say, their lines; an f-string is one, as it is written.

    `fstring` holds the kinds that open and close one.
    """
    rows = text.splitlines(keepends=True)
    opening, closing = fstring
    open_at: list[Place] = []
    for kind, said, start, end, _ in tokens:
        if kind == opening:
            open_at.append(start)
        elif kind == closing:
            begun = open_at.pop()
            if not open_at:
                yield tokenize.STRING, _between(rows, begun, end), begun[0]
        elif not open_at:
            yield kind, said, start[0]


def _between(rows: list[str], start: Place, end: Place) -> str:
    """The text from one place to another, each a line and a column."""
    taken = rows[start[0] - 1 : end[0]]
    taken[-1] = taken[-1][: end[1]]
    taken[0] = taken[0][start[1] :]
    return "".join(taken)
