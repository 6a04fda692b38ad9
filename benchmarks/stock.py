"""The yardstick: the same articles and searches on Whoosh as its documentation shows it."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting
from whoosh.analysis import LanguageAnalyzer
from whoosh.qparser import MultifieldParser

from indexer import readers
from indexer.analysis import fold_label
from indexer.article import Article
from indexer.engines.request import Sort
from indexer.indexing import file_walk
from indexer.search.request import SearchRequest

# Not the tags: a stop word is dropped from the texts, so it would have to be a tag
SEARCHED = ("title", "lede", "body", "authors")
GROUPED = ("tags", "source", "section", "byline", "year", "month")
_EXCLUDED = re.compile(r"(?<!\S)-(?=\w)")


def build(folder: Path, place: Path) -> int:
    """Index every dump under a folder; the number of articles."""
    place.mkdir()
    store = index.create_in(place, _schema())
    writer = store.writer()
    for one in file_walk.files([folder]):
        for article in readers.read(Path(one.path)) or ():
            match article:
                case Article():
                    writer.add_document(**_row(article))
    writer.commit()
    return int(store.doc_count())


def _schema() -> fields.Schema:
    french = LanguageAnalyzer("fr")
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        url=fields.STORED,
        title=fields.TEXT(french, stored=True, field_boost=4.0),
        lede=fields.TEXT(french, stored=True, field_boost=2.0),
        body=fields.TEXT(french, stored=True),
        tags=fields.KEYWORD(stored=True, commas=True),
        authors=fields.TEXT(french, stored=True),
        source=fields.ID(stored=True, sortable=True),
        section=fields.ID(stored=True, sortable=True),
        byline=fields.ID(sortable=True),
        year=fields.ID(sortable=True),
        month=fields.ID(sortable=True),
        published=fields.DATETIME(stored=True, sortable=True),
    )


def _row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "lede": article.lede,
        "body": "\n".join(article.body),
        # Folded as the filters of a request are
        "tags": ",".join(map(fold_label, article.tags)),
        "authors": ", ".join(article.authors),
        "source": article.source,
        "section": article.section,
        "byline": ", ".join(article.authors),
        "year": article.day and f"{article.day:%Y}",
        "month": article.day and f"{article.day:%Y%m}",
        # Whoosh keeps dates without a zone
        "published": article.published and article.published.replace(tzinfo=None),
    }


def answerer(place: Path) -> Callable[[SearchRequest], int]:
    """What answers a request: search, count the facets and months, mark the hits of the page."""
    store = index.open_dir(place)
    searcher, parser = store.searcher(), MultifieldParser(SEARCHED, store.schema)

    def answer(request: SearchRequest) -> int:
        text = _EXCLUDED.sub("NOT ", request.text).replace("titre:", "title:")
        results = searcher.search(
            parser.parse(text),
            limit=request.size,
            filter=_filter(request),
            sortedby="published" if request.order is Sort.NEWEST else None,
            reverse=request.order is Sort.NEWEST,
            groupedby={name: _facet(name) for name in GROUPED},
        )
        # Grouped, the results hold every match whatever the limit
        for hit in results[: request.size]:
            for name in ("title", "lede", "body"):
                hit.highlights(name)
        for name in GROUPED:
            results.groups(name)
        return len(results)

    return answer


def _facet(name: str) -> sorting.FieldFacet:
    return sorting.FieldFacet(name, allow_overlap=name == "tags", maptype=sorting.Count)


def _filter(request: SearchRequest) -> query.Query | None:
    wanted: list[query.Query] = [query.Term("tags", tag) for tag in request.filters.get("tag", ())]
    if request.since and request.until:
        first = datetime.combine(request.since, time())
        last = datetime.combine(request.until, time()) + timedelta(days=1)
        wanted.append(query.DateRange("published", first, last, endexcl=True))
    return query.And(wanted) if wanted else None
