"""Store and search one generation with tantivy (extra `manchette[tantivy]`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from indexer.engines import Document, day_number, files
from indexer.engines.tantivy.schema import KINDS, SCHEMA, UNDATED, field_of, halves
from indexer.engines.tantivy.searcher import TantivySearcher
from indexer.errors import UnreadableIndex
from indexer.fields import FACETS, LABEL_MARK, TEXT_FIELDS, VALUE_GAP

HEAP_BYTES = 128_000_000


class _Writer:
    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, document: Document) -> None:
        article, row = document.article, tantivy.Document()
        row.add_text("id", article.id)
        for name, half in zip(("id_high", "id_low"), halves(article.id), strict=True):
            row.add_unsigned(name, half)
        row.add_bytes("article", article.dump().encode())
        _add_words(row, document)
        for facet in FACETS:
            for value, label in document.facets[facet.name]:
                row.add_text(facet.field, value)
                row.add_text(facet.labels, value + LABEL_MARK + label)
        for name, keys in document.keys.items():
            for key in keys:
                row.add_text(name, key)
        moment = int(article.published.timestamp()) if article.published else None
        row.add_integer("newest", UNDATED if moment is None else moment)
        row.add_integer("oldest", -UNDATED if moment is None else moment)
        if article.day:
            row.add_unsigned("day", day_number(article.day))
            row.add_unsigned("month", article.day.year * 100 + article.day.month)
        self._writer.add_document(row)

    def delete(self, article_id: str) -> None:
        self._writer.delete_documents_by_term("id", article_id)


def _add_words(row: tantivy.Document, document: Document) -> None:
    """Every form of every word, at the position of the word, in a field for each kind of form."""
    for field in TEXT_FIELDS:
        tokens: dict[str, list[tantivy.Token]] = {kind: [] for kind in KINDS}
        position = 0
        for value in document.words[field.name]:
            for word in value:
                for kind, term in KINDS.items():
                    text = term(word).removeprefix(kind)
                    tokens[kind].append(tantivy.Token(text, position, 0, 0))
                position += 1
            position += VALUE_GAP
        for kind, found in tokens.items():
            if found:
                row.add_pre_tokenized_text(
                    field_of(field.name, kind), tantivy.PreTokenizedString("", found)
                )


@contextmanager
def writer(place: Path) -> Iterator[_Writer]:
    """See indexer.engines.Engine."""
    place.mkdir(parents=True, exist_ok=True)
    # several threads or processes leave segments that nobody merges
    inner = tantivy.Index(SCHEMA, str(place)).writer(HEAP_BYTES, 1)
    try:
        yield _Writer(inner)
        inner.commit()
    except BaseException:
        inner.rollback()
        raise
    finally:
        # also frees the lock, which a traceback would keep alive
        inner.wait_merging_threads()
    files.seal(place)


def searcher(place: Path) -> TantivySearcher:
    """See indexer.engines.Engine."""
    files.check(place)
    try:
        return TantivySearcher(tantivy.Index.open(str(place)))
    except ValueError as error:
        raise UnreadableIndex(
            f"l’index {place.name} est illisible ({error}) : lancer « reindex »"
        ) from error
