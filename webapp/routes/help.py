"""What can be typed? The page that explains it, and a word to robots."""

from flask import Blueprint, Response

from indexer.query.syntax_table import LANGUAGE, LIMITS_FRENCH
from indexer.search.nearly import NEARLY_BELOW
from indexer.search.request import SearchRequest
from webapp.templating import render
from webapp.views.export_formats import MOST_REFERENCES

blueprint = Blueprint("help", __name__)

_ROBOTS = "User-agent: *\nDisallow: /\n"


@blueprint.get("/aide")
def help_page() -> str:
    """What can be typed."""
    return render(
        "help.html",
        SearchRequest(),
        language=LANGUAGE,
        limits=LIMITS_FRENCH,
        most=MOST_REFERENCES,
        nearly_below=NEARLY_BELOW,
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """An internal archive is for no search engine but this one."""
    return Response(_ROBOTS, mimetype="text/plain")
