"""What can be typed? The page that explains it, and a word to robots."""

from collections.abc import Mapping

from flask import Blueprint, Response, g

from indexer.errors import NoIndex, Unavailable, UnreadableIndex
from indexer.query.syntax_table import LANGUAGE, LIMITS_FRENCH
from indexer.search.nearly import NEARLY_BELOW
from indexer.search.request import SearchRequest
from webapp.extensions import open_generation
from webapp.templating import render
from webapp.views.export_formats import MOST_REFERENCES
from webapp.views.help_examples import examples

blueprint = Blueprint("help", __name__)

_ROBOTS = "User-agent: *\nDisallow: /\n"


@blueprint.get("/aide")
def help_page() -> str:
    """What can be typed; its examples find something in the archive, where there is one."""
    return render(
        "help.html",
        SearchRequest(),
        language=LANGUAGE,
        examples=_examples(),
        limits=LIMITS_FRENCH,
        most=MOST_REFERENCES,
        nearly_below=NEARLY_BELOW,
    )


def _examples() -> Mapping[str, str]:
    """By the example of a row, the one to show, or none; those of the table without an archive."""
    try:
        with open_generation() as opened:
            found = opened.once(examples, lambda made: not made.partial)
    except (NoIndex, UnreadableIndex, Unavailable):
        return {row.example: row.example for section in LANGUAGE for row in section.rows}
    g.partial = found.partial
    return found.shown


@blueprint.get("/robots.txt")
def robots() -> Response:
    """An internal archive is for no search engine but this one."""
    return Response(_ROBOTS, mimetype="text/plain")
