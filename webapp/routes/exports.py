"""Give a whole search, or a selection, as a file: streamed, from one generation.

A file takes a thread for as long as its reader reads: half of the threads at most send files.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request

from indexer import deadline
from indexer.article import Article
from indexer.config import Settings
from indexer.engines import Searcher
from indexer.errors import Unavailable
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.sentence import sentence
from indexer.serving.open_generation import OpenGeneration
from webapp import extensions, params, sanitize
from webapp.middleware import events
from webapp.middleware.errors import SearchTooLong, TooManyFiles
from webapp.routes import selection
from webapp.views.export_formats import FORMATS, Format
from webapp.views.slug import slug

blueprint = Blueprint("exports", __name__)


@dataclass(frozen=True, slots=True)
class Export:
    """What goes in a file: articles one by one, how many they are, out of how many found."""

    articles: Iterable[Article]
    count: int
    total: int
    name: str


def register(app: Flask, settings: Settings) -> None:
    """Serve files; at most half of the threads send one at a time."""
    app.extensions["files"] = BoundedSemaphore(max(1, settings.threads // 2))
    app.register_blueprint(blueprint)


def _search_file(kind: Format) -> Callable[[], Response]:
    def respond() -> Response:
        asked, _ = params.read(request.args.to_dict(flat=False))
        return _file(kind, lambda opened: whole(asked, opened.searcher, kind.most))

    return respond


def _selection_file(kind: Format) -> Callable[[], Response]:
    def respond() -> Response:
        chosen = selection.read(request.args.getlist("id"))

        def export(opened: OpenGeneration) -> Export:
            held = selection.held(chosen, opened.searcher).articles
            return Export(held, len(held), len(held), "selection")

        return _file(kind, export)

    return respond


for _kind in FORMATS:
    for _path, _respond in (("search", _search_file), ("selection", _selection_file)):
        blueprint.add_url_rule(
            f"/{_path}.{_kind.name}", f"{_path}_{_kind.name}", _respond(_kind), methods=["GET"]
        )


def whole(asked: SearchRequest, searcher: Searcher, most: int | None) -> Export:
    """The results of a search from the first on, whatever the page, at most `most`.

    SearchTooLong where its time is up.
    """
    question = ask(asked, searcher)
    found = service.matches(question, most)
    if found.counts.timed_out:
        raise SearchTooLong
    if found.counts.shards_missing:
        raise Unavailable("une partie de l’archive ne répond pas : un export serait incomplet")
    total = found.counts.total
    articles = map(Article.load, found.stored)
    count = total if most is None else min(total, most)
    return Export(articles, count, total, slug(sentence(question)))


def _file(kind: Format, export: Callable[[OpenGeneration], Export]) -> Response:
    """The response that streams a file; its generation stays open until the last line is sent.

    TooManyFiles where as many are being sent as may be.
    """
    index = extensions.published_index()
    settings = extensions.settings()
    # a file takes as long as it is read
    deadline.begin(None)
    with ExitStack() as stack:
        stack.enter_context(_place())
        opened = stack.enter_context(index.open_generation())
        content = export(opened)
        articles = index.unpurged(content.articles)
        lines = kind.lines(articles, sanitize.listed_hosts(settings))
        held = stack.pop_all()
        response = Response(_until_read(lines, held), mimetype=kind.mimetype)
        # also of one that nobody began to read
        response.call_on_close(held.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(content, kind)}"'
    response.headers["X-Manchette-Generation"] = opened.manifest.generation
    response.headers["X-Manchette-Total"] = str(content.total)
    response.headers["X-Manchette-Exported"] = str(content.count)
    return response


@contextmanager
def _place() -> Iterator[None]:
    """One of the places of files that are sent."""
    places = cast(BoundedSemaphore, current_app.extensions["files"])
    if not places.acquire(blocking=False):
        raise TooManyFiles
    events.sending.send(change=1)
    try:
        yield
    finally:
        events.sending.send(change=-1)
        places.release()


def _until_read(lines: Iterator[str], held: ExitStack) -> Iterator[bytes]:
    with held:
        yield from (line.encode() for line in lines)


def _name(content: Export, kind: Format) -> str:
    """A name that says what is in the file, and that it is not all where it is not."""
    held = f"{content.count}-article{'s' if content.count > 1 else ''}"
    if content.count < content.total:
        held = f"{content.count}-premiers-sur-{content.total}"
    return f"manchette-{content.name}-{held}.{kind.name}"
