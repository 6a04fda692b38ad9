"""Measure the French analysis next to simpler ones; a table, JSON, and floors not to fall below."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from benchmarks.relevance import floors, invented, misspelt, remembered
from benchmarks.relevance.chains import CHAINS, PROJECT
from benchmarks.relevance.runs import Extra, Material, figures

OUTPUT = Path("benchmarks/results/relevance.json")
# Debian's package wfrench
WORDS = Path("/usr/share/dict/french")
# wide enough for every chain: a table cut to the terminal, or to a log, would hide figures
WIDTH = 120

# label, name of the figure, decimals
LINES = (
    ("samples, nDCG@10", "samples.typed.ndcg", 4),
    ("samples, MRR@10", "samples.typed.mrr", 4),
    ("samples, Recall@100", "samples.typed.recall", 4),
    ("samples without accents, nDCG@10", "samples.without_accents.ndcg", 4),
    ("samples without accents, MRR@10", "samples.without_accents.mrr", 4),
    ("samples without accents, Recall@100", "samples.without_accents.recall", 4),
    ("PIAF, nDCG@10", "piaf.typed.ndcg", 4),
    ("PIAF, MRR@10", "piaf.typed.mrr", 4),
    ("PIAF, Recall@100", "piaf.typed.recall", 4),
    ("PIAF without accents, nDCG@10", "piaf.without_accents.ndcg", 4),
    ("PIAF without accents, MRR@10", "piaf.without_accents.mrr", 4),
    ("PIAF without accents, Recall@100", "piaf.without_accents.recall", 4),
    ("names of PIAF, precision", "names.precision", 4),
    ("families, UI", "families.ui", 3),
    ("families, OI", "families.oi", 3),
    ("lexicon, UI", "lexicon.ui", 3),
    ("lexicon, OI", "lexicon.oi", 4),
    ("lexicon, missed by frequency", "lexicon.missed", 3),
    ("lexicon, noise by frequency", "lexicon.noise", 3),
    ("accents that matter, samples, %", "samples_accents.changed", 1),
    ("accents that matter, lists, %", "accents.changed", 1),
)


def table(measured: Mapping[str, Mapping[str, float]]) -> Table:
    """The chains as columns; a figure that the run lacks has no line."""
    drawn = Table(Column(no_wrap=True))
    for chain in measured:
        drawn.add_column(chain, justify="right")
    for label, name, decimals in LINES:
        if name in measured[PROJECT]:
            drawn.add_row(label, *(f"{found[name]:.{decimals}f}" for found in measured.values()))
    return drawn


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    parser.add_argument("--piaf", type=Path, help="PIAF 1.1, its JSON file")
    parser.add_argument("--lexicon", type=Path, help="TSV: form, lemma, frequency")
    parser.add_argument(
        "--words", type=Path, action="append", help=f"a list of words; by default {WORDS}"
    )
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--floors", type=Path, default=floors.FLOORS)
    parser.add_argument(
        "--lower-floors", action="store_true", help="write the floors a hair below this run"
    )
    return parser.parse_args()


def _extra(options: argparse.Namespace) -> Extra:
    """The data of a run; says what it goes without."""
    words = options.words or [WORDS] * WORDS.exists()
    for given, told in (
        (options.piaf, "--piaf: no questions of PIAF"),
        (options.lexicon, "--lexicon: the families alone judge conflation"),
        (words, "--words: the words of the samples alone judge accents (Debian: wfrench)"),
    ):
        if not given:
            print(f"without {told}")
    return Extra(piaf=options.piaf, lexicon=options.lexicon, words=tuple(words))


def main() -> int:
    """Measure, print the table, write the report; 1 if a figure is below its floor."""
    options = _options()
    material = Material(_extra(options))
    measured = {name: figures(material.measure(chain)) for name, chain in CHAINS.items()}
    Console(width=WIDTH).print(table(measured))
    with remembered.samples() as searcher:
        whole, strict = remembered.figures(searcher), remembered.figures(searcher, tiers=1)
        spelling = misspelt.figures(searcher, print)
    with invented.archive() as searcher:
        whole |= invented.figures(searcher)
        strict |= invented.figures(searcher, tiers=1)
    for name, value in whole.items():
        print(f"{name}: {value:.3f}, {strict[name]:.3f} by the first tier alone")
    for name, value in spelling.items():
        print(f"{name}: {value:.3f}")
    measured[PROJECT] |= whole | spelling
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    if options.lower_floors:
        floors.lower(measured[PROJECT], options.floors)
    lines = list(floors.below(measured[PROJECT], floors.load(options.floors)))
    for line in lines:
        print(f"worse than allowed: {line}", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
