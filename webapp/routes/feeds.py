"""The Atom feed of every search: what was published last, the newest first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, request

from indexer.article import Article
from indexer.engines.request import Sort
from indexer.messages.french_format import NBSP
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.sentence import sentence
from webapp import extensions, params
from webapp.extensions import open_generation
from webapp.middleware.errors import SearchTooLong
from webapp.middleware.url_prefix import here, with_host
from webapp.sanitize import link, listed_hosts
from webapp.views import xml
from webapp.views.xml import child

blueprint = Blueprint("feeds", __name__)

ATOM = "http://www.w3.org/2005/Atom"
MIMETYPE = "application/atom+xml"
ENTRIES = 50
# Ids of feeds and entries are drawn from it: never change it, readers would take all for unread
_NAMESPACE = UUID("0b1f7c52-6c0e-4d2a-9a55-6f0f6f1d8e37")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@blueprint.get("/search.atom")
def feed() -> Response:
    """The newest ENTRIES articles of a search; undated ones, which are never new, are left out."""
    given, _ = params.read(request.args.to_dict(flat=False))
    asked = replace(given, sort=Sort.NEWEST, page=1)
    with open_generation() as opened:
        question = ask(asked, opened.searcher)
        found = service.listed(question, range(ENTRIES))
        said = sentence(question.instead(replace(asked, sort=None)))
    if found.timed_out:
        raise SearchTooLong
    tree = _feed(asked, said, [article for article in found.articles if article.published])
    response = xml.response(tree, MIMETYPE)
    response.add_etag()
    response.make_conditional(request)
    return response


def _feed(asked: SearchRequest, said: str, articles: list[Article]) -> ET.Element:
    # an address says which search it is, whatever the order, the page and the host
    tree = xml.root(ATOM, "feed")
    child(tree, "id", _urn(f"search?{params.itself(asked)}"))
    child(tree, "title", f"Manchette{NBSP}: {said}")
    child(tree, "updated", max(map(_updated, articles), default=_NEVER).isoformat())
    child(child(tree, "author"), "name", "Manchette")
    child(
        tree, "link", rel="self", type=MIMETYPE, href=with_host(params.url("/search.atom", asked))
    )
    child(tree, "link", rel="alternate", type="text/html", href=with_host(params.url("/", asked)))
    settings = extensions.settings()
    for article in articles:
        entry = child(tree, "entry")
        _entry(entry, article)
        if source := link(article.url, listed_hosts(settings)):
            child(entry, "link", rel="via", href=source)
    return tree


def _entry(entry: ET.Element, article: Article) -> None:
    child(entry, "id", _urn(f"article/{article.id}"))
    child(entry, "title", article.title)
    child(entry, "updated", _updated(article).isoformat())
    if article.published:
        child(entry, "published", article.published.isoformat())
    for name in _authors(article):
        child(child(entry, "author"), "name", name)
    for tag in article.tags:
        child(entry, "category", term=tag)
    page = with_host(here(f"/article/{article.id}"))
    child(entry, "link", rel="alternate", type="text/html", href=page)
    child(entry, "summary", article.lede or next(iter(article.body), ""), type="text")


def _authors(article: Article) -> Iterator[str]:
    """Who signed, or the source, or nobody: then the entry is of the author of the feed."""
    names = article.authors or (article.source,)
    return filter(None, names)


def _updated(article: Article) -> datetime:
    """When the article changed last by its own dates: a reindex makes nothing new."""
    return max(filter(None, (article.published, article.modified)), default=_NEVER)


def _urn(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn
