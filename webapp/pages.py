"""The pages for people: home, results, the values of a facet, help."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from flask import Blueprint, Response, current_app, g, render_template, request
from werkzeug.exceptions import NotFound

from indexer import narrowing, search
from indexer.archive import Archive, Opened
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import Sort
from indexer.facets import FacetValue
from indexer.fields import FACETS, Facet
from indexer.highlight import Passage
from indexer.query.language import LANGUAGE, LIMITS_FRENCH
from indexer.question import Question, ask
from indexer.results_page import results_page
from indexer.search_request import MAX_RANK, PAGE_SIZE, SearchRequest, last_page
from indexer.search_results import Hit
from webapp import params, periods, sanitize
from webapp.formats import FORMATS
from webapp.front import front_page
from webapp.histogram import histogram

blueprint = Blueprint("pages", __name__)

SHOWN_VALUES = 8
PAGE_LINKS = 2
# Every hit links its tags, the same ones again and again
URLS_CACHED = 4096
SORTS = {
    Sort.RELEVANCE: "pertinence",
    Sort.NEWEST: "plus récents",
    Sort.OLDEST: "plus anciens",
}
_ROBOTS = "User-agent: *\nDisallow: /\n"


@blueprint.get("/")
def home() -> str:
    """The newest articles without any parameter, else the results of a search."""
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        g.generation = opened.manifest.generation
        if not request.args:
            return _home(opened)
        asked, _ = params.read(request.args.to_dict(flat=False))
        return _results(ask(asked, opened.searcher))


@blueprint.get("/valeurs/<name>")
def facet_values(name: str) -> str:
    """All the values that a facet has in a search, or those that hold the letters `contient`."""
    facet = next((facet for facet in FACETS if facet.name == name), None)
    if facet is None:
        raise NotFound
    asked, _ = params.read(request.args.to_dict(flat=False))
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        return _values(ask(asked, opened.searcher), facet, request.args.get("contient", ""))


@blueprint.get("/aide")
def help_page() -> str:
    """What can be typed."""
    return render(
        "help.html", SearchRequest(), language=LANGUAGE, limits=LIMITS_FRENCH, most=MAX_RANK
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """An internal archive is for no search engine but this one."""
    return Response(_ROBOTS, mimetype="text/plain")


def _home(opened: Opened) -> str:
    front = opened.once(front_page, lambda front: not front.partial)
    return render(
        "home.html",
        SearchRequest(),
        manifest=opened.manifest,
        front=front,
        marks=_marks(front.newest),
    )


def _results(question: Question) -> str:
    asked = question.request
    # one more than is shown tells that there are more
    most = 1 + SHOWN_VALUES + sum(map(len, asked.filters.values()))
    page = results_page(question, most)
    results = page.results
    today = periods.today(datetime.now(UTC))
    return render(
        "results.html",
        asked,
        page=page,
        results=results,
        marks=_marks(results.hits),
        histogram=histogram(results.months, asked.since, asked.until),
        presets=periods.presets(today),
        today=today,
        pages=_pages(asked, results.total),
        formats=FORMATS,
        most=MAX_RANK,
        twin_url=lambda path: params.url(path, asked, size=PAGE_SIZE),
        hidden=params.unseen(asked),
        sorts=SORTS,
        facets=[(facet, _shown(results.facets[facet.name])) for facet in FACETS],
        toggling=lambda form: params.url("/", params.with_form(asked, form)),
    )


def _marks(hits: Sequence[Hit]) -> Mapping[Passage, str]:
    """The HTML of all passages of a page."""
    return sanitize.marked(passage for hit in hits for passage in hit.passages)


def _values(question: Question, facet: Facet, letters: str) -> str:
    asked = question.request
    found = search.values(question, facet, letters)
    others = {name: values for name, values in asked.filters.items() if name != facet.name}
    listed = {row.value for row in found.rows}
    unlisted = [v for v in asked.filters.get(facet.name, ()) if v not in listed]
    elsewhere = replace(asked, filters={**others, facet.name: tuple(unlisted)}, page=1)
    return render(
        "values.html",
        asked,
        facet=facet,
        letters=letters,
        rows=_selected_first(found.rows),
        count=found.count,
        partial=found.partial,
        narrowed=list(narrowing.active(question)),
        hidden=params.pairs(replace(elsewhere, text="")),
    )


def _shown(rows: Sequence[FacetValue]) -> list[FacetValue]:
    """The rows of a facet that a page of results has room for, all that are selected among them."""
    selected = sum(row.selected for row in rows)
    return _selected_first(rows)[: max(SHOWN_VALUES, selected)]


def _selected_first(rows: Sequence[FacetValue]) -> list[FacetValue]:
    return sorted(rows, key=lambda row: not row.selected)


def render(template: str, asked: SearchRequest, **values: Any) -> str:
    """A page; every template can write the address of a search or of an article."""
    settings = cast(Settings, current_app.extensions["settings"])

    def excluding(name: str, row: FacetValue) -> str:
        exclusions = params.toggled(asked.exclusions, name, row.value)
        return params.url("/", asked, exclusions=exclusions)

    def search_url(**changes: Any) -> str:
        return params.url("/", asked, **changes)

    query = params.url("", asked, page=asked.page)

    def article_url(found: Article) -> str:
        return f"/article/{found.id}{query}"

    return render_template(
        template,
        asked=asked,
        search_url=search_url,
        article_url=article_url,
        excluding=excluding,
        request_url=lambda found: params.url("/", found),
        values_url=lambda name: params.url(f"/valeurs/{name}", asked),
        kept=params.pairs(replace(asked, page=1)),
        facet_url=_facet_url,
        link=sanitize.link,
        host=sanitize.host,
        picture=lambda url: sanitize.picture(url, settings.image_hosts),
        **values,
    )


@lru_cache(URLS_CACHED)
def _facet_url(name: str, label: str) -> str:
    return params.url("/", SearchRequest(filters={name: (label,)}))


def _pages(asked: SearchRequest, total: int) -> list[int | None]:
    """The page numbers to link, None for a gap; empty when everything is on one page."""
    last = last_page(asked.size, total)
    near = range(asked.page - PAGE_LINKS, asked.page + PAGE_LINKS + 1)
    numbers = sorted({1, last, *(n for n in near if 1 <= n <= last)}) if last > 1 else []
    found: list[int | None] = []
    for number in numbers:
        if found and number - (found[-1] or 0) > 1:
            found.append(None)
        found.append(number)
    return found
