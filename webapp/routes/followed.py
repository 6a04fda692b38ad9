"""What did the archive gain for a search since a generation? For a browser that follows it."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, g, make_response, request

from indexer.errors import NotInJournal
from indexer.search.among import among
from indexer.search.question import Question, ask
from indexer.search.results import Listed
from indexer.search.sentence import sentence
from indexer.serving.changes import added_since
from webapp import extensions, params
from webapp.extensions import open_generation
from webapp.templating import render

blueprint = Blueprint("followed", __name__)

PATH = "/nouveaux"
# What is looked at since a generation, whichever search is followed: a large newsroom's ten days
MOST_CHANGES = 5000
SHOWN = 100


@dataclass(frozen=True, slots=True)
class News:
    """What was added for a search, the newest first, SHOWN at most, and whether it is all."""

    found: Listed
    is_whole: bool


@blueprint.get(PATH)
def added() -> Response:
    """The articles of a search that publications added since the generation `since`.

    `X-Manchette-Total` says how many, `X-Manchette-Generation` what to ask from the next time: HEAD
    is enough for a browser that counts. There is no total where the journal does not go back to it.
    """
    asked, _ = params.read(request.args.to_dict(flat=False))
    with open_generation() as opened:
        g.generation = opened.manifest.generation
        question = ask(asked, opened.searcher)
        news = _news(question, request.args.get("since", ""))
        said = sentence(question.instead(replace(asked, sort=None)))
    g.partial = news is not None and not news.is_whole
    response = make_response(
        render("followed.html", asked, news=news, said=said, itself=params.itself(asked))
    )
    response.headers["X-Manchette-Generation"] = g.generation
    if news:
        response.headers["X-Manchette-Total"] = str(news.found.total)
    return response


def _news(question: Question, since: str) -> News | None:
    """None where the journal does not go back to `since`."""
    try:
        changes = added_since(extensions.published_index().journal(), since, MOST_CHANGES)
    except NotInJournal:
        return None
    found = among(question, changes.ids, SHOWN)
    return News(found, changes.is_whole and not (found.timed_out or found.shards_missing))
