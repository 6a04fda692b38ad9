"""Which spelling does a compound have beside the one typed: week-end, weekend?"""

from collections.abc import Sequence

from indexer.analysis import Word, stem
from indexer.analysis.terms import STEM
from indexer.engines import Vocabulary
from indexer.schema import TextField

# What a compound begins or ends with: any other cut would find « par terre » for « parterre »
_FIRST = frozenset(
    """
    aero agro al anti arc auto avant bfm bio centre co contre court cyber data demi double eco
    electro euro ex extra extreme franco garde haut hold hyper infra inter intra jean kilo mac macro
    mal marie mega meta micro mi mini mono mont moto moyen multi narco neo non nord ouest para photo
    pique plate poly porte post pre primo pro pseudo psycho quasi radio retro saint sainte semi
    socio sous start sud super supra techno tele trans tri turbo ultra uni vice video week
    """.split()
)
_LAST = frozenset({"tv", "radio", "info"})
_LEAST = 2


def whole(words: Sequence[Word], fields: Sequence[TextField], vocabulary: Vocabulary) -> str | None:
    """The stem term of the words written as one, None where the archive has no such word."""
    one = "".join(word.literal for word in words)
    return STEM + stem(one) if _is_held(one, fields, vocabulary) else None


def parts(word: Word, fields: Sequence[TextField], vocabulary: Vocabulary) -> list[str] | None:
    """The stem terms of the two parts of a word, None where it has none that the archive has."""
    for cut in range(_LEAST, len(word.literal) - _LEAST + 1):
        first, last = word.literal[:cut], word.literal[cut:]
        if (first in _FIRST or last in _LAST) and all(
            _is_held(part, fields, vocabulary) for part in (first, last)
        ):
            return [STEM + stem(first), STEM + stem(last)]
    return None


def written_as_one(
    typed: Sequence[Word], fields: Sequence[TextField], vocabulary: Vocabulary
) -> str | None:
    """The stem term of two words typed apart that the archive writes as one, None without any."""
    left, right = typed
    is_compound = left.literal in _FIRST or right.literal in _LAST
    return whole(typed, fields, vocabulary) if is_compound else None


def _is_held(literal: str, fields: Sequence[TextField], vocabulary: Vocabulary) -> bool:
    """Whether a form of a word stands in the archive."""
    term = STEM + stem(literal)
    return any(vocabulary.frequencies(field.name, [term])[term] for field in fields)
