"""The pages of a search: home, results, the values of a facet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, g, request
from werkzeug.exceptions import NotFound

from indexer.engines.request import MONTHS, Sort
from indexer.generations.manifest import Manifest
from indexer.schema import FACETS, Facet
from indexer.search import article_lookup, counting, value_lists
from indexer.search.facets import MAX_LISTED, FacetValue, Listing
from indexer.search.filters import active_filters
from indexer.search.highlight import Passage
from indexer.search.question import Question, ask
from indexer.search.request import MAX_PAGE_SIZE, PAGE_SIZE, SearchRequest, last_page
from indexer.search.results import Hit, SearchResults
from indexer.search.results_page import results_page
from indexer.search.sentence import sentence
from indexer.serving.open_generation import OpenGeneration
from webapp import params, sanitize
from webapp.contract import parameters
from webapp.contract.problems import Code, Problem
from webapp.contract.reader import Reader
from webapp.extensions import open_generation
from webapp.middleware import events
from webapp.middleware.url_prefix import here
from webapp.routes import trends
from webapp.templating import render
from webapp.views import excerpt, periods
from webapp.views.export_formats import FORMATS
from webapp.views.histogram import Histogram, histogram
from webapp.views.home import front_page
from webapp.views.periods import Wider
from webapp.views.reading import Reading, reading

blueprint = Blueprint("search", __name__)

SHOWN_VALUES = 8
# The value of « ordre » on a page of values
ALPHABET = "alphabet"
# Articles from which on bars show more than their titles do
FEWEST = 10
PAGE_LINKS = 2
SIZES = (PAGE_SIZE, 50, MAX_PAGE_SIZE)
SORTS = {
    Sort.RELEVANCE: "pertinence",
    Sort.NEWEST: "plus récents",
    Sort.OLDEST: "plus anciens",
}


@blueprint.get("/")
def home() -> str:
    """The newest articles without any parameter, else the results of a search."""
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        if not request.args:
            return _home(opened)
        reader = Reader(request.args.to_dict(flat=False), parameters.SHOWN)
        question = ask(params.asked(reader), opened.searcher)
        problems = [*reader.problems, *reader.doubts]
        return _results(question, opened.manifest, problems, reader.one(parameters.OPEN.name))


@blueprint.get("/valeurs/<name>")
def facet_values(name: str) -> str:
    """All the values that a facet has in a search, or those that hold the letters `contient`."""
    facet = next((facet for facet in FACETS if facet.name == name), None)
    if facet is None:
        raise NotFound
    asked, _ = params.read(request.args.to_dict(flat=False), parameters.SHOWN)
    with open_generation() as opened:
        listing = Listing(
            letters=request.args.get("contient", ""),
            page=asked.page,
            alphabetical=request.args.get("ordre") == ALPHABET,
        )
        return _values(ask(asked, opened.searcher), facet, listing)


def _home(opened: OpenGeneration) -> str:
    front = opened.once(front_page, lambda front: not front.partial)
    g.partial = front.partial
    return render(
        "home.html",
        SearchRequest(),
        manifest=opened.manifest,
        front=front,
        marks=_marks(front.newest),
    )


def _results(
    question: Question, manifest: Manifest, problems: Sequence[Problem], open_id: str
) -> str:
    asked = question.request
    # one more than is shown tells that there are more
    most = 1 + SHOWN_VALUES + sum(map(len, asked.filters.values()))
    page = results_page(question, most)
    results = page.results
    g.partial = results.partial
    events.searched.send(total=results.total, partial=results.partial)
    today = periods.today(datetime.now(UTC))
    said = sentence(question)
    return render(
        "results.html",
        asked,
        page=page,
        manifest=manifest,
        # a page ignores what is no parameter of its own: links have some added on their way
        problems=[one for one in problems if one.code is not Code.UNKNOWN_PARAMETER],
        last=last_page(asked.size, results.total),
        results=results,
        said=said,
        understood=sentence(question, results.explanation),
        marks=_marks((*results.hits, *(row.hit for row in page.nearly.hits))),
        histogram=_bars(asked, results),
        wider=_wider(question) if results.total else None,
        presets=periods.presets(today),
        today=today,
        trends_url=trends.of(asked),
        pages=_pages(asked, results.total),
        sizes=SIZES if results.total > min(asked.size, PAGE_SIZE) else (),
        open_id=open_id,
        read=_read(question, open_id),
        formats=FORMATS,
        twin_url=lambda path: params.url(path, params.twin(asked)),
        itself=params.itself(asked),
        itself_said=(sentence(question.instead(replace(asked, sort=None))) if asked.sort else said),
        hidden=params.unseen(asked),
        sorts=SORTS,
        matching=lambda name, every: params.matching(asked, name, every=every),
        facets=[(facet, _shown(results.facets[facet.name])) for facet in FACETS],
        toggling=lambda form: params.pairs(params.with_form(asked, form)),
        narrowing=lambda spelling: params.url("/", params.as_typed(asked, spelling)),
    )


def _read(question: Question, open_id: str) -> Reading | None:
    """What is read beside the titles, None where the archive has not one article of this id."""
    found = article_lookup.known(open_id, question.searcher) if open_id else ()
    return reading(question, found[0]) if len(found) == 1 else None


def _bars(asked: SearchRequest, results: SearchResults) -> Histogram | None:
    """The bars of results; a few articles are seen without."""
    if results.total < FEWEST:
        return None
    return histogram(results.months, asked.since, asked.until, results.days)


def _wider(question: Question) -> Wider | None:
    """The period that the one of a question was taken from."""
    asked = question.request
    if not (asked.since or asked.until):
        return None
    if year := periods.year_around(asked.since, asked.until):
        return year
    without = question.instead(replace(asked, since=None, until=None))
    return periods.all_years(counting.counted(without, name=MONTHS).months)


def _marks(hits: Sequence[Hit]) -> Mapping[Passage, str]:
    """The HTML of all passages of a page."""
    return sanitize.marked(
        passage for hit in hits for passage in (*hit.passages, excerpt.excerpt(hit).text)
    )


def _values(question: Question, facet: Facet, listing: Listing) -> str:
    asked = question.request
    found = value_lists.values(question, facet, listing)
    g.partial = found.partial
    others = {name: values for name, values in asked.filters.items() if name != facet.name}
    listed = {row.value for row in found.rows}
    unlisted = [v for v in asked.filters.get(facet.name, ()) if v not in listed]
    elsewhere = replace(asked, filters={**others, facet.name: tuple(unlisted)}, page=1)
    return render(
        "values.html",
        asked,
        facet=facet,
        said=sentence(question),
        letters=listing.letters,
        listing=listing,
        listing_url=lambda **changes: _listing_url(facet, asked, replace(listing, **changes)),
        last=-(-found.count // MAX_LISTED),
        rows=found.rows if listing.alphabetical else _selected_first(found.rows),
        count=found.count,
        partial=found.partial,
        narrowed=list(active_filters(question)),
        hidden=params.pairs(replace(elsewhere, text="")),
    )


def _listing_url(facet: Facet, asked: SearchRequest, listing: Listing) -> str:
    pairs = params.pairs(replace(asked, page=listing.page))
    pairs += [("contient", listing.letters)] if listing.letters else []
    pairs += [("ordre", ALPHABET)] if listing.alphabetical else []
    return here(f"/valeurs/{facet.name}?{urlencode(pairs)}")


def _shown(rows: Sequence[FacetValue]) -> list[FacetValue]:
    """The rows of a facet that a page of results has room for, all that are selected among them."""
    selected = sum(row.selected for row in rows)
    return _selected_first(rows)[: max(SHOWN_VALUES, selected)]


def _selected_first(rows: Sequence[FacetValue]) -> list[FacetValue]:
    return sorted(rows, key=lambda row: not row.selected)


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
