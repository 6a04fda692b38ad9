"""What does the second tier cost, beside the strict answer and beside the same words asked with OU?

Three words of one article and two of another are typed, so that few articles hold them all.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

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

_Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds of the strict answer, of it with its second tier, of any of the words.

    `ratio` is that of `both` to `any_word` at the median.
    """

    strict: Latency
    both: Latency
    any_word: Latency
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the clock says, and the processor's time of all threads, which others do not lengthen.

    `searches` counts those that had a second tier, the only ones timed.
    """

    articles: int
    engine: str
    searches: int
    clock: Times
    processor: Times


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
        rows = [row for text in drawn(searcher, count) if (row := _timed(text, searcher))]
        clock, processor = zip(*rows, strict=True)
        return Cost(
            articles=searcher.count(),
            engine=opened.manifest.engine,
            searches=len(rows),
            clock=_times(clock),
            processor=_times(processor),
        )


def _timed(text: str, searcher: Searcher) -> tuple[_Row, _Row] | None:
    """The milliseconds of a search, by the clock and by the processor; None without second tier."""
    other = SearchRequest(text=" OU ".join(text.split()))
    for _ in range(2):
        begun = _now()
        question = ask(SearchRequest(text=text), searcher)
        results = service.run(question)
        strict = _now()
        near = nearly(question, results)
        both = _now()
        service.run(ask(other, searcher))
        ended = _now()
    if not near.hits:
        return None
    clock, processor = (
        tuple(1000 * (end - start) for start, end in ((one[0], one[1]), (one[0], one[2]), one[2:]))
        for one in zip(begun, strict, both, ended, strict=True)
    )
    return clock, processor


def _now() -> tuple[float, float]:
    return perf_counter(), process_time()


def _times(rows: Sequence[_Row]) -> Times:
    strict, both, either = (measure.latency(column) for column in zip(*rows, strict=True))
    return Times(strict=strict, both=both, any_word=either, ratio=round(both.p50 / either.p50, 2))


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
