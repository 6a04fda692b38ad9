"""Answer a question on one generation: filter, ask the engine, highlight.

With `counting` the only caller of a searcher's `search` but for suggestions.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from time import perf_counter

from whoosh.query import And, Query

from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import DAYS, EVERYTHING, Matches, Sort
from indexer.query.matched_forms import WordForms, word_forms
from indexer.query.repair import QueryWarning
from indexer.schema import FACETS
from indexer.search import facets, marking
from indexer.search.counting import lack
from indexer.search.engine_request import asked, both, filters
from indexer.search.question import Question
from indexer.search.recency import recent
from indexer.search.request import SearchRequest
from indexer.search.results import FoundForm, FoundWord, Hit, Listed, SearchResults

# Two months
MOST_DAYS = 62
_TOO_LONG = "recherche trop longue, réponse incomplète : ajouter un mot ou un filtre"
_NOT_WHOLE = "une partie de l’archive ne répond pas, réponse incomplète : réessayer plus tard"


def run(
    question: Question,
    max_values: int = facets.MAX_VALUES,
    counted: AbstractSet[str] = EVERYTHING,
) -> SearchResults:
    """The results of a question; a facet has its `max_values` first values and the selected ones.

    `counted` are those of EVERYTHING to count; facets with a selection are counted all the same.
    Unavailable where no part of the archive answers.
    """
    begun = perf_counter()
    request, parsed, searcher = question.request, question.parsed, question.searcher
    forms = word_forms(parsed.node, searcher.vocabulary)
    found = searcher.search(
        replace(
            asked(question),
            term_counts={
                _key(rank, form): terms
                for rank, word in enumerate(forms)
                for form, terms in word.forms.items()
            },
            max_values=max_values,
            counted=counted | request.filters.keys() | ({DAYS} if _in_days(request) else set()),
        )
    )
    hits = marking.hits(found.hits, parsed.tree, question)
    # other threads count while texts are marked
    counts = found.counts
    missing = tuple(
        QueryWarning(message, 0, len(request.text), "")
        for message, is_so in ((_TOO_LONG, counts.timed_out), (_NOT_WHOLE, counts.shards_missing))
        if is_so
    )
    return SearchResults(
        total=counts.total,
        hits=hits,
        facets=facets.rows(counts.facets, request.filters, searcher, max_values),
        unselected=counts.unselected,
        lacking={
            facet.name: lack(counts, facet)
            for facet in FACETS
            if facet.lack and request.filters.get(facet.name)
        },
        months=dict(sorted(counts.months.items())),
        days=counts.days,
        words=tuple(
            _found(rank, word, counts.term_counts, request.unwanted)
            for rank, word in enumerate(forms)
        ),
        explanation=parsed.explanation,
        spellings=parsed.spellings,
        warnings=parsed.warnings + missing,
        took_ms=(perf_counter() - begun) * 1000,
        partial=bool(missing),
    )


def _in_days(request: SearchRequest) -> bool:
    """Whether the period of a request is one that is seen day by day."""
    since, until = request.since, request.until
    return since is not None and until is not None and (until - since).days < MOST_DAYS


def listed(question: Question, ranks: range, among: Query | None = None) -> Listed:
    """The articles of a question at `ranks`, counted from 0.

    With `among` only those that match this tree too, which adds to their scores.
    """
    page = asked(question)
    found = question.searcher.search(
        replace(
            page,
            matching=both(page.matching, among),
            offset=ranks.start,
            limit=len(ranks),
            counted=frozenset(),
        )
    )
    articles = tuple(Article.load(hit.stored) for hit in found.hits)
    counts = found.counts
    return Listed(counts.total, articles, counts.timed_out, counts.shards_missing)


def listed_among(question: Question, among: Query, most: int) -> tuple[Article, ...]:
    """The first articles of a question, from its first page on, that match a tree too.

    The tree adds nothing to their scores: they stand in the order of all pages.
    """
    page = asked(question)
    found = question.searcher.search(
        replace(
            page,
            selections={**page.selections, "among": among},
            offset=0,
            limit=most,
            counted=frozenset(),
        )
    )
    return tuple(Article.load(hit.stored) for hit in found.hits)


def matches(question: Question, max_articles: int | None = None) -> Matches:
    """The first articles of a question, as they are stored, read one by one; all without a most."""
    most = question.searcher.count() if max_articles is None else max_articles
    return question.searcher.matches(
        replace(asked(question), offset=0, limit=most, counted=frozenset())
    )


def best(question: Question, tree: Query, most: int, marked: Query) -> tuple[int, tuple[Hit, ...]]:
    """How many articles a tree finds under the filters of a question, and the first by its scores.

    What another tree asks for is marked in them.

    Its time is that of the question: where it is up, those found until then.
    """
    scored = recent(tree, question.searcher.last_day)
    request = replace(
        asked(question),
        matching=And([scored, *filters(question.request)]),
        sort=Sort.RELEVANCE,
        offset=0,
        limit=most,
        counted=frozenset(),
    )
    found = question.searcher.search(request)
    return found.counts.total, marking.hits(found.hits, marked, question)


def _key(rank: int, form: str) -> str:
    """What the count of a form is asked for by: words of several fields have forms in common."""
    return f"{rank} {form}"


def _found(
    rank: int, word: WordForms, counts: Mapping[str, int], unwanted: Sequence[str]
) -> FoundWord:
    """The forms of a word that stand in the articles found, and the unwanted ones."""
    rows = (FoundForm(form, counts[_key(rank, form)], form not in unwanted) for form in word.forms)
    kept = [row for row in rows if row.count or not row.wanted]
    return FoundWord(word.word, tuple(sorted(kept, key=lambda row: (-row.count, row.form))))


def read(article_id: str, searcher: Searcher) -> Article | None:
    """The article of an id, None where the generation has none."""
    stored = searcher.get(article_id)
    return Article.load(stored) if stored is not None else None
