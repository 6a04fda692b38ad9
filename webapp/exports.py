"""Give a whole search, or a selection, as a file: streamed, from one generation, at most MOST."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, request

from indexer import deadline, search
from indexer.analysis import fold
from indexer.archive import Archive, Opened
from indexer.article import Article
from indexer.engines import Searcher
from indexer.errors import Unavailable
from indexer.question import Question, ask
from indexer.search_request import MAX_RANK, SearchRequest
from indexer.search_results import Listed
from webapp import params, selection
from webapp.errors import SearchTooLong
from webapp.formats import FORMATS, Format

blueprint = Blueprint("exports", __name__)

MOST = MAX_RANK
# Articles that are in memory at once
BATCH = 500
_SLUG_CHARACTERS = 40
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Export:
    """What goes in a file: articles one by one, how many they are, out of how many found."""

    articles: Iterable[Article]
    count: int
    total: int
    name: str


def _search_file(kind: Format) -> Callable[[], Response]:
    def respond() -> Response:
        asked, _ = params.read(request.args.to_dict(flat=False))
        return _file(kind, lambda opened: whole(asked, opened.searcher))

    return respond


def _selection_file(kind: Format) -> Callable[[], Response]:
    def respond() -> Response:
        chosen = selection.read(request.args.getlist("id"))

        def export(opened: Opened) -> Export:
            held = selection.held(chosen, opened.searcher).articles
            return Export(held, len(held), len(held), "selection")

        return _file(kind, export)

    return respond


for _kind in FORMATS:
    for _path, _respond in (("search", _search_file), ("selection", _selection_file)):
        blueprint.add_url_rule(
            f"/{_path}.{_kind.name}", f"{_path}_{_kind.name}", _respond(_kind), methods=["GET"]
        )


def whole(asked: SearchRequest, searcher: Searcher) -> Export:
    """The results of a search from the first on, whatever the page; SearchTooLong at the limit."""
    question = ask(asked, searcher)
    first = _batch(question, 0)
    count = min(first.total, MOST)
    slug = _NOT_SLUG.sub("-", fold(asked.text)).strip("-")[:_SLUG_CHARACTERS].strip("-")
    return Export(_articles(question, first), count, first.total, slug or "archive")


def _articles(question: Question, first: Listed) -> Iterator[Article]:
    yield from first.articles
    for start in range(BATCH, min(first.total, MOST), BATCH):
        yield from _batch(question, start).articles


def _batch(question: Question, start: int) -> Listed:
    found = search.listed(question, range(start, min(start + BATCH, MOST)))
    if not found.complete:
        raise SearchTooLong
    if not found.whole:
        raise Unavailable("une partie de l’archive ne répond pas : un export serait incomplet")
    return found


def _file(kind: Format, export: Callable[[Opened], Export]) -> Response:
    """The response that streams a file; its generation stays open until the last line is sent."""
    archive = cast(Archive, current_app.extensions["archive"])
    # a file takes as long as it is read
    deadline.begin(None)
    with ExitStack() as stack:
        content = export(stack.enter_context(archive.reading()))
        lines = kind.lines(archive.unpurged(content.articles))
        response = Response((line.encode() for line in lines), mimetype=kind.mimetype)
        response.call_on_close(stack.pop_all().close)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(content, kind)}"'
    response.headers["X-Manchette-Total"] = str(content.total)
    response.headers["X-Manchette-Exported"] = str(content.count)
    return response


def _name(content: Export, kind: Format) -> str:
    """A name that says what is in the file, and that it is not all where it is not."""
    held = f"{content.count}-article{'s' if content.count > 1 else ''}"
    if content.count < content.total:
        held = f"{content.count}-premiers-sur-{content.total}"
    return f"manchette-{content.name}-{held}.{kind.name}"
