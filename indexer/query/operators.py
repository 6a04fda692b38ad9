"""Which words are operators: those in capitals, but in a text that is all in capitals?"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import words
from indexer.analysis.lexicon import lookup
from indexer.messages.french_format import NBSP, quoted
from indexer.query.lexer import Lexeme, rendered
from indexer.query.repair import WORDS, QueryWarning, Repairs

OPERATORS = {"and", "or", "not", "near"}
LONGEST_SIGLE = 5
# « et » asks for nothing more in capitals
_HINTED = {
    "ou": ("or", "OU", "l’un ou l’autre"),
    "sauf": ("not", "SAUF", "sans ce qui suit"),
}
# Words of the dictionary that the lexicon leaves out, as the stemmer gets them right
_SMALL = frozenset(
    """
    a au aux avec ce ces dans de des du elle en entre est et il ils je la le les leur lui ma mes mon
    ne nos notre nous on ou par pas plus pour qui quand que sa sans se ses si son sur tout tous un
    une va vers vos votre vous y
    """.split()
)


def capitals(found: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """A text all in capitals has no operators, unless every other word is a sigle."""
    texts = [lexeme.text for lexeme in found if lexeme.kind in WORDS]
    operators = [lexeme for lexeme in found if lexeme.kind in OPERATORS and lexeme.text.isalpha()]
    if not operators or not " ".join(texts).isupper() or all(map(_is_sigle, texts)):
        return list(found)
    for lexeme in operators:
        message = f"tout est en capitales{NBSP}: {quoted(lexeme.text)} est cherché comme un mot"
        repairs.add(message, lexeme.start, lexeme.end)
    return [
        replace(lexeme, kind="plain", number=None) if lexeme in operators else lexeme
        for lexeme in found
    ]


def hints(found: Sequence[Lexeme]) -> tuple[QueryWarning, ...]:
    """What words in lower case would ask for in capitals; each query to type is that search.

    Among capitals, « TOUT sauf LA MÉTÉO », one was put in lower case to be a word.
    """
    if " ".join(one.text for one in found if one.text not in _HINTED).isupper():
        return ()
    return tuple(
        QueryWarning(
            f"{quoted(lexeme.text)} est cherché comme un mot{NBSP}: en capitales, {meant}",
            lexeme.start,
            lexeme.end,
            rendered([*found[:rank], replace(lexeme, kind=kind, text=sign), *found[rank + 1 :]]),
        )
        for rank, lexeme in enumerate(found[1:-1], 1)
        if lexeme.kind == "plain"
        for kind, sign, meant in (_HINTED.get(lexeme.text, ("", "", "")),)
        if kind and {found[rank - 1].kind, found[rank + 1].kind} <= WORDS
    )


def _is_sigle(text: str) -> bool:
    return all(
        len(word.literal) <= LONGEST_SIGLE
        and word.literal not in _SMALL
        and not lookup(word.literal)
        for word in words(text)
    )
