"""How can what is being typed go on? Words, tags and titles of the archive."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.query import And, ConstantScoreQuery, Every, Or, Query, Term

from indexer.analysis import Word, fold, words
from indexer.analysis.terms import LITERAL, stem_term
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, EngineResults, Sort
from indexer.query import MAX_CHARACTERS
from indexer.query.lexer import Lexeme, lexemes
from indexer.query.repair import FIELDS
from indexer.query.surface_forms import best_spelling
from indexer.schema import SEARCHED, TAG, TextField
from indexer.search import facets

LETTERS = 2
WORDS = 8
TAGS = 5
TITLES = 5
# How many completions of the last word are looked for
EXPANDED = 50

_NONE = Lexeme("open", "(", 0, 0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search, its value (a word, a folded tag or the id of an article), its articles."""

    text: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Words, tags and titles that go on as typed, most frequent first."""

    words: tuple[Suggestion, ...] = ()
    tags: tuple[Suggestion, ...] = ()
    titles: tuple[Suggestion, ...] = ()


def suggest(text: str, searcher: Searcher) -> Suggestions:
    """Completions of the last word of `text`, as the archive spells them, whatever the accents.

    None below LETTERS letters, after white space, in a quotation or in a date.
    """
    typed = _typed(text)
    if typed is None:
        return Suggestions()
    before, last, start, field = typed
    fields = (field,) if field else SEARCHED
    return Suggestions(
        words=_words(text[:start], last.literal, fields, searcher),
        tags=_tags(before, last, searcher) if _among("tags", fields) else (),
        titles=_titles(before, last, searcher) if _among("title", fields) else (),
    )


def _typed(text: str) -> tuple[list[Word], Word, int, TextField | None] | None:
    """The words before the last one, this one, where it starts, the field it is in; None if none.

    Nothing goes on after white space, below LETTERS letters, in a quotation or a date.
    """
    *others, last = [*lexemes(text[:MAX_CHARACTERS])] or [_NONE]
    if last.kind != "plain" or last.end != len(text) or last.number is not None:
        return None
    *compound, word = words(last.text)
    if len(word.literal) < LETTERS or word.end != len(last.text):
        return None
    before = [one for lexeme in others for one in _held(lexeme)]
    field = None
    if others and others[-1].kind == "field":
        field = FIELDS.get(fold(others[-1].text))
        if field is None:
            return None
    return [*before, *compound], word, last.end - len(last.text) + word.start, field


def _held(lexeme: Lexeme) -> Iterator[Word]:
    return words(lexeme.text) if lexeme.kind in {"plain", "quoted"} else iter(())


def _among(name: str, fields: Sequence[TextField]) -> bool:
    return any(field.name == name for field in fields)


def _words(
    head: str, prefix: str, fields: Sequence[TextField], searcher: Searcher
) -> tuple[Suggestion, ...]:
    """The WORDS most frequent words that begin with `prefix`, and how many articles hold each."""
    known: Counter[str] = Counter()
    for field in fields:
        for term, count in searcher.terms(field.name, LITERAL + prefix, EXPANDED):
            known[term.removeprefix(LITERAL)] += count
    ranked = sorted(known, key=lambda form: (-known[form], form))[:WORDS]
    tallies = {form: [Term(field.name, LITERAL + form) for field in fields] for form in ranked}
    counts = searcher.search(
        EngineRequest(
            # not what holds one of them: engines would look for each of them twice
            matching=Every(),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=0,
            tallies=tallies,
            counted=frozenset(),
        )
    ).tallies
    return tuple(
        Suggestion(head + best_spelling(form, fields, searcher.terms), form, counts[form])
        for form in sorted(ranked, key=lambda form: (-counts[form], form))
        # engines keep the words of what was taken out for a while
        if counts[form]
    )


def _tags(before: list[Word], last: Word, searcher: Searcher) -> tuple[Suggestion, ...]:
    """The TAGS most frequent tags of which a word begins with the last one typed."""
    counts = _search("tags", before, last, searcher, 0).facets[TAG.name]
    # a value is folded: one of its words begins so where no letter or figure stands before
    begins = re.compile(rf"(?<![a-z0-9]){re.escape(last.literal)}")
    going_on = [value for value in counts if begins.search(value)]
    ranked = sorted(going_on, key=lambda value: (-counts[value], value))[:TAGS]
    return tuple(
        Suggestion(facets.label(TAG, value, searcher), value, counts[value]) for value in ranked
    )


def _titles(before: list[Word], last: Word, searcher: Searcher) -> tuple[Suggestion, ...]:
    results = _search("title", before, last, searcher, TITLES)
    articles = [Article.load(hit.stored) for hit in results.hits]
    return tuple(Suggestion(article.title, article.id, 1) for article in articles)


def _search(
    field: str, before: list[Word], last: Word, searcher: Searcher, limit: int
) -> EngineResults:
    """The articles one field of which holds the words and a completion of the last one."""
    counts = searcher.terms(field, LITERAL + last.literal, EXPANDED)
    completions: Query = Or([Term(field, term) for term, _ in counts])
    wanted = [Term(field, stem_term(word)) for word in before]
    return searcher.search(
        EngineRequest(
            matching=ConstantScoreQuery(And([*wanted, completions])),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=limit,
            counted=frozenset() if limit else frozenset({TAG.name}),
        )
    )
