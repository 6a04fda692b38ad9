"""Which articles did a person tick? The selection is in the URL, one `id` an article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from flask import Blueprint, request

from indexer.article import Article
from indexer.engines import Searcher
from indexer.search import article_lookup, marking
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from webapp import params, sanitize
from webapp.extensions import open_generation
from webapp.middleware.url_prefix import here
from webapp.templating import render
from webapp.views.export_formats import FORMATS

blueprint = Blueprint("selection", __name__)

MOST = 100
MOST_SEARCHES = 9


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids ticked, each once, in this order, and how many are beyond the limit."""

    ids: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Held:
    """The articles of a selection, each once; the ids that each was asked for by; ids that several
    articles had before, with these; how many ids lead to none."""

    articles: tuple[Article, ...]
    asked: Mapping[str, Sequence[str]]
    several: Mapping[str, tuple[Article, ...]]
    absent: int


def read(values: Iterable[str]) -> Selection:
    """The selection that the values of `id` make, at most MOST."""
    ids = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    return Selection(ids[:MOST], max(0, len(ids) - MOST))


def held(chosen: Selection, searcher: Searcher) -> Held:
    """What the ids of a selection lead to."""
    found = {one: article_lookup.known(one, searcher) for one in chosen.ids}
    single = {row[0].id: row[0] for row in found.values() if len(row) == 1}
    asked: dict[str, list[str]] = {one: [] for one in single}
    for one, row in found.items():
        if len(row) == 1:
            asked[row[0].id].append(one)
    several = {one: row for one, row in found.items() if len(row) > 1}
    return Held(tuple(single.values()), asked, several, sum(not row for row in found.values()))


def url(path: str, ids: Sequence[str], texts: Sequence[str] = ()) -> str:
    """The address of a selection, and of what was asked to find it."""
    query = urlencode([("id", one) for one in ids] + [("q", text) for text in texts])
    return here(f"{path}?{query}" if query else path)


@blueprint.get("/selection")
def page() -> str:
    """The selection: to read again, print, share by its address, take away as a file.

    With searches in `q`, the passages of each article that show what these ask for.
    """
    chosen = read(request.args.getlist("id"))
    texts = request.args.getlist("q")[:MOST_SEARCHES]
    with open_generation() as opened:
        found = held(chosen, opened.searcher)
        questions = [ask(params.read({"q": [text]})[0], opened.searcher) for text in texts]
        excerpts = marking.excerpts(questions, found.articles)
    ids = [article.id for article in found.articles]
    return render(
        "selection.html",
        SearchRequest(),
        articles=found.articles,
        excerpts=excerpts,
        marks=sanitize.marked(chain.from_iterable(excerpts.values())),
        own=not chosen.ids,
        formats=FORMATS,
        asked_by=found.asked,
        several=found.several,
        absent=found.absent,
        left_out=chosen.left_out,
        limit=MOST,
        files=[(kind, url(f"/selection.{kind.name}", ids)) for kind in FORMATS],
        without=lambda gone: url(
            "/selection", [one for one in (*ids, *found.several) if one != gone], texts
        ),
        instead=lambda former, chosen: url(
            "/selection",
            [*ids, *(chosen if one == former else one for one in found.several)],
            texts,
        ),
    )
