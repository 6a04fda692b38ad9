"""Where does a program read on past the pages? At a cursor: a generation and a page of it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from indexer.search.request import MAX_RANK, SearchRequest
from webapp import params
from webapp.middleware.url_prefix import here


def next_url(
    path: str,
    request: SearchRequest,
    total: int,
    generation: str,
    more: Sequence[tuple[str, str]] = (),
) -> str | None:
    """The address of the next page of `total` articles with more parameters, None on the last one.

    It has a cursor past the last page that people can ask for.
    """
    if request.page * request.size >= total:
        return None
    following = request.page + 1
    if following * request.size <= MAX_RANK:
        asked = params.pairs(replace(request, page=following))
    else:
        asked = [*params.pairs(replace(request, page=1)), ("cursor", f"{generation}.{following}")]
    return f"{here(path)}?{urlencode([*asked, *more])}"
