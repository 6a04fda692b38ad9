"""Is what a reader keeps still what would be answered? An ETag of the state that answers come from.

It is weak and costs no search: whatever an answer can depend on is in it, and a page that is asked
for again while all of it is the same is answered 304 before any work.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from importlib import metadata
from pathlib import Path

from flask import Flask, Response, g, request

import indexer
from indexer import deadline
from indexer.article import PARIS
from indexer.config import Settings
from indexer.errors import ManchetteError
from indexer.messages.french_format import days_ago
from indexer.query import equivalents_file
from webapp import extensions

# The blueprints that answer from the archive, and those that always say the same
_OF_THE_ARCHIVE = frozenset(
    {"search", "article", "followed", "selection", "exports", "api", "browser_search"}
)
_STILL = frozenset({"help", "api_docs"})
# It says how old the index is
_HOME = "search.home"
_DIGEST_BYTES = 16
_PACKAGES = (Path(__file__).parents[1], Path(indexer.__file__).parent)


def register(app: Flask, settings: Settings) -> None:
    """Answer 304 where nothing changed, and give an ETag to what may be asked for again."""
    # no password is in a repr
    fixed = (program(_PACKAGES), repr(settings))

    @app.before_request
    def unchanged() -> Response | None:
        g.etag = _etag(fixed)
        known = request.if_none_match
        if g.etag and known.contains_weak(g.etag) and not known.star_tag:
            return Response(status=HTTPStatus.NOT_MODIFIED)
        return None

    @app.after_request
    def validated(response: Response) -> Response:
        told = response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
        if told and g.get("etag") and not _cut_short():
            response.set_etag(g.etag, weak=True)
        return response


def _cut_short() -> bool:
    """Whether the answer may be more whole the next time."""
    return bool(g.get("partial")) or deadline.is_over(deadline.here())


def _etag(fixed: tuple[str, ...]) -> str:
    """What tells this answer from what the same address answers in another state, "" for none."""
    if request.method not in {"GET", "HEAD"}:
        return ""
    if request.blueprint in _STILL:
        return _digest((*fixed, request.url))
    if request.blueprint not in _OF_THE_ARCHIVE:
        return ""
    try:
        return _digest((*fixed, request.url, *_state()))
    except ManchetteError:  # the route tells which
        return ""


def _state() -> Iterator[str]:
    """The archive, what is read at query time, the day: « hier » is another one tomorrow."""
    yield from extensions.published_index().state()
    yield equivalents_file.house().digest
    yield datetime.now(PARIS).date().isoformat()
    if request.endpoint == _HOME:
        with extensions.open_generation() as opened:
            yield days_ago(opened.manifest.created, datetime.now(UTC))


@cache
def program(packages: tuple[Path, ...]) -> str:
    """The version of the program and a digest of its files, which differs while it is worked on."""
    files = (
        path
        for package in packages
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    contents = (f"{path.name}\0{_digest_of(path)}" for path in files)
    return _digest((metadata.version("manchette"), *contents))


def _digest_of(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=_DIGEST_BYTES).hexdigest()


def _digest(parts: tuple[str, ...]) -> str:
    found = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        found.update(part.encode(errors="surrogatepass") + b"\0")
    return found.hexdigest()
