"""How can what is being typed go on? Words, tags and titles of the archive."""

from collections import Counter
from dataclasses import dataclass

from whoosh.query import And, Or, Query, Term

from indexer import facets
from indexer.analysis import Word, words
from indexer.article import Article
from indexer.engines import EngineRequest, EngineResults, Searcher, Sort
from indexer.fields import FACETS, LITERAL, SEARCHED, stem_term
from indexer.query.expansion import matching
from indexer.query.forms import best_spelling

LETTERS = 2
WORDS = 8
TAGS = 5
TITLES = 5
# As many completions of the last word are looked for in tags and titles
EXPANDED = 50

_TAG = next(facet for facet in FACETS if facet.name == "tag")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search, or the value of a tag or the id of an article, and how many articles."""

    text: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What goes on as typed, most frequent first; nothing below LETTERS letters."""

    words: tuple[Suggestion, ...] = ()
    tags: tuple[Suggestion, ...] = ()
    titles: tuple[Suggestion, ...] = ()


def suggest(text: str, searcher: Searcher) -> Suggestions:
    """Completions of the last word typed, as the archive spells them, whatever the accents."""
    typed = list(words(text))
    if not typed or text[-1:].isspace() or len(typed[-1].literal) < LETTERS:
        return Suggestions()
    before, last = typed[:-1], typed[-1]
    known = matching(f"{last.literal}*", SEARCHED, searcher.terms)
    return Suggestions(
        words=_words(text[: last.start], known, searcher),
        tags=_tags(before, last, searcher),
        titles=_titles(before, last, searcher),
    )


def _words(head: str, known: Counter[str], searcher: Searcher) -> tuple[Suggestion, ...]:
    ranked = sorted(known, key=lambda form: (-known[form], form))[:WORDS]
    spelt = [(best_spelling(form, SEARCHED, searcher.terms), known[form]) for form in ranked]
    return tuple(Suggestion(head + form, form, count) for form, count in spelt)


def _tags(before: list[Word], last: Word, searcher: Searcher) -> tuple[Suggestion, ...]:
    """The tags one word of which goes on as typed, among the articles that have one."""
    counts = _search("tags", before, last, searcher, 0).facets["tag"]
    found = [value for value in counts if _begins(value, last.literal)]
    ranked = sorted(found, key=lambda value: (-counts[value], value))[:TAGS]
    return tuple(
        Suggestion(facets.label(_TAG, value, searcher), value, counts[value]) for value in ranked
    )


def _begins(value: str, literal: str) -> bool:
    return any(word.literal.startswith(literal) for word in words(value))


def _titles(before: list[Word], last: Word, searcher: Searcher) -> tuple[Suggestion, ...]:
    found = _search("title", before, last, searcher, TITLES)
    articles = [Article.load(hit.stored) for hit in found.hits]
    return tuple(Suggestion(article.title, article.id, 1) for article in articles)


def _search(
    field: str, before: list[Word], last: Word, searcher: Searcher, limit: int
) -> EngineResults:
    """The articles one field of which holds the words and a completion of the last one."""
    prefix = LITERAL + last.literal
    counts = Counter(dict(searcher.terms(field, prefix)))
    completions: Query = Or([Term(field, term) for term, _ in counts.most_common(EXPANDED)])
    wanted = [Term(field, stem_term(word)) for word in before]
    return searcher.search(
        EngineRequest(
            matching=And([*wanted, completions]),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=limit,
        )
    )
