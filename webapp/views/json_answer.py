"""The answer to a search as programs read it: one JSON, in the API and on the command line."""

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.article import Article
from indexer.query.parts import Spellings
from indexer.search import service
from indexer.search.did_you_mean import Alternative, alternatives
from indexer.search.highlight import Passage, is_marked
from indexer.search.nearly import NOTHING, Nearly, nearly
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.results import Hit
from indexer.search.suggest import Suggestions, ValueLine
from indexer.serving.open_generation import OpenGeneration
from webapp import params
from webapp.contract.choice import WHOLE, Choice
from webapp.sanitize import marked
from webapp.views import cursors, json_facets

PATH = json_facets.SEARCH_PATH


def answer(
    request: SearchRequest, opened: OpenGeneration, chosen: Choice = WHOLE
) -> dict[str, Any]:
    """One page of results; docs/api.md describes each member."""
    question = ask(request, opened.searcher)
    results = service.run(question, chosen.facet_size, chosen.counted)
    marks = marked(passage for hit in results.hits for passage in hit.passages)
    near_size = chosen.nearly_beside(len(results.hits), request.size)
    near = nearly(question, results) if near_size else NOTHING
    near_marks = marked(passage for row in near.hits for passage in row.hit.passages)
    other = alternatives(question, results)
    return {
        "total": results.total,
        "partial": results.partial,
        "took_ms": round(results.took_ms, 1),
        "page": request.page,
        "page_size": request.size,
        "sort": request.order,
        "next_url": cursors.next_url(
            PATH, request, results.total, opened.manifest.generation, chosen.pairs
        ),
        "query": {
            "text": request.text,
            "interpreted": results.explanation,
            **_equivalents(request, results.spellings),
        },
        "warnings": json_facets.warnings(results.warnings),
        "index": json_facets.index(opened),
        "facets": {
            name: json_facets.values(name, rows, request)
            for name, rows in results.facets.items()
            if name in chosen.counted
        },
        "histogram": [
            {"month": f"{month // 100:04}-{month % 100:02}", "count": count}
            for month, count in results.months.items()
        ],
        "words": [
            {
                "word": word.word,
                "forms": [
                    {
                        "form": form.form,
                        "count": form.count,
                        "selected": form.wanted,
                        "url": _url(params.with_form(request, form.form)),
                    }
                    for form in word.forms
                ],
            }
            for word in results.words
        ],
        "proposals": {
            "spelling": other.spelling and _alternative(other.spelling),
            "filters": [_alternative(alternative) for alternative in other.filters],
        },
        "hits": [chosen.of(_hit(hit, marks)) for hit in results.hits],
        "nearly": _nearly(near, near_marks, chosen, near_size),
    }


def _equivalents(request: SearchRequest, found: Sequence[Spellings]) -> dict[str, Any]:
    """A member for the words that have equivalents, none where no word has."""
    rows = [
        {
            "typed": one.typed.text,
            "others": [other.text for other in one.others],
            "url": _url(params.as_typed(request, one.key)),
        }
        for one in found
    ]
    return {"equivalents": rows} if rows else {}


def _url(request: SearchRequest) -> str:
    return params.url(PATH, request)


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        "text": alternative.text,
        "total": alternative.total,
        "url": _url(alternative.request),
    }


def suggestions(found: Suggestions, limit: int) -> dict[str, Any]:
    """What can go on as typed: texts, values added to the search, titles of articles.

    At most `limit` of each.
    """
    return {
        "words": [{"text": row.text, "count": row.count} for row in found.words[:limit]],
        "tags": [_value(row) for row in found.tags[:limit]],
        "authors": [_value(row) for row in found.authors[:limit]],
        "titles": [
            {
                "title": article.title,
                "id": article.id,
                "source": article.source,
                "published": article.published and article.published.isoformat(),
            }
            for article in found.titles[:limit]
        ],
    }


def _value(line: ValueLine) -> dict[str, Any]:
    return {
        "label": line.label,
        "value": line.value,
        "count": line.count,
        "url": _url(line.request),
    }


def article(found: Article) -> dict[str, Any]:
    """An article, its body with a line a paragraph, its dates in ISO 8601 or null.

    `body_headings` are the ranks of the lines, from 0, that are sub-headings.
    """
    return {
        **_summary(found),
        "body": "\n".join(found.body),
        "body_headings": list(found.body_headings),
    }


def _summary(found: Article) -> dict[str, Any]:
    return {
        "id": found.id,
        "url": found.url,
        "title": found.title,
        "lede": found.lede,
        "tags": list(found.tags),
        "authors": list(found.authors),
        "source": found.source,
        "section": found.section,
        "language": found.language,
        "published": found.published and found.published.isoformat(),
        "modified": found.modified and found.modified.isoformat(),
        "image": found.image,
    }


def _hit(hit: Hit, marks: Mapping[Passage, str]) -> dict[str, Any]:
    return {
        **article(hit.article),
        "score": round(hit.score, 6),
        **({"found_by": list(hit.found_by)} if hit.found_by else {}),
        "highlights": {
            "title": _passage(hit.title, marks),
            "lede": _passage(hit.lede, marks),
            "body": [_passage(passage, marks) for passage in hit.body],
            "tags": [_passage(passage, marks) for passage in hit.tags if is_marked(passage)],
            "authors": [_passage(passage, marks) for passage in hit.authors if is_marked(passage)],
            **{
                other.field.name: [_passage(passage, marks) for passage in other.passages]
                for other in hit.others
            },
        },
    }


def _nearly(
    near: Nearly, marks: Mapping[Passage, str], chosen: Choice, size: int
) -> dict[str, Any]:
    """The second tier, each hit with what it lacks."""
    return {
        "total": near.total,
        "spellings": [{"typed": one.typed, "read": one.read} for one in near.spellings],
        "dates": [_alternative(one) for one in near.dates],
        "hits": [
            chosen.of({**_hit(row.hit, marks), "missing": list(row.missing)})
            for row in near.hits[:size]
        ],
    }


def _passage(passage: Passage, html: Mapping[Passage, str]) -> dict[str, Any]:
    """The text, the code points [start, end) of its hits, and the same as HTML with <mark> only."""
    marks: list[list[int]] = []
    position = 0
    for segment in passage:
        if segment.hit:
            marks.append([position, position + len(segment.text)])
        position += len(segment.text)
    return {
        "text": "".join(segment.text for segment in passage),
        "marks": marks,
        "html": str(html[passage]),
    }
