"""How is a whole search said in one sentence?

Pages, feeds, files and paper name a search by it: what is asked for, in the order of a person.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.engines.request import Sort
from indexer.messages.french_format import NBSP, quoted
from indexer.query.description import period
from indexer.schema import FACETS, YEAR, Facet
from indexer.search import facets
from indexer.search.question import Question
from indexer.search.request import SearchRequest

# Any white space but a no-break one
_BREAKABLE = re.compile(r"[ \t\r\n\f\v]+")
EVERYTHING = "toute l’archive"
ORDERS = {
    Sort.RELEVANCE: "les plus pertinents d’abord",
    Sort.NEWEST: "les plus récents d’abord",
    Sort.OLDEST: "les plus anciens d’abord",
}


def sentence(question: Question, text: str | None = None) -> str:
    """« retraites ; thèmes grève et syndicats ; sauf Ouest Matin ; en 2023 ».

    The text as it was typed, or another one in its place; then filters, what is left out, the
    period and the order, where these are not the usual ones. The page is not told.
    """
    request = question.request
    first = _BREAKABLE.sub(" ", request.text if text is None else text).strip()
    parts = [first, *_wanted(question), *_unwanted(question), *_rest(request)]
    told = [part for part in parts if part]
    order = ORDERS[request.order]
    is_usual = request.order is SearchRequest(text=request.text).order
    return f"{NBSP}; ".join([*(told or [EVERYTHING]), *([] if is_usual else [order])])


def _wanted(question: Question) -> Iterator[str]:
    request = question.request
    for facet in FACETS:
        values = _labels(question, facet, request.filters.get(facet.name, ()))
        if values:
            link = "et" if facet.name in request.all_of else "ou"
            # a year says what it is
            noun = "" if facet is YEAR else f"{_noun(facet, len(values))} "
            yield noun + listing(values, link)


def _unwanted(question: Question) -> Iterator[str]:
    chosen = question.request.exclusions
    values = [
        label for facet in FACETS for label in _labels(question, facet, chosen.get(facet.name, ()))
    ]
    if values:
        yield f"sauf {listing(values, 'ou')}"


def _rest(request: SearchRequest) -> Iterator[str]:
    yield from (f"sans la forme {quoted(form)}" for form in request.unwanted)
    yield from (f"{quoted(spelling)} sans équivalent" for spelling in request.as_typed)
    if request.since or request.until:
        yield period(request.since, request.until)


def _labels(question: Question, facet: Facet, values: Sequence[str]) -> list[str]:
    return [facets.label(facet, value, question.searcher) for value in values]


def _noun(facet: Facet, number: int) -> str:
    """thème, thèmes."""
    noun = facet.title.lower()
    return noun if number > 1 else noun.removesuffix("s")


def listing(values: Sequence[str], link: str) -> str:
    """Labels as a sentence has them: « un », « un ou deux », « un, deux ou trois »."""
    *before, last = values
    return f"{', '.join(before)} {link} {last}" if before else last
