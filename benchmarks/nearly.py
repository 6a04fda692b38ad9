"""What does the second tier cost, beside the strict answer and beside the same words asked with OU?

Three words of one article and two of another are typed, so that few articles hold them all.
"""

import argparse
import json
import random
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

from whoosh.query import Every

from benchmarks import measure
from benchmarks.measure import Latency
from benchmarks.queries import words_of
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, Sort
from indexer.search import service
from indexer.search.nearly import nearly
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.cluster import published_index

SEED = 20_261_127
SEARCHES = 200
HELD, FOREIGN = 3, 2
LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Milliseconds of the strict answer, of it with its second tier, of any of the words.

    `searches` counts those that had a second tier, the only ones timed; `ratio` is that of `both`
    to `any_word` at the median.
    """

    articles: int
    engine: str
    searches: int
    strict: Latency
    both: Latency
    any_word: Latency
    ratio: float


def drawn(searcher: Searcher, count: int) -> list[str]:
    """Searches as they are remembered, of articles from all over an archive."""
    chance = random.Random(SEED)
    step = max(1, searcher.count() // (2 * count))
    request = EngineRequest(
        matching=Every(), selections={}, sort=Sort.NEWEST, offset=0, limit=searcher.count()
    )
    stored = islice(searcher.matches(request).stored, 0, None, step)
    texts = [sorted({*filter(_is_long, words_of(Article.load(one)))}) for one in stored]
    texts = [words for words in texts if len(words) > HELD]
    return [
        " ".join((*chance.sample(one, HELD), *chance.sample(other, FOREIGN)))
        for one, other in zip(texts[:count], texts[count:], strict=False)
    ]


def _is_long(word: str) -> bool:
    return len(word) >= LEAST_LETTERS


def measured(root: Path, count: int) -> Cost:
    """The cost on an index; every search is asked once before it is timed."""
    with published_index(Settings(index=root)).open_generation() as opened:
        searcher = opened.searcher
        times: list[tuple[float, float, float]] = []
        for text in drawn(searcher, count):
            other = SearchRequest(text=" OU ".join(text.split()))
            for _ in range(2):
                begun = perf_counter()
                question = ask(SearchRequest(text=text), searcher)
                results = service.run(question)
                strict = measure.since(begun)
                near = nearly(question, results)
                both = measure.since(begun)
                begun = perf_counter()
                service.run(ask(other, searcher))
                row = (strict, both, measure.since(begun))
            if near.hits:
                times.append(row)
        alone, whole, either = (measure.latency(column) for column in zip(*times, strict=True))
        return Cost(
            articles=searcher.count(),
            engine=opened.manifest.engine,
            searches=len(times),
            strict=alone,
            both=whole,
            any_word=either,
            ratio=round(whole.p50 / either.p50, 2),
        )


def main() -> None:
    """Print the cost on some indexes, one JSON a line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nearly", description=__doc__)
    parser.add_argument("index", type=Path, nargs="+", metavar="INDEX")
    parser.add_argument("--count", type=int, default=SEARCHES)
    options = parser.parse_args()
    for root in options.index:
        print(json.dumps(asdict(measured(root, options.count))))


if __name__ == "__main__":
    main()
