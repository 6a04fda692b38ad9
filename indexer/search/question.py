"""What does a request ask for, once it is understood with the words of one generation?"""

from dataclasses import dataclass, replace
from typing import Self

from whoosh.query import Every

from indexer import query
from indexer.engines import Searcher
from indexer.query import Parsed
from indexer.query.equivalents import Equivalents
from indexer.query.equivalents_file import house
from indexer.search.request import SearchRequest

_NOTHING_TYPED = Parsed(node=None, parts=(), tree=Every(), explanation="", warnings=(), lexemes=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request and its query understood, once, for all that is answered of it.

    `parsed` holds terms of the generation that `searcher` searches, and is of no other. The
    equivalents are those of the house when it was asked.
    """

    request: SearchRequest
    parsed: Parsed
    searcher: Searcher
    equivalents: Equivalents

    def instead(self, request: SearchRequest) -> Self:
        """The question that another request is to the same generation.

        Its text is parsed again only where the text or what is left out of its words differs.
        """
        before = self.request
        same = _typed(request) == _typed(before)
        parsed = self.parsed if same else _parsed(request, self.searcher, self.equivalents)
        return replace(self, request=request, parsed=parsed)


def _typed(request: SearchRequest) -> tuple[object, ...]:
    return request.text, request.unwanted, request.as_typed, request.today


def ask(request: SearchRequest, searcher: Searcher) -> Question:
    """The question that a request is to one generation."""
    known = house().equivalents
    return Question(
        request=request,
        parsed=_parsed(request, searcher, known),
        searcher=searcher,
        equivalents=known,
    )


def _parsed(request: SearchRequest, searcher: Searcher, known: Equivalents) -> Parsed:
    if not request.text.strip():
        return _NOTHING_TYPED
    return query.parse(
        request.text,
        searcher.vocabulary,
        request.unwanted,
        request.today,
        replace(known, as_typed=frozenset(request.as_typed)),
    )
