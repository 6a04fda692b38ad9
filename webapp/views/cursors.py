"""Where does a program read on past the pages? At a cursor: a generation and a page of it."""

import re

from indexer.search.request import MAX_RANK, SearchRequest
from webapp import params

_CURSOR = re.compile(r"([^/\s]+)\.([0-9]{1,9})")


def next_url(path: str, request: SearchRequest, total: int, generation: str) -> str | None:
    """The address of the next page of `total` articles, None on the last one.

    It has a cursor past the last page that people can ask for.
    """
    if request.page * request.size >= total:
        return None
    following = request.page + 1
    if following * request.size <= MAX_RANK:
        return params.url(path, request, page=following)
    first = params.url(path, request)
    return f"{first}{'&' if '?' in first else '?'}cursor={generation}.{following}"


def page_at(cursor: str, generation: str) -> int | None:
    """The page of a cursor, counted from 1; None for one of another generation.

    ValueError for what is no cursor.
    """
    told = _CURSOR.fullmatch(cursor)
    if not told:
        raise ValueError(cursor)
    return int(told[2]) if told[1] == generation else None
