"""Another yardstick: the same articles and searches on OpenSearch with its own French analyser.

Its answers lack what it cannot do: the forms of a word that were found, a quotation to the letter
(the words of grammar are dropped, the others stemmed), spellings of accents apart.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk

from benchmarks import fts5
from indexer.analysis import fold_label
from indexer.article import Article
from indexer.engines.request import Sort
from indexer.schema import FACETS
from indexer.search.request import SearchRequest

Json = dict[str, Any]
_INDEX = "bench-french"
_TEXT = {"type": "text", "analyzer": "french_bare"}
_BOOSTS = ("title^4", "lede^2", "body", "authors")
# That of OpenSearch, and accents left out
_ANALYSIS = {
    "filter": {
        "elision": {
            "type": "elision",
            "articles_case": True,
            "articles": "l m t qu n s j d c jusqu quoiqu lorsqu puisqu".split(),
        },
        "stop": {"type": "stop", "stopwords": "_french_"},
        "stemmer": {"type": "stemmer", "language": "light_french"},
    },
    "analyzer": {
        "french_bare": {
            "tokenizer": "standard",
            "filter": ["elision", "lowercase", "stop", "stemmer", "asciifolding"],
        }
    },
}
_PROPERTIES = {
    **dict.fromkeys(("title", "lede", "body", "authors"), _TEXT),
    **{facet.name: {"type": "keyword"} for facet in FACETS},
    "month": {"type": "keyword"},
    "published": {"type": "date"},
    "day": {"type": "date"},
    "url": {"type": "keyword", "index": False},
}


def _client() -> OpenSearch:
    urls = os.environ["MANCHETTE_OPENSEARCH"].split(",")
    return OpenSearch(hosts=urls, timeout=600)


def build(folder: Path, place: Path) -> int:
    """Index every dump under a folder; the number of articles."""
    place.mkdir()
    client = _client()
    client.indices.delete(index=_INDEX, ignore_unavailable=True)
    settings = {"number_of_shards": 1, "number_of_replicas": 1, "refresh_interval": -1}
    body = {
        "settings": {**settings, "analysis": _ANALYSIS},
        "mappings": {"properties": _PROPERTIES},
    }
    client.indices.create(index=_INDEX, body=body)
    rows = ({"_index": _INDEX, **_row(article)} for article in fts5.articles(folder))
    count: int
    count, _ = bulk(client, rows, chunk_size=500)
    client.indices.refresh(index=_INDEX)
    client.indices.forcemerge(index=_INDEX, max_num_segments=1)
    return int(count)


def _row(article: Article) -> Json:
    return {
        "title": article.title,
        "lede": article.lede,
        "body": "\n".join(article.body),
        "authors": article.authors,
        "url": article.url,
        "published": article.published,
        "day": article.day,
        "month": article.day and f"{article.day:%Y%m}",
        **{facet.name: [*map(fold_label, facet.values(article))] for facet in FACETS},
    }


def size(_place: Path) -> int:
    """The bytes of one copy."""
    stats = _client().indices.stats(index=_INDEX, metric="store")
    return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


def answerer(_place: Path) -> Callable[[SearchRequest], int]:
    """What answers a request: the matches counted by facet and month, a page with passages."""
    client = _client()
    counted = {name: {"terms": {"field": name, "size": 100}} for name in _keywords()}
    marked = {name: {"number_of_fragments": 2} for name in ("title", "lede", "body")}

    def answer(request: SearchRequest) -> int:
        newest = request.order is not Sort.RELEVANCE
        body = {
            "query": {"bool": {"must": [*_wanted(request)], "must_not": [*_excluded(request)]}},
            "aggs": counted,
            "highlight": {"fields": marked},
            "size": request.size,
            "sort": [{"published": "desc"}] if newest else ["_score"],
            "_source": ["title", "lede", "url", "published", "tag"],
            "track_total_hits": True,
        }
        found = client.search(index=_INDEX, body=body, request_cache=False)
        return int(found["hits"]["total"]["value"])

    return answer


def _keywords() -> tuple[str, ...]:
    return (*(facet.name for facet in FACETS), "month")


def _wanted(request: SearchRequest) -> Iterator[Json]:
    for clause in fts5.clauses(request.text):
        if not clause.excluded:
            yield _query(clause)
    for tag in request.filters.get("tag", ()):
        yield {"term": {"tag": tag}}
    if request.since and request.until:
        yield {"range": {"day": {"gte": str(request.since), "lte": str(request.until)}}}


def _excluded(request: SearchRequest) -> Iterator[Json]:
    return (_query(clause) for clause in fts5.clauses(request.text) if clause.excluded)


def _query(clause: fts5.Clause) -> Json:
    fields = [clause.field] if clause.field else _BOOSTS
    if clause.begins:
        kinds = [{"prefix": {name.partition("^")[0]: clause.words}} for name in fields]
        return {"bool": {"should": kinds}}
    kind = "phrase" if " " in clause.words else "best_fields"
    return {"multi_match": {"query": clause.words, "fields": fields, "type": kind}}
