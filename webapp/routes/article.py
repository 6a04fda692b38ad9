"""The page where one article is read, with the search it was reached from."""

from flask import Blueprint, g, redirect, request
from werkzeug import Response

from indexer.article import Article
from indexer.engines import Searcher
from indexer.search import article_lookup
from indexer.search.more_like_this import similar
from indexer.search.previous_next import Step, neighbours
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from webapp import params
from webapp.contract import parameters
from webapp.extensions import open_generation
from webapp.middleware.errors import NoArticle, SeveralArticles
from webapp.routes import selection
from webapp.templating import render
from webapp.views.reading import reading

blueprint = Blueprint("article", __name__)

# Links to marks by number; a script leads to all of them
MARK_LINKS = 30
SHOWN_NEAR = 5


@blueprint.get("/article/<article_id>")
def article(article_id: str) -> str | Response:
    """One article, with the hits of the search it was reached from; its former id leads there."""
    asked = _asked()
    searched = bool(params.pairs(asked))
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        found = only(article_id, opened.searcher)
        if found.id != article_id:
            return redirect(params.url(f"/article/{found.id}", asked, page=asked.page))
        question = ask(asked, opened.searcher)
        read = reading(question, found)
        beside = neighbours(question, article_id) if searched else None
        alike = similar(found, opened.searcher)
    return render(
        "article.html",
        asked,
        article=found,
        read=read,
        outline=_outline(found),
        mark_links=range(1, min(read.marks, MARK_LINKS) + 1),
        hidden=params.kept(asked),
        back=f"{params.url('/', asked, page=asked.page)}#a-{found.id}" if searched else None,
        beside=beside,
        step_url=_step_url,
        alike=[near for near in alike if not near.same][:SHOWN_NEAR],
        ris=selection.url("/selection.ris", [found.id]),
    )


@blueprint.get("/article/<article_id>/volet")
def beside_titles(article_id: str) -> str:
    """What a page of titles shows of an article at its side, alone: for a script."""
    asked = _asked()
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        read = reading(ask(asked, opened.searcher), only(article_id, opened.searcher))
    return render("pane.html", asked, read=read)


@blueprint.get("/article/<article_id>/proches")
def near(article_id: str) -> str:
    """The articles near one, with the words that they share."""
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        found = only(article_id, opened.searcher)
        alike = similar(found, opened.searcher)
    return render("near.html", SearchRequest(), article=found, found=alike)


def _asked() -> SearchRequest:
    return params.read(request.args.to_dict(flat=False), parameters.SHOWN)[0]


def _outline(article: Article) -> list[tuple[int, str]]:
    """The headings of a text by their ranks in it, where there is more than one."""
    headings = [(rank, article.body[rank]) for rank in article.body_headings]
    return headings if len(headings) > 1 else []


def only(article_id: str, searcher: Searcher) -> Article:
    """The article that an id leads to; NoArticle for none, SeveralArticles."""
    found = article_lookup.known(article_id, searcher)
    if not found:
        raise NoArticle
    if len(found) > 1:
        raise SeveralArticles(found)
    return found[0]


def _step_url(step: Step) -> str:
    return params.url(f"/article/{step.article.id}", step.request, page=step.request.page)
