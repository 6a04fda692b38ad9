"""Read a search from the parameters of a URL, and write it back: links and parsing share this."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

from indexer.analysis import fold_label, words
from indexer.engines.request import Sort
from indexer.query.dates import today
from indexer.query.equivalents import key
from indexer.schema import FACETS
from indexer.search.request import MAX_PAGE_SIZE, PAGE_SIZE, SearchRequest, last_page
from webapp.middleware.url_prefix import here

EXCLUDE = "exclude."
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EXCLUDED_FORM = f"{EXCLUDE}form"
AS_TYPED = f"{EXCLUDE}equivalents"
# Of all filters and exclusions together: each row of a facet links to a URL that repeats them all.
MAX_VALUES = 50
FACET_NAMES = tuple(facet.name for facet in FACETS)
NAMES = (
    "q",
    *FACET_NAMES,
    *(EXCLUDE + name for name in FACET_NAMES),
    EXCLUDED_FORM,
    AS_TYPED,
    "from",
    "to",
    "sort",
    "page",
    "page_size",
)
# Of a search that is being typed, which has no pages yet
TYPED_NAMES = tuple(name for name in NAMES if name != "page")


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be used: its name, why in French, what to write instead."""

    param: str
    detail: str
    suggestion: str


@dataclass(slots=True)
class _Reader:
    """Reads values one by one and collects what is wrong with them."""

    values: Mapping[str, Sequence[str]]
    problems: list[Problem] = field(default_factory=list)
    left: int = MAX_VALUES

    def known(self, names: Sequence[str]) -> None:
        """Refuse every other name."""
        for name in self.values:
            if name not in names:
                close = get_close_matches(name, names, 1, 0.5)
                detail = f"paramètre inconnu « {name} » (paramètres : {', '.join(names)})"
                self.problems.append(Problem(name, detail, close[0] if close else ""))

    def one(self, name: str) -> str:
        given = [value for value in self.values.get(name, ()) if value.strip()]
        if len(given) > 1:
            self.problems.append(Problem(name, f"« {name} » est donné plusieurs fois", given[0]))
        return given[0] if given else ""

    def several(self, name: str, meant: Callable[[str], str]) -> tuple[str, ...]:
        """What the values of a parameter stand for, each once."""
        found: list[str] = []
        for text in filter(str.strip, self.values.get(name, ())):
            value = meant(text)
            if not value:
                self.problems.append(Problem(name, f"« {text} » n’est pas une valeur", ""))
            elif value not in found:
                found.append(value)
        if len(found) > self.left:
            detail = f"pas plus de {MAX_VALUES} valeurs retenues ou exclues en tout"
            self.problems.append(Problem(name, detail, ""))
        kept = tuple(found[: self.left])
        self.left -= len(kept)
        return kept

    def day(self, name: str) -> date | None:
        text = self.one(name)
        if not text:
            return None
        try:
            # not a week, nor a day without hyphens, which are ISO too
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            detail = f"« {text} » n’est pas un jour de la forme AAAA-MM-JJ"
            self.problems.append(Problem(name, detail, "2023-09-14"))
            return None

    def sort(self) -> Sort | None:
        text = self.one("sort")
        try:
            return Sort(text) if text else None
        except ValueError:
            known = ", ".join(Sort)
            close = get_close_matches(text, list(Sort), 1, 0.3) or [Sort.NEWEST]
            self.problems.append(
                Problem("sort", f"tri inconnu « {text} » (tris : {known})", close[0])
            )
            return None

    def count(self, name: str, default: int, limit: int) -> int:
        text = self.one(name)
        if not text:
            return default
        if text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= limit:  # noqa: PLR2004
            return int(text)
        detail = f"« {text} » n’est pas un nombre de 1 à {limit}"
        self.problems.append(Problem(name, detail, str(default)))
        return default


def read(
    values: Mapping[str, Sequence[str]], names: Sequence[str] = NAMES
) -> tuple[SearchRequest, tuple[Problem, ...]]:
    """The search that parameters ask for, what cannot be used left out and listed."""
    reader = _Reader(values)
    reader.known(names)
    size = reader.count("page_size", PAGE_SIZE, MAX_PAGE_SIZE)
    since, until = reader.day("from"), reader.day("to")
    if since and until and since > until:
        detail = "la période finit avant de commencer"
        reader.problems.append(Problem("to", detail, since.isoformat()))
    request = SearchRequest(
        text=reader.one("q"),
        filters=_selection(reader, ""),
        exclusions=_selection(reader, EXCLUDE),
        since=since,
        until=until,
        unwanted=reader.several(EXCLUDED_FORM, _form),
        as_typed=reader.several(AS_TYPED, key),
        sort=reader.sort(),
        page=reader.count("page", 1, last_page(size)),
        size=size,
        today=today(reader.one("q")),
    )
    return request, tuple(reader.problems)


def _selection(reader: _Reader, prefix: str) -> dict[str, tuple[str, ...]]:
    found = {name: reader.several(prefix + name, fold_label) for name in FACET_NAMES}
    return {name: values for name, values in found.items() if values}


def _form(text: str) -> str:
    """A surface form as an archive lists it, "" for what is no word."""
    return next((word.accented for word in words(text)), "")


def excluded(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that leave values, forms and equivalents out."""
    values = request.exclusions
    found = [(EXCLUDE + name, value) for name in FACET_NAMES for value in values.get(name, ())]
    found += [(EXCLUDED_FORM, form) for form in request.unwanted]
    return found + [(AS_TYPED, spelling) for spelling in request.as_typed]


def unseen(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that the form of a page of results keeps without a field to see."""
    seen = {"q", *FACET_NAMES, "from", "to", "page"}
    return [(name, value) for name, value in pairs(request) if name not in seen]


def pairs(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters of a search, in a fixed order, defaults left out."""
    found = [("q", request.text)] if request.text else []
    found += [(name, v) for name in FACET_NAMES for v in request.filters.get(name, ())]
    found += excluded(request)
    optional = (
        ("from", request.since and request.since.isoformat()),
        ("to", request.until and request.until.isoformat()),
        ("sort", request.sort),
        ("page", str(request.page) if request.page > 1 else None),
        ("page_size", str(request.size) if request.size != PAGE_SIZE else None),
    )
    return found + [(name, value) for name, value in optional if value]


def url(path: str, request: SearchRequest, **changes: Any) -> str:
    """The address of a search, with some attributes of the request replaced; a change of anything
    but the page leads to the first page."""
    return here(path) + query(request, **changes)


def query(request: SearchRequest, **changes: Any) -> str:
    """What follows the path in `url`: « ?q=… », "" for a search without parameters."""
    changed = replace(request, **({"page": 1} | changes))
    encoded = urlencode(pairs(changed))
    return f"?{encoded}" if encoded else ""


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
