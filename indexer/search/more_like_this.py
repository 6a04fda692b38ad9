"""Which articles are about the same thing as a text?

The words that characterise it, by tf-idf, are searched together; what shares too few of them is
left out. One engine for « Articles proches de celui-ci » and « Déjà traité ? ».
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import log

from whoosh.query import Or, Query, Term

from indexer.analysis import minhash, words
from indexer.analysis.terms import of_stem
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.schema import TEXT_FIELDS
from indexer.search import service
from indexer.search.near_duplicates import Text
from indexer.search.question import ask
from indexer.search.request import SearchRequest

# Of a text this many words characterise it, chosen among the most frequent ones
TERMS = 24
CANDIDATES = 120
LETTERS = 3
# A word that more of the articles hold tells nothing, unless it is these few that hold it
COMMON, FEW = 0.2, 2
# How many of them an article on the same subject shares at least, and one near a draft, which
# shares fewer: a person sees which
LEAST_ALIKE, LEAST_NEAR = 4, 2
NEAREST = 10
# Articles looked at, for one text may be that of several
_LOOKED_AT = 15
# Characters of a paragraph that hold the first MOST_WORDS of any text a person wrote
_BEGINNING = 100_000
_FIELDS = tuple(field for field in TEXT_FIELDS if field.name in {"title", "lede", "body"})
# How often a word of the title, of the lede and of the body counts
_WEIGHTS = (3, 2, 1)


@dataclass(frozen=True, slots=True)
class Near:
    """An article near a text.

    `shared` are the telling words that both have, as the text writes them, most telling first;
    `written` are the same words as the article writes them. `same` says whether both are near
    duplicates.
    """

    article: Article
    shared: tuple[str, ...]
    written: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class _Telling:
    """A stem that characterises a text, a spelling of it in the text, and its tf-idf."""

    stem: str
    spelling: str
    weight: float


def similar(article: Article, searcher: Searcher) -> tuple[Near, ...]:
    """At most NEAREST articles on the same subject, the nearest first, each other text once."""
    parts = (article.title,), (article.lede,), article.body
    own = Text(article)
    texts, found = [own], []
    for near in _sharing(_telling(parts, searcher), searcher, _LOOKED_AT):
        if near.article.id == article.id or len(near.shared) < LEAST_ALIKE:
            continue
        text = Text(near.article)
        if own.same(text):
            found.append(replace(near, same=True))
        elif not any(one.same(text) for one in texts):
            texts.append(text)
            found.append(near)
    return tuple(found[:NEAREST])


def nearest(draft: str, searcher: Searcher) -> tuple[Near, ...]:
    """At most NEAREST articles near a draft, the nearest first."""
    paragraphs = tuple(draft.splitlines())
    text = Text(Article(id="", title="", body=paragraphs))
    articles = _sharing(_telling(((), (), paragraphs), searcher), searcher, NEAREST)
    return tuple(
        replace(near, same=text.same(Text(near.article)))
        for near in articles
        if len(near.shared) >= LEAST_NEAR
    )


def _telling(parts: Sequence[Sequence[str]], searcher: Searcher) -> list[_Telling]:
    """At most TERMS stems that characterise a text, the highest tf-idf first.

    `parts` are the texts of its title, lede and body. The weight is (1 + ln tf) × ln(1 + N / df),
    tf being counted with _WEIGHTS and df in the field where most articles hold the stem.
    """
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for weight, part in zip(_WEIGHTS, parts, strict=True):
        for stem, spelling in islice(_words(part), minhash.MOST_WORDS):
            counts[stem] += weight
            spellings.setdefault(stem, spelling)
    everything = searcher.count()
    candidates = counts.most_common(CANDIDATES)
    asked = [of_stem(stem) for stem, _ in candidates]
    by_field = [searcher.vocabulary.frequencies(field.name, asked) for field in _FIELDS]
    rows = []
    for stem, count in candidates:
        holding = max(frequencies[of_stem(stem)] for frequencies in by_field)
        if 0 < holding <= max(FEW, everything * COMMON):
            telling = (1 + log(count)) * log(1 + everything / holding)
            rows.append(_Telling(stem, spellings[stem], telling))
    return sorted(rows, key=lambda row: (-row.weight, row.stem))[:TERMS]


def _words(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The stems of words of LETTERS letters or more that are no number, and their spellings."""
    for text in texts:
        for word in words(text):
            if len(word.literal) >= LETTERS and not word.literal.isdecimal():
                yield word.stem, text[word.start : word.end]


def _sharing(telling: Sequence[_Telling], searcher: Searcher, most: int) -> Iterator[Near]:
    """The first `most` articles that share some of these words, the nearest first."""
    trees: list[Query] = [
        Term(field.name, of_stem(row.stem), field.boost * row.weight)
        for row in telling
        for field in _FIELDS
    ]
    everything = ask(SearchRequest(sort=Sort.RELEVANCE), searcher)
    for article in service.listed(everything, range(most), Or(trees)).articles:
        texts = (article.title, article.lede, *article.body)
        begun = ((word, text) for text in texts for word in words(text[:_BEGINNING]))
        held: dict[str, set[str]] = {}
        for word, text in islice(begun, minhash.MOST_WORDS):
            held.setdefault(word.stem, set()).add(text[word.start : word.end])
        shared = [row for row in telling if row.stem in held]
        if shared:
            spellings = tuple(row.spelling for row in shared)
            written = sorted({form for row in shared for form in held[row.stem]})
            yield Near(article, spellings, tuple(written), same=False)
