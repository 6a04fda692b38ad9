"""Answer one search: parse, filter, ask the engine, highlight. The only caller of a searcher."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from whoosh.query import And, Every, Not, Or, Query, Term

from indexer import facets, highlight, query
from indexer.article import Article
from indexer.engines import EngineRequest, EngineResults, Searcher, Sort
from indexer.facets import FacetValue, Selection
from indexer.fields import FACETS, Facet
from indexer.highlight import Marks, Passage, Segment
from indexer.passages import passages
from indexer.query import Parsed
from indexer.query.found import WordForms, word_forms
from indexer.query.repair import QueryWarning
from indexer.query.trees import between
from indexer.recency import recent

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_RANK = 10_000
_TOO_LONG = "recherche trop longue, réponse incomplète : ajouter un mot ou un filtre"
_NOT_WHOLE = "une partie de l’archive ne répond pas, réponse incomplète : réessayer plus tard"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search as the URL says it; facet values are folded, days in Europe/Paris and inclusive.

    `unwanted` are forms that no word of the text stands for, as they are written. `sort` None is by
    relevance with a text, newest first without. page * size <= MAX_RANK.
    """

    text: str = ""
    filters: Selection = field(default_factory=dict)
    exclusions: Selection = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    unwanted: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1
    size: int = PAGE_SIZE

    @property
    def order(self) -> Sort:
        """The order of results, chosen or by default."""
        return self.sort or (Sort.RELEVANCE if self.text.strip() else Sort.NEWEST)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its score, its title and lede whole, the best passages of its body."""

    article: Article
    score: float
    title: Passage
    lede: Passage
    body: tuple[Passage, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that is shown of the article."""
        return (self.title, self.lede, *self.body)


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A surface form of a word, how many of the articles found hold it, whether it is wanted."""

    form: str
    count: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word as it was typed and the forms it was found under."""

    word: str
    forms: tuple[FoundForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of answers; `total`, `facets`, `months` and `words` are over all matches.

    `partial` tells that there are more, which time or machines kept from being found.
    `months` maps year * 100 + month to its articles, in order; undated ones have none.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    months: Mapping[int, int]
    words: tuple[FoundWord, ...]
    explanation: str
    warnings: tuple[QueryWarning, ...]
    took_ms: float
    partial: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Whole articles that a request finds, how many it finds in all.

    See EngineResults for `complete` and `whole`.
    """

    total: int
    articles: tuple[Article, ...]
    complete: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Values:
    """At most facets.MAX_LISTED values of a facet, how many there are, whether some are missing."""

    rows: tuple[FacetValue, ...]
    count: int
    partial: bool


def run(request: SearchRequest, searcher: Searcher, most: int = facets.MAX_VALUES) -> SearchResults:
    """The results of a request on one generation, with so many values a facet, and those chosen."""
    begun = perf_counter()
    parsed = query.parse(request.text, searcher.terms, request.unwanted)
    forms = word_forms(parsed.node, searcher.terms)
    found = searcher.search(
        replace(
            _asked(request, parsed, searcher),
            tallies={form: terms for word in forms for form, terms in word.forms.items()},
            most=most,
        )
    )
    marks = highlight.marks(parsed.tree)
    hits = tuple(_hit(Article.load(hit.stored), hit.score, marks) for hit in found.hits)
    missing = tuple(
        QueryWarning(message, 0, len(request.text), "")
        for message, is_there in ((_TOO_LONG, found.complete), (_NOT_WHOLE, found.whole))
        if not is_there
    )
    return SearchResults(
        total=found.total,
        hits=hits,
        facets=facets.rows(found.facets, request.filters, searcher, most),
        months=dict(sorted(found.months.items())),
        words=tuple(_found(word, found.tallies, request.unwanted) for word in forms),
        explanation=parsed.explanation,
        warnings=parsed.warnings + missing,
        took_ms=(perf_counter() - begun) * 1000,
        partial=bool(missing),
    )


def last_page(size: int, total: int = MAX_RANK) -> int:
    """The last page there is of so many articles found, 0 where there is none."""
    return min(-(-total // size), MAX_RANK // size)


def total(request: SearchRequest, searcher: Searcher) -> int:
    """How many articles a request finds, 0 where there is no time to tell."""
    parsed = query.parse(request.text, searcher.terms, request.unwanted)
    found = searcher.search(
        replace(_asked(request, parsed, searcher), offset=0, limit=0, counted=frozenset())
    )
    return found.total if found.complete else 0


def values(request: SearchRequest, facet: Facet, letters: str, searcher: Searcher) -> Values:
    """The values of a facet that hold these letters, whatever their accents.

    Their counts ignore the selection of the facet itself.
    """
    found = _counted(request, facet, searcher)
    selected = request.filters.get(facet.name, ())
    rows, count = facets.listed(facet, found.facets[facet.name], selected, letters, searcher)
    return Values(rows, count, not (found.complete and found.whole))


def lacking(request: SearchRequest, facet: Facet, searcher: Searcher) -> int:
    """How many articles found have no value in a facet that an article has one of at most.

    0 where there is no time to tell.
    """
    found = _counted(request, facet, searcher)
    if not found.complete:
        return 0
    return found.total - sum(found.facets[facet.name].values())


def _counted(request: SearchRequest, facet: Facet, searcher: Searcher) -> EngineResults:
    parsed = query.parse(request.text, searcher.terms, request.unwanted)
    counted = frozenset({facet.name})
    asked = replace(_asked(request, parsed, searcher), offset=0, limit=0, counted=counted)
    return searcher.search(asked)


def listed(
    request: SearchRequest, searcher: Searcher, ranks: range, among: Query | None = None
) -> Listed:
    """The articles of some ranks of a request, among those of a tree; its scores count too."""
    parsed = query.parse(request.text, searcher.terms, request.unwanted)
    asked = _asked(request, parsed, searcher)
    found = searcher.search(
        replace(
            asked,
            matching=And([asked.matching, among or Every()]),
            offset=ranks.start,
            limit=len(ranks),
            counted=frozenset(),
        )
    )
    articles = tuple(Article.load(hit.stored) for hit in found.hits)
    return Listed(found.total, articles, found.complete, found.whole)


def _asked(request: SearchRequest, parsed: Parsed, searcher: Searcher) -> EngineRequest:
    return EngineRequest(
        matching=And([recent(parsed.tree, searcher.last_day), *_filters(request)]),
        selections=facets.trees(request.filters),
        sort=request.order,
        offset=(request.page - 1) * request.size,
        limit=request.size,
    )


def _found(word: WordForms, counts: Mapping[str, int], unwanted: Sequence[str]) -> FoundWord:
    """The forms that stand in the articles found, and those left out on demand."""
    rows = (FoundForm(form, counts[form], form not in unwanted) for form in word.forms)
    kept = [row for row in rows if row.count or not row.wanted]
    return FoundWord(word.word, tuple(sorted(kept, key=lambda row: (-row.count, row.form))))


def read(article_id: str, searcher: Searcher) -> Article | None:
    """One article of a generation."""
    stored = searcher.get(article_id)
    return Article.load(stored) if stored is not None else None


def marked(request: SearchRequest, article: Article, searcher: Searcher) -> tuple[Passage, ...]:
    """Title, lede and every paragraph of an article, whole, with the hits of a search."""
    marks = highlight.marks(query.parse(request.text, searcher.terms, request.unwanted).tree)
    return (
        _whole(article.title, "title", marks),
        _whole(article.lede, "lede", marks),
        *(_whole(paragraph, "body", marks) for paragraph in article.body),
    )


def _filters(request: SearchRequest) -> Sequence[Query]:
    """The trees of the dates and exclusions; an undated article is in no range."""
    trees: list[Query] = []
    if request.since or request.until:
        trees.append(between(request.since, request.until))
    unwanted = [
        Term(facet.field, value)
        for facet in FACETS
        for value in request.exclusions.get(facet.name, ())
    ]
    if unwanted:
        trees.append(Not(Or(unwanted)))
    return trees


def _hit(article: Article, score: float, marks: Mapping[str, Marks]) -> Hit:
    return Hit(
        article,
        score,
        _whole(article.title, "title", marks),
        _whole(article.lede, "lede", marks),
        passages(article.body, marks["body"]) if "body" in marks else (),
    )


def _whole(text: str, name: str, marks: Mapping[str, Marks]) -> Passage:
    # without marks nothing is analysed, however long the text
    return highlight.whole(text, marks[name]) if name in marks else (Segment(text, hit=False),)
