"""Which frequent words share the stem of another one, though nobody read and accepted it?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from indexer import analysis
from tools.lexicon.curated import Curated
from tools.lexicon.table import Dictionary


def occurrences(texts: Iterable[Path]) -> Counter[str]:
    """How often each folded word stands in text files."""
    return Counter(
        word.literal for path in texts for word in analysis.words(path.read_text(encoding="utf-8"))
    )


def collisions(
    dictionary: Dictionary, lists: Curated, counts: Mapping[str, int], frequent: int
) -> Iterator[str]:
    """One line « word (count) > base (count) » for what no list decides, frequent ones first."""
    lemmas: Counter[str] = Counter()
    for form, lemma in dictionary.lemmas.items():
        lemmas[lemma] += counts.get(form, 0)
    decided = lists.joined | lists.together.keys()
    for lemma, count in lemmas.most_common():
        base = dictionary.families.base(lemma)
        if base != lemma and min(count, lemmas[base]) >= frequent and lemma not in decided:
            yield f"{lemma} ({count}) > {base} ({lemmas[base]})"
