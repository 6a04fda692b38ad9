"""Read a search from the parameters of a URL, and write it back: links and parsing share this."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from indexer.query.dates import today
from indexer.search.request import PAGE_SIZE, SearchRequest, last_page
from webapp.contract import kinds, parameters
from webapp.contract.parameters import (
    ALL,
    AS_TYPED,
    COMBINED_NAMES,
    EXCLUDE,
    EXCLUDED_FORM,
    MATCH,
    OPEN,
    TITLES,
    VIEW,
    Parameter,
)
from webapp.contract.problems import Code, Problem
from webapp.contract.reader import Reader
from webapp.middleware.url_prefix import here

FACET_NAMES = parameters.FACET_NAMES
NAMES = tuple(parameter.name for parameter in parameters.SEARCH)
# A page has a hundred addresses, made of the same few values
_quoted = lru_cache(1 << 14)(quote_plus)


def read(
    values: Mapping[str, Sequence[str]], known: Sequence[Parameter] = parameters.SEARCH
) -> tuple[SearchRequest, tuple[Problem, ...]]:
    """The search that parameters ask for, what cannot be used left out and listed."""
    reader = Reader(values, known)
    return asked(reader), tuple(reader.problems)


def asked(reader: Reader) -> SearchRequest:
    """The search that parameters ask for."""
    size = reader.one("page_size") or PAGE_SIZE
    since, until = reader.one("from"), reader.one("to")
    if since and until and since > until:
        detail = "la période finit avant de commencer"
        reader.tell(Code.INVALID_PERIOD, "to", detail, since.isoformat())
    text = reader.one("q")
    return SearchRequest(
        text=text,
        filters=_selection(reader, ""),
        exclusions=_selection(reader, EXCLUDE),
        all_of=tuple(name for name in COMBINED_NAMES if reader.one(MATCH + name) == ALL),
        since=since,
        until=until,
        unwanted=reader.several(EXCLUDED_FORM),
        as_typed=reader.several(AS_TYPED),
        sort=reader.one("sort"),
        page=_page(reader, size),
        size=size,
        titles=reader.one(VIEW.name) == TITLES or bool(reader.one(OPEN.name)),
        today=today(text),
    )


def _page(reader: Reader, size: int) -> int:
    """The page, which is bounded together with its size."""
    page, most = int(reader.one("page") or 1), last_page(size)
    if page <= most:
        return page
    refused = kinds.out_of_range(str(page), 1, most, 1)
    reader.tell(refused.code, "page", refused.detail, refused.suggestion)
    return 1


def _selection(reader: Reader, prefix: str) -> dict[str, tuple[str, ...]]:
    found = {name: reader.several(prefix + name) for name in FACET_NAMES}
    return {name: values for name, values in found.items() if values}


def excluded(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that leave values, forms and equivalents out."""
    values = request.exclusions
    found = [(EXCLUDE + name, value) for name in FACET_NAMES for value in values.get(name, ())]
    found += [(EXCLUDED_FORM, form) for form in request.unwanted]
    return found + [(AS_TYPED, spelling) for spelling in request.as_typed]


# What a page of results has fields for
_SEEN = {*FACET_NAMES, "from", "to"}


def unseen(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that the form of a page of results keeps without a field to see."""
    return [pair for pair in kept(request) if pair[0] not in _SEEN]


def kept(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that another text is searched with: all but the text and the page."""
    return [(name, value) for name, value in pairs(request) if name not in {"q", "page"}]


def pairs(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters of a search, in a fixed order, defaults left out."""
    found = [("q", request.text)] if request.text else []
    found += [(name, v) for name in FACET_NAMES for v in request.filters.get(name, ())]
    found += [(MATCH + name, ALL) for name in request.all_of]
    found += excluded(request)
    optional = (
        ("from", request.since and request.since.isoformat()),
        ("to", request.until and request.until.isoformat()),
        ("sort", request.sort),
        ("page", str(request.page) if request.page > 1 else None),
        ("page_size", str(request.size) if request.size != PAGE_SIZE else None),
        (VIEW.name, TITLES if request.titles else None),
    )
    return found + [(name, value) for name, value in optional if value]


def url(path: str, request: SearchRequest, **changes: Any) -> str:
    """The address of a search, with some attributes of the request replaced; a change of anything
    but the page leads to the first page. Results of all the archive are not the home page."""
    return here(path) + (query(request, **changes) or ("?q=" if path == "/" else ""))


def query(request: SearchRequest, **changes: Any) -> str:
    """What follows the path in `url`: « ?q=… », "" for a search without parameters."""
    changed = replace(request, **({"page": 1} | changes))
    encoded = "&".join(_encoded(pairs(changed)))
    return f"?{encoded}" if encoded else ""


def _encoded(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{name}={_quoted(value)}" for name, value in rows]


def adding(path: str, request: SearchRequest, selection: str, name: str) -> Callable[[str], str]:
    """What gives the address of a search with one more value of a facet, as `url` does, for less.

    `selection` is `filters` or `exclusions`; a value that is there changes nothing.
    """
    chosen = getattr(request, selection)
    values = chosen.get(name, ())
    named = EXCLUDE + name if selection == "exclusions" else name
    changed: dict[str, Any] = {selection: {**chosen, name: (*values, "")}}
    rows = pairs(replace(request, page=1, **changed))
    place = max(rank for rank, (other, _) in enumerate(rows) if other == named)
    before = "&".join([*_encoded(rows[:place]), f"{named}="])
    after = "".join(f"&{pair}" for pair in _encoded(rows[place + 1 :]))
    same = url(path, request)
    return lambda value: (
        same if value in values else f"{here(path)}?{before}{_quoted(value)}{after}"
    )


def excluding(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The request without the articles of a value of a facet, which it no longer asks for."""
    filters = {**request.filters}
    if value in filters.get(name, ()):
        filters = toggled(filters, name, value)
    exclusions = toggled(request.exclusions, name, value)
    return replace(request, filters=filters, exclusions=exclusions, page=1)


def matching(request: SearchRequest, name: str, *, every: bool) -> SearchRequest:
    """The request for articles that have every value selected in a facet, or any of them."""
    others = {one for one in request.all_of if one != name}
    names = {*others, name} if every else others
    return replace(request, all_of=tuple(one for one in COMBINED_NAMES if one in names), page=1)


def itself(request: SearchRequest) -> str:
    """The parameters of what is searched, encoded, whatever the order and the page."""
    return query(twin(request), sort=None)[1:]


def twin(request: SearchRequest) -> SearchRequest:
    """The request of a file, a feed or a program: without how a page shows it."""
    return replace(request, size=PAGE_SIZE, titles=False)


def with_form(request: SearchRequest, form: str) -> SearchRequest:
    """The request with a surface form left out, or taken back if it was."""
    values = toggled({EXCLUDED_FORM: request.unwanted}, EXCLUDED_FORM, form)
    return replace(request, unwanted=values[EXCLUDED_FORM], page=1)


def as_typed(request: SearchRequest, spelling: str) -> SearchRequest:
    """The request without the equivalents of a spelling, told by its key."""
    return replace(request, as_typed=(*request.as_typed, spelling), page=1)


def toggled(selection: Mapping[str, tuple[str, ...]], name: str, value: str) -> dict[str, Any]:
    """The selection with one value of a facet added, or removed if it was there."""
    values = selection.get(name, ())
    kept = tuple(v for v in values if v != value) if value in values else (*values, value)
    return {**selection, name: kept}
