"""Which articles did publications add, change or remove since a generation? For programs."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from indexer.errors import NotInJournal
from indexer.serving import changes
from indexer.serving.changes import Place
from webapp import extensions
from webapp.middleware.errors import InvalidParameter, NoLongerKnown
from webapp.params import Problem

PATH = "/api/v1/changes"
PAGE_SIZE, MAX_PAGE_SIZE = 1000, 10_000
NAMES = ("since", "cursor", "page_size")
_CURSOR = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")
_SIZE = re.compile(r"[0-9]{1,5}")
_OLD = (
    "Ce qui a changé depuis cette génération n’est pas connu, ou ne l’est plus : le journal garde "
    "90 jours. Relire toute l’archive (/search.jsonl), puis demander ce qui a changé depuis la "
    "génération que donne son en-tête X-Manchette-Generation."
)

blueprint = Blueprint("changes", __name__)


@blueprint.get(PATH)
def changes_since() -> dict[str, Any]:
    """The changes since a generation served last, in the order they were published, page by page.

    Without `since` there are none, and the answer names what to ask from later. 410 where the
    journal does not go back to it.
    """
    _refuse_others()
    size = _size(request.args.get("page_size", ""))
    since, cursor = request.args.get("since", ""), request.args.get("cursor", "")
    kept = extensions.published_index().journal()
    try:
        since = since or changes.serving(kept)
        place = _place(cursor) if cursor else changes.place_after(kept, since)
        found = changes.read(kept, place, size)
    except NotInJournal as error:
        raise NoLongerKnown(_OLD) from error
    return {
        "since": since,
        "generation": found.generation,
        "changes": [
            {"id": change.article_id, "kind": change.kind, "generation": change.generation}
            for change in found.changes
        ],
        "next_url": found.following and _url(since, size, found.following),
    }


def _refuse_others() -> None:
    for name in request.args:
        if name not in NAMES:
            detail = f"paramètre inconnu « {name} » (paramètres : {', '.join(NAMES)})"
            raise InvalidParameter(Problem(name, detail, ""))


def _place(cursor: str) -> Place:
    told = _CURSOR.fullmatch(cursor)
    if not told:
        detail = f"« {cursor} » n’est pas un curseur : suivre next_url tel qu’il a été donné"
        raise InvalidParameter(Problem("cursor", detail, ""))
    return Place(int(told[1]), int(told[2]))


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if _SIZE.fullmatch(text) and 1 <= int(text) <= MAX_PAGE_SIZE:
        return int(text)
    detail = f"« {text} » n’est pas un nombre de 1 à {MAX_PAGE_SIZE}"
    raise InvalidParameter(Problem("page_size", detail, str(PAGE_SIZE)))


def _url(since: str, size: int, place: Place) -> str:
    pairs = {"since": since, "cursor": f"{place.step}.{place.rows}"}
    if size != PAGE_SIZE:
        pairs["page_size"] = str(size)
    return f"{PATH}?{urlencode(pairs)}"
