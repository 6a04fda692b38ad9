"""How is a value spelt most? What searchers share to answer it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from indexer.engines import Vocabulary
from indexer.schema import LABEL_MARK

# Of the values of an archive, those that are shown again and again
LABELS_CACHED = 50_000

# Gives the counted terms of a field that stand for the spellings of each of some values.
Spellings = Callable[[str, Sequence[str]], Mapping[str, Iterable[tuple[str, int]]]]


def spellings(vocabulary: Vocabulary) -> Spellings:
    """The spellings of values, for a vocabulary that looks them up by how they begin."""

    def found(field: str, values: Sequence[str]) -> dict[str, Sequence[tuple[str, int]]]:
        prefixes = {value: (field, value + LABEL_MARK) for value in values}
        rows = vocabulary.terms_of(prefixes.values())
        return {value: rows[prefix] for value, prefix in prefixes.items()}

    return found


class Labels:
    """The labels of the values of a generation, each looked up once."""

    def __init__(self) -> None:
        """Knows none."""
        self._known: dict[tuple[str, str], str] = {}

    def of(self, field: str, values: Sequence[str], spellings: Spellings) -> dict[str, str]:
        """The most frequent spelling of each value; of equal ones that with most accents."""
        if len(self._known) > LABELS_CACHED:
            self._known = {}
        known = self._known
        unknown = [value for value in values if (field, value) not in known]
        if unknown:
            found = spellings(field, unknown)
            known.update(((field, one), _most_frequent(one, found.get(one, ()))) for one in unknown)
        return {value: known[field, value] for value in values}


def _most_frequent(value: str, found: Iterable[tuple[str, int]]) -> str:
    rows = ((-count, -_accents(term), term) for term, count in found)
    return min(rows, default=(0, 0, value))[2].removeprefix(value + LABEL_MARK)


def _accents(term: str) -> int:
    return sum(letter.isalpha() and not letter.isascii() for letter in term)
