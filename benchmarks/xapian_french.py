"""Another yardstick: the same articles and searches on Xapian, with its stemmer of French.

Its answers lack what it cannot do: the forms of a word that were found, words typed without their
accents, a facet counted beside the value selected in it.
"""

import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import fts5
from indexer.analysis import fold_label
from indexer.article import Article
from indexer.engines.document import day_number, month_number
from indexer.engines.request import Sort
from indexer.schema import FACETS
from indexer.search.request import SearchRequest
from tools.cluster.releases import Missing

_DEBIAN = "/usr/lib/python3/dist-packages"
# The prefixes of terms in a field, and what they count for
_FIELDS = {"title": ("S", 4), "lede": ("XL", 2), "body": ("", 1), "authors": ("A", 1)}
_TAG = "K"
_MONTH, _DAY, _PUBLISHED, _FIRST = range(4)
# A slot holds one value: further ones of a facet are not counted
_VALUES = 8
_SLOTS = {facet.name: _FIRST + rank * _VALUES for rank, facet in enumerate(FACETS)}
_COUNTED = (_MONTH, *range(_FIRST, _FIRST + _VALUES * len(FACETS)))
_PASSAGE = 300


def check() -> None:
    """Raise Missing where Xapian is not installed, or not for this Python."""
    try:
        _xapian()
    except ImportError as error:
        raise Missing(
            "pas de Xapian pour ce Python (Debian, pour le sien : apt-get install python3-xapian)"
        ) from error


def _xapian() -> Any:
    # an environment leaves out what Debian installs for its own Python
    sys.path.append(_DEBIAN)
    try:
        return import_module("xapian")
    finally:
        sys.path.remove(_DEBIAN)


def build(folder: Path, place: Path) -> int:
    """Index every dump under a folder; the number of articles."""
    xapian = _xapian()
    database = xapian.WritableDatabase(str(place), xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("french"))
    for article in fts5.articles(folder):
        generator.set_document(document := xapian.Document())
        texts = _texts(article)
        for name, (prefix, weight) in _FIELDS.items():
            generator.index_text(texts[name], weight if prefix else 1, prefix)
            if prefix:
                generator.increase_termpos()
                generator.index_text(texts[name], weight)
            generator.increase_termpos()
        document.set_data("\n".join((article.title, article.lede, *article.body)))
        _add_values(document, article, xapian.sortable_serialise)
        database.add_document(document)
    database.commit()
    return int(database.get_doccount())


def _texts(article: Article) -> dict[str, str]:
    return {
        "title": article.title,
        "lede": article.lede,
        "body": "\n".join(article.body),
        "authors": ", ".join(article.authors),
    }


def _add_values(document: Any, article: Article, sortable: Callable[[float], bytes]) -> None:
    if article.published and article.day:
        document.add_value(_MONTH, str(month_number(article.day)))
        document.add_value(_DAY, sortable(day_number(article.day)))
        document.add_value(_PUBLISHED, sortable(article.published.timestamp()))
    for facet in FACETS:
        values = dict.fromkeys(map(fold_label, facet.values(article)))
        for slot, value in zip(range(_VALUES), values, strict=False):
            document.add_value(_SLOTS[facet.name] + slot, value)
    for tag in {fold_label(tag) for tag in article.tags}:
        document.add_boolean_term(_TAG + tag[:200])


def answerer(place: Path) -> Callable[[SearchRequest], int]:
    """What answers a request: the matches counted by facet and month, a page with passages."""
    xapian = _xapian()
    database = xapian.Database(str(place))
    stemmer, parser = xapian.Stem("french"), xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)
    parser.set_database(database)
    parser.add_prefix("titre", _FIELDS["title"][0])

    def answer(request: SearchRequest) -> int:
        enquire = xapian.Enquire(database)
        enquire.set_query(_query(xapian, parser, request))
        if request.order is not Sort.RELEVANCE:
            enquire.set_sort_by_value(_PUBLISHED, True)  # noqa: FBT003 - Xapian's own
        spies = {slot: xapian.ValueCountMatchSpy(slot) for slot in _COUNTED}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        page = enquire.get_mset(0, request.size, database.get_doccount())
        counts: dict[int, Counter[bytes]] = {}
        for slot, spy in spies.items():
            counted = counts.setdefault((slot - _FIRST) // _VALUES, Counter())
            counted.update({item.term: item.termfreq for item in spy.values()})
        for hit in page:
            page.snippet(hit.document.get_data().decode(), _PASSAGE, stemmer)
        return int(page.get_matches_estimated())

    return answer


def _query(xapian: Any, parser: Any, request: SearchRequest) -> Any:
    read = parser.FLAG_PHRASE | parser.FLAG_LOVEHATE | parser.FLAG_WILDCARD | parser.FLAG_BOOLEAN
    filters = [xapian.Query(_TAG + tag) for tag in request.filters.get("tag", ())]
    if request.since and request.until:
        days = (request.since, request.until)
        bounds = (xapian.sortable_serialise(day_number(day)) for day in days)
        filters.append(xapian.Query(xapian.Query.OP_VALUE_RANGE, _DAY, *bounds))
    found = parser.parse_query(request.text, read)
    for one in filters:
        found = xapian.Query(xapian.Query.OP_FILTER, found, one)
    return found
