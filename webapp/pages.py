"""The pages for people: home, results, help."""

from datetime import timedelta
from itertools import islice
from typing import Any, cast

from flask import Blueprint, Response, current_app, render_template, request

from indexer import narrowing, reprises, search
from indexer.archive import Archive, Opened
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import Searcher, Sort
from indexer.fields import FACETS
from indexer.query.language import LANGUAGE, LIMITS_FRENCH
from indexer.rescue import Proposals, proposals
from indexer.search import MAX_RANK, SearchRequest
from webapp import params, sanitize
from webapp.formats import FORMATS

blueprint = Blueprint("pages", __name__)

SHOWN_VALUES = 8
HOME_ARTICLES = 8
HOME_TAGS = 16
HOME_TAG_DAYS = 90
HOME_EXAMPLES = 3
# Words, a quotation, a field with a pattern and an exclusion; only those that find something show.
EXAMPLES = (
    "réforme des retraites",
    '"conseil municipal"',
    "titre:élection* -sondage",
    '"pouvoir d’achat"',
    "titre:grève OU titre:mobilisation",
    "climat*",
    "justice",
)
PAGE_LINKS = 2
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
        if not request.args:
            return _home(opened)
        asked, _ = params.read(request.args.to_dict(flat=False))
        return _results(asked, opened.searcher)


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
    manifest = opened.manifest
    newest = search.run(SearchRequest(size=HOME_ARTICLES), opened.searcher)
    since = manifest.last_day and manifest.last_day - timedelta(days=HOME_TAG_DAYS)
    lately = search.run(SearchRequest(since=since, size=1), opened.searcher)
    tags = lately.facets["tag"][:HOME_TAGS]
    useful = (text for text in EXAMPLES if search.total(SearchRequest(text=text), opened.searcher))
    return render(
        "home.html",
        SearchRequest(),
        manifest=manifest,
        results=newest,
        tags=tags,
        examples=list(islice(useful, HOME_EXAMPLES)),
    )


def _results(asked: SearchRequest, searcher: Searcher) -> str:
    results = search.run(asked, searcher)
    return render(
        "results.html",
        asked,
        results=results,
        stories=reprises.stories(asked, results.hits, searcher),
        proposals=Proposals() if results.total else proposals(asked, searcher),
        chips=list(narrowing.active(asked, searcher)),
        pages=_pages(asked, results.total),
        formats=FORMATS,
        most=MAX_RANK,
        twin_url=lambda path: params.url(path, asked, size=search.PAGE_SIZE),
        hidden=params.excluded(asked),
        sorts=SORTS,
        facets=FACETS,
        shown=SHOWN_VALUES,
        excluding=lambda name, row: params.url(
            "/", asked, exclusions=params.toggled(asked.exclusions, name, row.value)
        ),
        toggling=lambda form: params.url("/", params.with_form(asked, form)),
        request_url=lambda found: params.url("/", found),
    )


def render(template: str, asked: SearchRequest, **values: Any) -> str:
    """A page; every template can write the address of a search or of an article."""
    settings = cast(Settings, current_app.extensions["settings"])

    def search_url(**changes: Any) -> str:
        return params.url("/", asked, **changes)

    def article_url(found: Article) -> str:
        return params.url(f"/article/{found.id}", asked, page=asked.page)

    def facet_url(name: str, label: str) -> str:
        return params.url("/", SearchRequest(filters={name: (label,)}))

    return render_template(
        template,
        asked=asked,
        search_url=search_url,
        article_url=article_url,
        facet_url=facet_url,
        link=sanitize.link,
        host=sanitize.host,
        picture=lambda url: sanitize.picture(url, settings.image_hosts),
        **values,
    )


def _pages(asked: SearchRequest, total: int) -> list[int | None]:
    """The page numbers to link, None for a gap; empty when everything is on one page."""
    last = search.last_page(asked.size, total)
    near = range(asked.page - PAGE_LINKS, asked.page + PAGE_LINKS + 1)
    numbers = sorted({1, last, *(n for n in near if 1 <= n <= last)}) if last > 1 else []
    found: list[int | None] = []
    for number in numbers:
        if found and number - (found[-1] or 0) > 1:
            found.append(None)
        found.append(number)
    return found
