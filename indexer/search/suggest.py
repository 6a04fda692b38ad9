"""How can what is being typed go on? Words, tags, authors and titles of the archive.

Each line is a search to open, and its figure the number of articles that this one finds: the words,
filters and period that are there stay.

    text → typed_prefix → completions of its last word → the lines that find something
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from whoosh.query import And, Or, Term

from indexer.analysis.terms import stem_term
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.schema import AUTHOR, SEARCHED, TAG, Facet
from indexer.search import counting, facets, service
from indexer.search.completed_words import EXPANDED, Begun, WordLine, begun, completed
from indexer.search.question import Question, ask
from indexer.search.request import SearchRequest
from indexer.search.typed_prefix import Prefix, typed_prefix

MOST = 5
# How many words of a name may have been typed before the one that goes on
MOST_BEFORE = 3


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value of a facet to add to a search: its label, itself, that search and what it finds."""

    label: str
    value: str
    request: SearchRequest
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What goes on as typed, most frequent first; titles, newest first."""

    words: tuple[WordLine, ...] = ()
    tags: tuple[ValueLine, ...] = ()
    authors: tuple[ValueLine, ...] = ()
    titles: tuple[Article, ...] = ()


def suggest(asked: SearchRequest, searcher: Searcher) -> Suggestions:
    """The ways on from a search whose text is being typed, whatever its accents.

    None below LETTERS letters, after white space or in a date; words alone in a quotation.
    """
    prefix = typed_prefix(asked.text)
    if prefix is None:
        return Suggestions()
    # each line has a text of its own
    question = ask(replace(asked, text="", page=1), searcher)
    fields = (prefix.field,) if prefix.field else SEARCHED
    known = begun(prefix, fields, searcher)
    words = tuple(completed(question, prefix, fields, known))
    if not prefix.names:
        return Suggestions(words)
    return Suggestions(
        words=words,
        tags=_values(question, prefix, TAG, "tags", known),
        authors=_values(question, prefix, AUTHOR, "authors", known),
        titles=_titles(question, prefix, known),
    )


def _values(
    question: Question, prefix: Prefix, facet: Facet, field: str, known: Begun
) -> tuple[ValueLine, ...]:
    """The MOST values of a facet of which a word begins as typed, more of their words first."""
    terms = _terms(field, known)
    if not terms:
        return ()
    # the counts of a facet tell neither what is beside a value selected, nor what was not expanded
    whole = len(terms) < EXPANDED and not question.request.filters.get(facet.name)
    lines: dict[str, ValueLine] = {}
    for before, text in reversed(prefix.names[: MOST_BEFORE + 1]):
        stems = [stem_term(word) for word in before]
        if not all(question.searcher.vocabulary.frequencies(field, stems).values()):
            continue
        rest = question.instead(replace(question.request, text=text))
        tree = And([*(Term(field, stem) for stem in stems), Or(terms)])
        counts = counting.counted(rest, tree, facet.name).facets[facet.name]
        values = _holding(counts, [word.literal for word in before], prefix.word.literal)
        new = (value for value in values if value not in lines)
        found = _lines(rest, facet, {value: counts[value] if whole else None for value in new})
        lines |= {line.value: line for line in islice(found, MOST - len(lines))}
    return tuple(lines.values())


def _holding(counts: Mapping[str, int], before: Sequence[str], last: str) -> list[str]:
    """The values that hold all words typed, the last one begun, most frequent first."""
    # a value is folded: one of its words begins so where no letter or figure stands before
    begins = re.compile(rf"(?<![a-z0-9]){re.escape(last)}")
    whole = [re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])") for word in before]
    held = [
        value
        for value in counts
        if last in value and begins.search(value) and all(word.search(value) for word in whole)
    ]
    return sorted(held, key=lambda value: (-counts[value], value))


def _lines(rest: Question, facet: Facet, values: Mapping[str, int | None]) -> Iterator[ValueLine]:
    """The searches with each of some values added, of those that find something.

    The number of articles of a value is counted where it is None.
    """
    request, chosen = rest.request, rest.request.filters.get(facet.name, ())
    for value in (one for one in values if one not in chosen):
        added = replace(request, filters={**request.filters, facet.name: (*chosen, value)})
        known = values[value]
        total = counting.total(rest.instead(added)) if known is None else known
        if total:
            yield ValueLine(facets.label(facet, value, rest.searcher), value, added, total)


def _titles(question: Question, prefix: Prefix, known: Begun) -> tuple[Article, ...]:
    """The newest articles the title of which holds the words, the last one begun."""
    wanted = [Term("title", stem_term(word)) for word in prefix.before]
    terms = _terms("title", known)
    newest = question.instead(replace(question.request, sort=Sort.NEWEST))
    tree = And([*wanted, Or(terms)])
    return service.listed(newest, range(MOST), tree).articles if terms else ()


def _terms(field: str, known: Begun) -> list[Term]:
    """The terms of a field that go on as typed, none of one that is not asked."""
    return [Term(field, term) for term, _ in known.get(field, ())]
