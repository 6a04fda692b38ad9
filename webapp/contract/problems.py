"""What is wrong with a parameter, under which stable code, and what could be written instead?"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from indexer.analysis import fold

# Below it two names are not alike: « lang » is no « tag », « format » no « sort »
LIKENESS = 0.7
_SEPARATORS = re.compile(r"[^a-z0-9]+")


class Code(StrEnum):
    """Why a parameter is refused; a code never changes its meaning."""

    UNKNOWN_PARAMETER = "unknown_parameter"
    REPEATED_PARAMETER = "repeated_parameter"
    NOT_UTF8 = "not_utf8"
    NO_VALUE = "no_value"
    TOO_MANY_VALUES = "too_many_values"
    INVALID_YEAR = "invalid_year"
    INVALID_DATE = "invalid_date"
    INVALID_PERIOD = "invalid_period"
    INVALID_NUMBER = "invalid_number"
    INVALID_CHOICE = "invalid_choice"
    INVALID_CURSOR = "invalid_cursor"


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be used: why, in French, and what to write instead."""

    code: Code
    param: str
    detail: str
    suggestion: str


# What other search services call our parameters and members, folded, without their separators
_ELSEWHERE: Mapping[str, str] = {
    "q": "query search searchterm searchterms text keyword keywords term terms s recherche mots",
    "tag": "theme themes topic topics subject subjects motcle motscles",
    "source": "publisher journal newspaper media publication",
    "section": "category categories rubrique rubriques",
    "author": "auteur auteurs byline journalist signature",
    "year": "annee annees",
    "from": "since after datefrom fromdate startdate begindate begin mindate depuis du debut",
    "to": "until before dateto todate enddate end maxdate jusqua au fin",
    "sort": "order orderby sortby sortorder ordering tri",
    "page_size": "limit rows perpage pagelimit hitsperpage size count num n max maxresults nombre",
    "limit": "rows perpage pagesize size count num n max maxresults nombre",
    "page": "offset start skip p pagenumber pageno startpage",
    "fields": "fl select field attributes columns",
    "facets": "facet facetfield aggs aggregations",
    "facet.size": "facetlimit facetsize maxvaluesperfacet",
    "prefix": "q query contains contient startswith begins facetprefix facetquery",
    "id": "ids identifiant",
    "title": "titre headline",
    "lede": "chapo standfirst summary description",
    "body": "texte text content fulltext",
    "authors": "auteur auteurs byline",
    "tags": "theme themes topics",
    "published": "date pubdate publishedat",
    "modified": "updated updatedat",
    "month": "months mois histogram date dates",
}
# What some ask for and no parameter gives: a name that looks like it would mislead
_NOWHERE = frozenset(
    "format output wt lang langue language locale callback key apikey token highlight hl".split()
)


def instead_of(name: str, known: Collection[str]) -> str:
    """The known name that is meant by another: what others call it, then what looks like it.

    "" where none is.
    """
    asked = _bare(name)
    if asked in _NOWHERE:
        return ""
    for ours in known:
        if asked == _bare(ours) or asked in _ELSEWHERE.get(ours, "").split():
            return ours
    return alike(name, known)


def alike(name: str, known: Iterable[str], likeness: float = LIKENESS) -> str:
    """The known name that looks most like another, "" where none does."""
    return next(iter(get_close_matches(name, list(known), 1, likeness)), "")


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", fold(name))
