"""Write the tables of the lexicon, and list the frequent words that share a stem unread."""

import argparse
import lzma
from pathlib import Path

from indexer.analysis.lexicon import DATA, NAMES, PARTICIPLES, pack
from tools.lexicon.collisions import collisions, occurrences
from tools.lexicon.curated import curated
from tools.lexicon.dictionary import HUNSPELL, names
from tools.lexicon.table import Dictionary, exceptions, others

FREQUENT = 3


def main() -> None:
    """Write the tables, say what they hold, then what is to be decided in the curated lists."""
    parser = argparse.ArgumentParser(prog="python -m tools.lexicon", description=__doc__)
    parser.add_argument(
        "--frequencies", type=Path, nargs="+", default=[], help="texts whose words are counted"
    )
    texts = parser.parse_args().frequencies
    lists = curated()
    dictionary = Dictionary(HUNSPELL, lists)
    rows = exceptions(dictionary.stems)
    DATA.write_bytes(_packed(pack(rows)))
    NAMES.write_bytes(_packed("\n".join(names(HUNSPELL))))
    PARTICIPLES.write_text(others(dictionary.participles()), encoding="utf-8")
    print(f"{DATA} : {len(rows)} lignes, {DATA.stat().st_size} octets")
    for line in collisions(dictionary, lists, occurrences(texts), FREQUENT):
        print(line)


def _packed(text: str) -> bytes:
    return lzma.compress(text.encode("ascii"), preset=6 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    main()
