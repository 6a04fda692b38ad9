"""What can be proposed to a person whose search found nothing?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.analysis import Word
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
SIGNS = re.compile(r"[*?~%:=]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another search: its spelling, or the filter it leaves out, and how many articles it finds."""

    text: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """The nearest spelling if there is one, and the filters that alone keep articles away."""

    spelling: Proposal | None = None
    filters: tuple[Proposal, ...] = ()


def proposals(question: Question, results: SearchResults) -> Proposals:
    """What to search instead of what has these results, none; each finds something."""
    filters = (
        # without the only value of a facet, what matches was counted beside the results
        Proposal(one.text, one.without, results.unselected[one.emptied])
        if one.emptied
        else _proposal(one.text, question.instead(one.without))
        for one in islice(active_filters(question), MAX_FILTERS)
    )
    text = _corrected(question)
    respelt = None
    if text != question.request.text:
        respelt = _proposal(text, question.instead(replace(question.request, text=text, page=1)))
    return Proposals(
        spelling=respelt if respelt and respelt.total else None,
        filters=tuple(one for one in filters if one.total),
    )


def _proposal(text: str, other: Question) -> Proposal:
    return Proposal(text, other.request, service.total(other))


def _corrected(question: Question) -> str:
    """The text with every word that the archive lacks in its nearest spelling there."""
    text, searcher = question.request.text, question.searcher
    edits: list[tuple[int, int, str]] = []
    for clause in clauses(question.parsed.node):
        if clause.kind is Kind.WORDS and not SIGNS.search(clause.text):
            edits += _edits(clause, text, searcher)
    for start, end, spelling in sorted(edits, reverse=True):
        text = text[:start] + spelling + text[end:]
    return text


def _edits(clause: Clause, text: str, searcher: Searcher) -> Iterator[tuple[int, int, str]]:
    fields = searched(clause)
    for word in clause.words:
        typed = clause.text[word.start : word.end]
        start = text.find(typed, clause.start, clause.end)
        likely = likely_spellings(word, fields, searcher) if start >= 0 else ()
        if likely:
            spelling = best_spelling(likely[0], fields, searcher.terms)
            yield start, start + len(typed), spelling


def likely_spellings(
    word: Word, fields: Sequence[TextField], searcher: Searcher, edits: int = 0
) -> tuple[str, ...]:
    """The literal forms next to a word that the archive lacks, the likeliest first.

    They are at most `edits` letters away, 0 for as many as its length allows.
    """
    if _known(stem_term(word), fields, searcher):
        return ()
    near = close(word.literal, edits, fields, searcher.terms)
    return tuple(sorted(near, key=lambda form: (near[form][0], -near[form][1], form)))


def _known(term: str, fields: Sequence[TextField], searcher: Searcher) -> bool:
    return any(term in dict(searcher.terms(field.name, term)) for field in fields)
