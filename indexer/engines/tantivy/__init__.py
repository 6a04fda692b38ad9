"""Store and search one generation with tantivy (extra `manchette[tantivy]`)."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from indexer.analysis.terms import KINDS
from indexer.engines import hard_links
from indexer.engines.document import UNDATED, Document, day_number, month_number
from indexer.engines.kind_fields import kind_field
from indexer.engines.tantivy.schema import (
    SCHEMA,
    TERMS,
    VALUES_APART,
    analyser,
    counted,
    halves,
    number,
)
from indexer.engines.tantivy.searcher import TantivySearcher
from indexer.errors import BuildFailed, UnreadableIndex, cause
from indexer.schema import FACETS, LABEL_MARK, TEXT_FIELDS

HEAP_BYTES = 128_000_000
# The files of a segment are named after it, with a number where they list what was deleted
_SEGMENT = re.compile(r"[0-9a-f]{32}(\.\d+)?\.\w+")
# Which segments and which files there are
_LISTS = ("meta.json", ".managed.json")


class _Writer:
    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer
        self.refused: dict[str, str] = {}

    def put(self, document: Document) -> None:
        article, row = document.article, tantivy.Document()
        row.add_text("id", article.id)
        for name, half in zip(("id_high", "id_low"), halves(article.id), strict=True):
            row.add_unsigned(name, half)
        row.add_bytes("article", document.stored.encode())
        _add_terms(row, document)
        for facet in FACETS:
            for value, label in document.facets[facet.name]:
                row.add_unsigned(counted(facet), number(value))
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
            row.add_unsigned("month", month_number(article.day))
        with _writing():
            self._writer.add_document(row)

    def delete(self, article_id: str) -> None:
        with _writing():
            self._writer.delete_documents_by_term("id", article_id)


def _add_terms(row: tantivy.Document, document: Document) -> None:
    """Every term of every field, in a field for each kind."""
    for field in TEXT_FIELDS:
        values = document.terms[field.name]
        if not values:
            continue
        for kind, terms in zip(KINDS, zip(*values, strict=True), strict=True):
            row.add_text(kind_field(field.name, kind), VALUES_APART.join(terms))


def clone(base: Path, place: Path) -> None:
    """See indexer.engines.Engine; a commit replaces its lists, which are copied all the same."""
    segments = (path for path in base.glob("*.*") if _SEGMENT.fullmatch(path.name))
    hard_links.clone(base, place, [*segments, *(base / name for name in _LISTS)], copied=_LISTS)


@contextmanager
def _writing() -> Iterator[None]:
    """Tell what tantivy cannot write: it says so by a ValueError, a full disk's too."""
    try:
        yield
    except ValueError as error:
        raise BuildFailed(
            f"tantivy ne peut pas écrire ({cause(error)}) :"
            " vérifier la place sur le disque et les droits"
        ) from error


@contextmanager
def writer(place: Path) -> Iterator[_Writer]:
    """See indexer.engines.Engine."""
    place.mkdir(parents=True, exist_ok=True)
    with _writing():
        # several threads or processes leave segments that nobody merges
        index = tantivy.Index(SCHEMA, str(place))
        index.register_tokenizer(TERMS, analyser())
        inner = index.writer(HEAP_BYTES, 1)
    try:
        yield _Writer(inner)
        with _writing():
            inner.commit()
        _give_back()
    except BaseException:
        # a writer that the disk stopped has nothing to roll back
        with suppress(ValueError):
            inner.rollback()
        raise
    finally:
        # also frees the lock, which a traceback would keep alive
        inner.wait_merging_threads()


def _give_back() -> None:
    """Give the memory of what is written back to the system, before segments are merged.

    tantivy keeps up to 10,000 documents waiting; glibc keeps what they took.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def searcher(place: Path) -> TantivySearcher:
    """See indexer.engines.Engine."""
    try:
        # a reader locks a file beside those it opens, which a read-only disk refuses
        # which tantivy may still do while the folder of links to them is deleted
        with TemporaryDirectory(prefix="manchette-", ignore_cleanup_errors=True) as beside:
            for file in place.iterdir():
                if file.suffix != ".lock":
                    Path(beside, file.name).symlink_to(file.absolute())
            index = tantivy.Index.open(beside)
            if index.schema != SCHEMA:  # fields are looked for by their rank in it
                raise UnreadableIndex(
                    f"l’index {place.name} est celui d’une autre version : lancer « reindex »"
                )
            return TantivySearcher(index)
    except (ValueError, FileNotFoundError) as error:
        raise UnreadableIndex(
            f"l’index {place.name} est illisible ({cause(error)}) : lancer « reindex »"
        ) from error
