"""Do the forms of a word meet, do different words stay apart, does an accent change anything?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path

from benchmarks.relevance.chains import Chain
from benchmarks.relevance.documents import without_accents

FAMILIES = Path(__file__).with_name("families.txt")
BUCKET = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A form of a lemma, and how often it is met."""

    form: str
    lemma: str
    frequency: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflation:
    """Shares from 0 to 1, all better when lower.

    `ui` and `oi` are the under- and over-stemming indexes of Paice 1994, "An evaluation method for
    stemming algorithms": the share of pairs of forms of one lemma that do not meet, the share of
    pairs of forms of no common lemma that do. The second counts only pairs with the same first
    three letters: any chain keeps the others apart.
    `missed` and `noise` weigh forms by frequency: of what a form should find, the share that it
    does not; of what it finds, the share that is of another lemma.
    """

    ui: float
    oi: float
    missed: float
    noise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Accents:
    """How many spellings with an accent or a ligature were tried, and the % that it changes."""

    tried: int
    changed: float


def accents(spellings: Iterable[str], chain: Chain) -> Accents:
    """What becomes of the accented spellings when their accents are stripped."""
    pairs = {(text, bare) for text in spellings if (bare := without_accents(text)) != text}
    changed = sum(chain(text) != chain(bare) for text, bare in pairs)
    return Accents(tried=len(pairs), changed=100 * changed / max(len(pairs), 1))


def families(path: Path = FAMILIES) -> list[Row]:
    """The forms of a file of one family a line; the first form stands for the lemma."""
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [Row(form, family[0]) for family in lines for form in family]


def lexicon(path: Path) -> list[Row]:
    """The rows of a TSV file form, lemma, frequency, without a header."""
    cells = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Row(form, lemma, float(frequency)) for form, lemma, frequency in cells]


def measure(rows: Iterable[Row], chain: Chain) -> Conflation:
    """The four shares over a lexicon."""
    held = list(rows)
    stems = {row.form: " ".join(chain(row.form)) for row in held}
    lemmas: dict[str, set[str]] = defaultdict(set)
    for row in held:
        lemmas[row.lemma].add(row.form)
    same = {pair for found in lemmas.values() for pair in combinations(sorted(found), 2)}
    apart = sum(stems[one] != stems[other] for one, other in same)
    missed, noise = _weighed(held, stems)
    return Conflation(
        ui=apart / len(same), oi=_overstemmed(same, stems), missed=missed, noise=noise
    )


def _overstemmed(same: set[tuple[str, str]], stems: Mapping[str, str]) -> float:
    """OI: pairs are counted by bucket and stem, never listed, then those of one lemma are taken."""
    buckets = {form: without_accents(form).lower()[:BUCKET] for form in stems}
    sizes = Counter(buckets.values())
    met = Counter((buckets[form], stem) for form, stem in stems.items())
    together = [(one, other) for one, other in same if buckets[one] == buckets[other]]
    pairs = sum(comb(count, 2) for count in sizes.values()) - len(together)
    meetings = sum(comb(count, 2) for count in met.values())
    return (meetings - sum(stems[one] == stems[other] for one, other in together)) / pairs


def _weighed(rows: list[Row], stems: Mapping[str, str]) -> tuple[float, float]:
    wanted: dict[str, float] = defaultdict(float)
    found: dict[str, float] = defaultdict(float)
    right: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        stem = stems[row.form]
        wanted[row.lemma] += row.frequency
        found[stem] += row.frequency
        right[row.lemma, stem] += row.frequency
    total = sum(row.frequency for row in rows)
    missed = noise = 0.0
    for (lemma, stem), mass in right.items():
        if not mass:
            continue
        missed += mass * (1 - mass / wanted[lemma])
        noise += mass * (1 - mass / found[stem])
    return missed / total, noise / total
