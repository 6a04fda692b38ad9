"""What was decided by hand: which words are apart, which together, which names come first?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """Words as they are written but for names, which are folded.

    `apart` have a stem of their own and `together` gives others that of a head; `joined` were read
    and may have the stem that a rule gives them. `met` are pairs of a verb and its participle.
    """

    apart: frozenset[str] = frozenset()
    together: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    met: tuple[tuple[str, str], ...] = ()


def curated(folder: Path = FOLDER) -> Curated:
    """The lists of a folder: words between white space, « # » before a comment."""
    return Curated(
        apart=_words(folder / "apart.txt"),
        together={word: head for head, *words in _lines(folder / "together.txt") for word in words},
        names=_words(folder / "names.txt"),
        joined=_words(folder / "joined.txt"),
        met=tuple((verb, participle) for verb, participle in _lines(folder / "met.txt")),
    )


def _words(path: Path) -> frozenset[str]:
    return frozenset(word for line in _lines(path) for word in line)


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if words := line.partition("#")[0].split():
            yield words
