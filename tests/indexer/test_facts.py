"""Does what a person types find the text that she remembers, however either is written?"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

# document, query, oui or non; « # » begins a kind
FACTS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("facts.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
# Of the 74 pairs handed over
LEAST_PAIRS = 74


@contextmanager
def searching(root: Path, texts: Sequence[str]) -> Iterator[Searcher]:
    """An archive of articles that have one of the texts each, its rank as address."""
    articles = [Article(id=str(rank), title="", body=(text,)) for rank, text in enumerate(texts)]
    manifest = publish(root, articles)
    opened = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield opened
    opened.close()


def finds(searcher: Searcher, query: str, texts: Sequence[str]) -> set[str]:
    listed = service.listed(ask(SearchRequest(text=query), searcher), range(len(texts)))
    return {texts[int(article.id)] for article in listed.articles}


TEXTS = sorted({text for text, *_ in FACTS})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with searching(tmp_path_factory.mktemp("faits"), TEXTS) as opened:
        yield opened


@pytest.mark.parametrize(("text", "query", "match"), FACTS)
def test_a_query_finds_a_text_or_does_not(
    text: str, query: str, match: str, archive: Searcher
) -> None:
    assert (text in finds(archive, query, TEXTS)) == (match == "oui")


def test_the_pairs_handed_over_meet(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "data" / "pairs.jsonl").read_text("utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    texts = sorted({pair["doc"] for pair in pairs})
    with searching(tmp_path, texts) as opened:
        wrong = [
            pair
            for pair in pairs
            if (pair["doc"] in finds(opened, pair["query"], texts)) != pair["match"]
        ]
    assert len(pairs) - len(wrong) >= LEAST_PAIRS, wrong
