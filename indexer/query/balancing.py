"""Balance what was typed: signs stand where they govern something, parentheses close."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import words
from indexer.messages.french_format import NBSP, quoted
from indexer.query.lexer import Lexeme
from indexer.query.repair import Repairs
from indexer.query.wildcards import pattern

MAX_DEPTH = 8

_PREFIXES = {"minus", "exact", "field"}
_NEGATIONS = {"minus", "not"}
_BINARY = {"and", "or", "near"}
_UNFINISHED = _PREFIXES | _BINARY | {"not"}


def balanced(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """The lexemes repaired so that the grammar of `indexer.query.parser` reads them."""
    builder = _Builder(repairs)
    for rank, lexeme in enumerate(typed):
        builder.add(lexeme, typed[rank + 1] if rank + 1 < len(typed) else None)
    return builder.done()


class _Builder:
    def __init__(self, repairs: Repairs) -> None:
        self._repairs = repairs
        self._kept: list[Lexeme] = []
        # the parentheses that are open, None for one left out
        self._open: list[Lexeme | None] = []

    def add(self, lexeme: Lexeme, following: Lexeme | None) -> None:
        """Keep a lexeme where it has its place; `following` is the next one, None at the end."""
        # the word that a prefix stood at may have been dropped
        while self._after_prefix() and self._kept[-1].end != lexeme.start:
            self._kept.pop()
        match lexeme.kind:
            case "open":
                self._enter(lexeme)
            case "close":
                self._leave(lexeme)
            case "and" | "or" | "near":
                self._join(lexeme, following)
            case "plus" if self._after_prefix():
                self._kept[-1] = replace(self._kept[-1], end=lexeme.end)
            case "plus":
                pass  # every word is needed without it
            case "exact" | "minus" | "not":
                self._prefix(lexeme)
            case _:
                self._kept.append(lexeme)

    def _prefix(self, lexeme: Lexeme) -> None:
        """Keep a sign once."""
        before = self._kept[-1].kind if self._kept else ""
        if before in _NEGATIONS and lexeme.kind in _NEGATIONS:
            self._repairs.add("négation répétée", lexeme.start, lexeme.end)
        elif not before == lexeme.kind == "exact":
            self._kept.append(lexeme)

    def _after_prefix(self) -> bool:
        return bool(self._kept) and self._kept[-1].kind in _PREFIXES

    def done(self) -> list[Lexeme]:
        """The lexemes kept: unfinished signs are dropped, open parentheses are closed."""
        self._finish()
        for opened in filter(None, reversed(self._open)):
            if self._kept and self._kept[-1] is opened:
                self._kept.pop()
                self._finish()
                continue
            last = self._kept[-1].end
            message = f"parenthèse non fermée{NBSP}: elle va jusqu’au bout"
            self._repairs.add(message, opened.start, last)
            self._kept.append(Lexeme("close", ")", last, last))
        return self._kept

    def _enter(self, lexeme: Lexeme) -> None:
        if len(self._open) < MAX_DEPTH:
            self._kept.append(lexeme)
            self._open.append(lexeme)
        else:
            self._too_deep(lexeme)
            self._open.append(None)

    def _leave(self, lexeme: Lexeme) -> None:
        if not self._open:
            message = "parenthèse fermée sans avoir été ouverte"
            self._repairs.add(message, lexeme.start, lexeme.end)
            return
        self._finish()
        opened = self._open.pop()
        if opened is None:
            self._too_deep(lexeme)
        elif self._kept[-1] is opened:
            self._kept.pop()
            self._repairs.add("parenthèses vides", opened.start, lexeme.end)
            self._finish()
        else:
            self._kept.append(lexeme)

    def _too_deep(self, lexeme: Lexeme) -> None:
        message = f"pas plus de {MAX_DEPTH} parenthèses les unes dans les autres"
        self._repairs.add(message, lexeme.start, lexeme.end)

    def _join(self, lexeme: Lexeme, following: Lexeme | None) -> None:
        before = self._kept[-1] if self._kept else None
        if before is None or before.kind == "open" or before.kind in _UNFINISHED:
            message = f"{quoted(lexeme.text)} n’a rien à sa gauche"
            self._repairs.add(message, lexeme.start, lexeme.end)
        elif lexeme.kind == "near" and self._unrelated(before, following):
            message = f"{quoted(lexeme.text)} relie deux mots{NBSP}: compris comme ET"
            self._repairs.add(message, lexeme.start, lexeme.end)
            self._kept.append(replace(lexeme, kind="and", text="ET", number=None))
        else:
            self._kept.append(lexeme)

    def _unrelated(self, before: Lexeme, following: Lexeme | None) -> bool:
        """Whether both sides exist and one of them is not a single word, plain or quoted."""
        if following is None or (following.kind == "close" and self._open):
            return False  # told as a sign that governs nothing
        exact = self._kept[-2:-1] and self._kept[-2].kind == "exact"
        return bool(exact) or not (_is_word(before) and _is_word(following))

    def _finish(self) -> None:
        """Drop the last signs, which govern nothing."""
        while self._kept and self._kept[-1].kind in _UNFINISHED:
            lexeme = self._kept.pop()
            message = f"{quoted(lexeme.text)} n’a rien à sa droite"
            self._repairs.add(message, lexeme.start, lexeme.end)


def _is_word(lexeme: Lexeme) -> bool:
    """Whether a lexeme is one word, plain or quoted."""
    bare = lexeme.kind == "plain" and lexeme.number is None and not pattern(lexeme.text)[1]
    return (bare or lexeme.kind == "quoted") and len(list(words(lexeme.text))) == 1
