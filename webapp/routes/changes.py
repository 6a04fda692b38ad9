"""Which articles did publications add, change or remove since a generation? For programs."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint

from indexer.errors import NotInJournal
from indexer.serving import changes
from indexer.serving.changes import Place
from webapp import extensions
from webapp.contract import endpoints
from webapp.contract.parameters import CHANGES_PAGE_SIZE
from webapp.middleware.errors import NoLongerKnown
from webapp.middleware.url_prefix import here
from webapp.routes.api import reader_of, refuse

_OLD = (
    "Ce qui a changé depuis cette génération n’est pas connu, ou ne l’est plus : le journal garde "
    "90 jours. Relire toute l’archive (/search.jsonl), puis demander ce qui a changé depuis la "
    "génération que donne son en-tête X-Manchette-Generation."
)

blueprint = Blueprint("changes", __name__)


@blueprint.get(endpoints.CHANGES.path)
def changes_since() -> dict[str, Any]:
    """The changes since a generation served last, in the order they were published, page by page.

    Without `since` there are none, and the answer names what to ask from later. 410 where the
    journal does not go back to it.
    """
    reader = reader_of(endpoints.CHANGES.parameters)
    size, since, cursor = map(reader.one, ("page_size", "since", "cursor"))
    refuse(reader)
    kept = extensions.published_index().journal()
    try:
        since = since or changes.serving(kept)
        place = Place(*map(int, cursor)) if cursor else changes.place_after(kept, since)
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


def _url(since: str, size: int, place: Place) -> str:
    pairs = {"since": since, "cursor": f"{place.step}.{place.rows}"}
    if size != CHANGES_PAGE_SIZE:
        pairs["page_size"] = str(size)
    return f"{here(endpoints.CHANGES.path)}?{urlencode(pairs)}"
