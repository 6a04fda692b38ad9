"""What is measured for each chain, in the fast run and with the data that a run is given?"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.relevance import conflation, documents, judgements, names, ranking
from benchmarks.relevance.chains import Chain
from benchmarks.relevance.conflation import Accents, Conflation
from benchmarks.relevance.documents import Collection, Question
from benchmarks.relevance.names import Names
from benchmarks.relevance.ranking import Index, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The questions as they are written, and typed without accents."""

    typed: Ranking
    without_accents: Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Data that the repository does not hold; None or empty where the run was given none."""

    piaf: Path | None
    lexicon: Path | None
    words: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One chain. `samples_accents` are of the words of the samples, `accents` of the lists.

    `names` are those of PIAF.
    """

    samples: Ranked
    samples_accents: Accents
    families: Conflation
    piaf: Ranked | None
    names: Names | None
    lexicon: Conflation | None
    accents: Accents | None


NOTHING = Extra(piaf=None, lexicon=None, words=())


class Material:
    """The data of a run, read once for all chains."""

    def __init__(self, extra: Extra) -> None:
        self._samples = judgements.samples()
        self._chunks = {chunk for text in self._samples.texts.values() for chunk in text.split()}
        self._families = conflation.families()
        self._piaf = documents.piaf(extra.piaf) if extra.piaf else None
        self._names = names.known() if extra.piaf else frozenset[str]()
        self._lexicon = conflation.lexicon(extra.lexicon) if extra.lexicon else None
        self._words = {
            line for path in extra.words for line in path.read_text(encoding="utf-8").splitlines()
        }

    def measure(self, chain: Chain) -> Report:
        """Every figure of a chain."""
        return Report(
            samples=_ranked(self._samples, chain),
            samples_accents=conflation.accents(self._chunks, chain),
            families=conflation.measure(self._families, chain),
            piaf=_ranked(self._piaf, chain) if self._piaf else None,
            names=self._precision(chain),
            lexicon=conflation.measure(self._lexicon, chain) if self._lexicon else None,
            accents=conflation.accents(self._words, chain) if self._words else None,
        )

    def _precision(self, chain: Chain) -> Names | None:
        if self._piaf is None or not self._names:
            return None
        return names.measure(self._piaf.texts.values(), self._names, chain)


def _ranked(collection: Collection, chain: Chain) -> Ranked:
    index = Index(collection.texts, chain)
    return Ranked(
        typed=ranking.measure(index, collection.questions),
        without_accents=ranking.measure(index, _stripped(collection.questions)),
    )


def _stripped(questions: Iterable[Question]) -> list[Question]:
    return [
        Question(documents.without_accents(question.text), question.grades)
        for question in questions
    ]


def figures(report: Report) -> dict[str, float]:
    """The figures of a report by dotted name: samples.typed.ndcg."""
    found: dict[str, float] = {}
    for name, part in asdict(report).items():
        if part is not None:
            found |= _flat(name, part)
    return found


def _flat(name: str, part: dict[str, dict[str, float] | float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, held in part.items():
        match held:
            case dict():
                found |= {f"{name}.{key}.{last}": figure for last, figure in held.items()}
            case _:
                found[f"{name}.{key}"] = held
    return found
