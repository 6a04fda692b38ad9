"""Which other search finds something where this one found nothing?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.analysis.terms import stem_term
from indexer.engines import Searcher
from indexer.query.compiler import searched
from indexer.query.expansion import close
from indexer.query.matched_forms import clauses
from indexer.query.surface_forms import best_spelling
from indexer.query.syntax_tree import Clause, Kind
from indexer.schema import TextField
from indexer.search import service
from indexer.search.filters import active_filters
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults

MAX_FILTERS = 8
# Beside these a respelt word could be read as something else
_SIGNS = re.compile(r"[*?~%:=]")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another search: its text, or the filter it leaves out, and how many articles it finds."""

    text: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The nearest spelling if there is one, and the filters without which something is found."""

    spelling: Alternative | None = None
    filters: tuple[Alternative, ...] = ()


def alternatives(question: Question, results: SearchResults) -> Alternatives:
    """The other searches that find something; `results`, those of the question, have no hit."""
    filters = (
        # without the only value of a facet, what matches was counted beside the results
        Alternative(one.text, one.without, results.unselected[one.emptied])
        if one.emptied
        else _alternative(one.text, question.instead(one.without))
        for one in islice(active_filters(question), MAX_FILTERS)
    )
    text = _corrected(question)
    respelt = None
    if text != question.request.text:
        respelt = _alternative(text, question.instead(replace(question.request, text=text, page=1)))
    return Alternatives(
        spelling=respelt if respelt and respelt.total else None,
        filters=tuple(one for one in filters if one.total),
    )


def _alternative(text: str, other: Question) -> Alternative:
    return Alternative(text, other.request, service.total(other))


def _corrected(question: Question) -> str:
    """The text of a question; words that the archive lacks are in their nearest spelling there."""
    text, searcher = question.request.text, question.searcher
    edits: list[tuple[int, int, str]] = []
    for clause in clauses(question.parsed.node):
        if clause.kind is Kind.WORDS and not _SIGNS.search(clause.text):
            edits += _edits(clause, text, searcher)
    for start, end, spelling in sorted(edits, reverse=True):
        text = text[:start] + spelling + text[end:]
    return text


def _edits(clause: Clause, text: str, searcher: Searcher) -> Iterator[tuple[int, int, str]]:
    fields = searched(clause)
    for word in clause.words:
        typed = clause.text[word.start : word.end]
        start = text.find(typed, clause.start, clause.end)
        if start < 0 or _known(stem_term(word), fields, searcher):
            continue
        near = close(word.literal, 0, fields, searcher.terms)
        if near:
            literal = min(near, key=lambda form: (near[form][0], -near[form][1], form))
            spelling = best_spelling(literal, fields, searcher.terms)
            yield start, start + len(typed), spelling


def _known(term: str, fields: Sequence[TextField], searcher: Searcher) -> bool:
    return any(term in dict(searcher.terms(field.name, term)) for field in fields)
