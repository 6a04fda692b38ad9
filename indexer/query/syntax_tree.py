"""Which parts does a query have, once read? The syntax tree, before fields and terms are chosen."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from indexer.analysis import Word
from indexer.schema import TextField


class Kind(Enum):
    """How the words of a clause are matched."""

    WORDS = auto()  # in any form
    PHRASE = auto()  # as they are, one after the other
    EXACT = auto()  # as they are, accents included
    PATTERN = auto()  # the last one is a pattern
    FUZZY = auto()  # or words spelled almost so
    EQUIVALENT = auto()  # of what was typed: one after the other, in any form but for a sigle


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Words that are asked for in one way.

    `text` is what was typed, without signs; the characters [start, end) are where it stands in the
    query. `field` None stands for every field of SEARCHED. `pattern` is folded and only of PATTERN,
    `words` being those before it. `distance` is the number of edits allowed (FUZZY; 0 where the
    length of the word decides) or of other words allowed between two of these (PHRASE).
    `required` tells that it was typed under « + », `optional` that it only adds to scores.
    """

    kind: Kind
    text: str
    words: tuple[Word, ...]
    start: int
    end: int
    field: TextField | None = None
    pattern: str = ""
    distance: int = 0
    required: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Publication between two days, both included; None is no bound."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Proximity:
    """Two words in either order with at most `distance` other words between them."""

    left: Clause
    right: Clause
    distance: int


@dataclass(frozen=True, slots=True)
class Negation:
    """What must not be there."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Conjunction:
    """All of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Any of these."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Words typed side by side, or other spellings of them: clauses of the kind EQUIVALENT.

    `key` is that of the spelling which has them, in these words.
    """

    key: str
    typed: tuple[Clause, ...]
    others: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """What was typed."""
        return " ".join(clause.text for clause in self.typed)


Node = Clause | Days | Proximity | Negation | Conjunction | Disjunction | Equivalence
