"""Which articles did a person tick? The selection is in the URL, one `id` an article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, current_app, request

from indexer import search
from indexer.archive import Archive
from indexer.article import Article
from indexer.engines import Searcher
from indexer.search_request import SearchRequest
from webapp import references
from webapp.formats import FORMATS
from webapp.pages import render

blueprint = Blueprint("selection", __name__)

MOST = 100


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids ticked, each once, in this order, and how many are beyond the limit."""

    ids: tuple[str, ...]
    left_out: int


def read(values: Iterable[str]) -> Selection:
    """The selection that the values of `id` make, at most MOST."""
    ids = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    return Selection(ids[:MOST], max(0, len(ids) - MOST))


def articles(chosen: Selection, searcher: Searcher) -> list[Article]:
    """The articles of a selection that the archive holds."""
    found = (search.read(article_id, searcher) for article_id in chosen.ids)
    return [article for article in found if article]


def url(path: str, ids: Sequence[str]) -> str:
    """The address of a selection."""
    query = urlencode([("id", article_id) for article_id in ids])
    return f"{path}?{query}" if query else path


@blueprint.get("/selection")
def page() -> str:
    """The selection: to read again, print, share by its address, take away as a file."""
    chosen = read(request.args.getlist("id"))
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        held = articles(chosen, opened.searcher)
    ids = [article.id for article in held]
    return render(
        "selection.html",
        SearchRequest(),
        articles=held,
        absent=len(chosen.ids) - len(held),
        left_out=chosen.left_out,
        limit=MOST,
        files=[(kind, url(f"/selection.{kind.name}", ids)) for kind in FORMATS],
        without=lambda gone: url("/selection", [one for one in ids if one != gone]),
        press=references.press,
    )
