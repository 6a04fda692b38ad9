"""Does Whoosh alone, given our files, find what our evaluation of its arrays finds?"""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from support.building import found, write
from support.generated import archive, kinds, tree
from whoosh import index
from whoosh.query import Phrase, Query, Term

from indexer.article import Article
from indexer.engines import whoosh
from indexer.engines.document import to_document
from indexer.schema import TEXT_FIELDS

SEEDS = range(200, 215)
TREES = 40
DEPTH = 3
# Whoosh lets excluded documents through, and days are no numbers in our schema
UNSUITED = {"Not", "NumericRange"}


@pytest.mark.parametrize("seed", SEEDS)
def test_stock_whoosh_finds_the_same_articles(seed: int, tmp_path: Path) -> None:
    write(whoosh, tmp_path, archive(seed))
    random = Random(seed)  # noqa: S311
    with closing(whoosh.searcher(tmp_path)) as ours, closing(index.open_dir(tmp_path)) as stock:
        asked = (tree(random, DEPTH) for _ in range(TREES))
        for one in asked:
            if UNSUITED.isdisjoint(kinds(one)):
                assert found(ours, one) == _found(stock, one), one


def _found(stock: index.FileIndex, asked: Query) -> set[str]:
    with stock.searcher() as searcher:
        hits = searcher.search(asked, limit=None)
        return {Article.load(hit["article"]).id for hit in hits}


def test_stock_whoosh_reads_terms_positions_and_lengths(tmp_path: Path) -> None:
    articles = [
        Article(id="a", title="la mer et la terre", tags=("Mer", "Été"), body=("mer", "la mer")),
        Article(id="b", title="la terre"),
    ]
    write(whoosh, tmp_path, articles)
    with closing(index.open_dir(tmp_path)) as stock, stock.reader() as reader:
        document = to_document(articles[0])
        for field in TEXT_FIELDS:
            words = [word for terms in document.terms[field.name] for word in terms.stems.split()]
            assert reader.doc_field_length(0, field.name) == len(words)
        matcher = reader.postings("body", "l:mer")
        assert (matcher.id(), matcher.weight()) == (0, 2.0)
        # a paragraph of one word, the room between two, one word
        assert matcher.value_as("positions") == [0, 66]
        assert reader.frequency("title", "l:la") == 3
        assert reader.doc_frequency("title", "l:la") == 2
        assert list(reader.lexicon("tag_facet")) == [b"ete", b"mer"]
        assert list(reader.lexicon("id")) == [b"a", b"b"]


def test_stock_whoosh_reads_postings_of_many_blocks(tmp_path: Path) -> None:
    count = 3000
    articles = [Article(id=f"{rank:05}", title=f"mer {rank % 7}") for rank in range(count)]
    write(whoosh, tmp_path, articles)
    with closing(index.open_dir(tmp_path)) as stock, stock.searcher() as searcher:
        assert len(searcher.search(Term("title", "l:mer"), limit=None)) == count
        seventh = searcher.search(Phrase("title", ["l:mer", "l:3"]), limit=None)
        assert {int(hit["id"]) % 7 for hit in seventh} == {3}
        assert len(seventh) == len(range(3, count, 7))
