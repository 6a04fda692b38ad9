"""The page where one article is read, with the search it was reached from."""

from itertools import count
from typing import cast

from flask import Blueprint, current_app, g, request

from indexer import search
from indexer.archive import Archive
from indexer.neighbours import Step, neighbours
from indexer.question import ask
from indexer.similar import similar
from webapp import params, references, sanitize, selection
from webapp.errors import NoArticle
from webapp.pages import render

blueprint = Blueprint("reading", __name__)

# Links to marks by number; a script leads to all of them
MARK_LINKS = 30


@blueprint.get("/article/<article_id>")
def article(article_id: str) -> str:
    """One article, with the hits of the search it was reached from."""
    asked, _ = params.read(request.args.to_dict(flat=False))
    searched = bool(params.pairs(asked))
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        g.generation = opened.manifest.generation
        found = search.read(article_id, opened.searcher)
        if found is None:
            raise NoArticle
        question = ask(asked, opened.searcher)
        passages = search.marked(question, found)
        beside = neighbours(question, article_id) if searched else None
        alike = similar(found, opened.searcher)
    title, lede, *body = passages
    marks = sum(segment.hit for passage in passages for segment in passage)
    ranks = count(1)
    return render(
        "article.html",
        asked,
        article=found,
        title=title,
        lede=lede,
        body=body,
        anchored=lambda passage: sanitize.anchored(passage, ranks),
        marks=marks,
        mark_links=range(1, min(marks, MARK_LINKS) + 1),
        back=params.url("/", asked, page=asked.page) if searched else None,
        beside=beside,
        step_url=_step_url,
        alike=alike,
        reference=references.press(found),
        ris=selection.url("/selection.ris", [found.id]),
        archived=sanitize.archived(found.url, found.published),
    )


def _step_url(step: Step) -> str:
    return params.url(f"/article/{step.article.id}", step.request, page=step.request.page)
