"""Which 200 searches are timed? Drawn from the corpus itself, so that they find something."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from indexer.analysis import fold, fold_label, stem
from indexer.article import Article
from indexer.engines.request import Sort
from indexer.search.request import SearchRequest

SAMPLED = 500
COMMON = 100
RARE_SHARE, MIDDLE_SHARE = 0.001, 0.1
_WORD = re.compile(r"[^\W\d_]{3,}")
_CLAUSE = re.compile(r"[^,.]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A search to time and the kind it belongs to."""

    kind: str
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Sample:
    """What searches are drawn from: words by how many articles hold them, and some articles.

    `rare` words have a stem that at most 0.1 % of the articles hold (or two of them), `middle`
    ones a stem in up to 10 %, `common` are the most frequent forms of at least five letters.
    """

    rare: Sequence[str]
    middle: frozenset[str]
    common: Sequence[str]
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of search, how many of it are timed, and how one is drawn."""

    name: str
    count: int
    draw: Callable[[Sample, random.Random], SearchRequest]


def cases(articles: Iterable[Article], seed: int) -> tuple[Case, ...]:
    """The searches of KINDS, the same for the same articles and seed."""
    rng = random.Random(seed)
    sample = _sample(articles, rng)
    return tuple(
        Case(kind.name, kind.draw(sample, rng)) for kind in KINDS for _ in range(kind.count)
    )


def _sample(articles: Iterable[Article], rng: random.Random) -> Sample:
    """The statistics of the articles, and SAMPLED of them drawn alike, in one pass."""
    forms: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    kept: list[Article] = []
    count = 0
    for count, article in enumerate(articles, 1):
        words = set(words_of(article))
        forms.update(words)
        stems.update({_stem(word) for word in words})
        if len(kept) < SAMPLED:
            kept.append(article)
        elif (place := rng.randrange(count)) < SAMPLED:
            kept[place] = article
    bound = max(2, count * RARE_SHARE)
    ranked = sorted(forms, key=lambda word: (-forms[word], word))
    return Sample(
        rare=[word for word in ranked if stems[_stem(word)] <= bound],
        middle=frozenset(w for w in ranked if bound < stems[_stem(w)] <= count * MIDDLE_SHARE),
        common=[word for word in ranked if len(word) > 4][:COMMON],
        articles=kept,
    )


def _stem(word: str) -> str:
    return stem(fold(word))


def words_of(article: Article) -> Iterator[str]:
    """The words of the prose of an article, in lower case and in order."""
    for text in (article.title, article.lede, *article.body):
        yield from _WORD.findall(text.lower())


def _some(words: Iterable[str], count: int, rng: random.Random) -> list[str]:
    """`count` different words, in the order they stand in; fewer where there are not enough."""
    found = list(dict.fromkeys(words))
    places = sorted(rng.sample(range(len(found)), min(count, len(found))))
    return [found[place] for place in places]


def _middle(article: Article, count: int, sample: Sample, rng: random.Random) -> str:
    """Words of one article that are neither rare nor common; any word where it has none."""
    found = [word for word in words_of(article) if word in sample.middle]
    return " ".join(_some(found or words_of(article), count, rng))


def _neighbours(sample: Sample, count: int, rng: random.Random) -> str:
    """Words that follow one another in an article, no punctuation between them."""
    article = rng.choice(sample.articles)
    clauses = [clause.split() for text in article.body for clause in _CLAUSE.findall(text)]
    words = rng.choice([clause for clause in clauses if len(clause) >= count])
    start = rng.randrange(len(words) - count + 1)
    return " ".join(words[start : start + count])


def _rare(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=rng.choice(sample.rare))


def _common(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=rng.choice(sample.common))


def _two_words(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=_middle(rng.choice(sample.articles), 2, sample, rng))


def _three_words(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=_neighbours(sample, 3, rng))


def _phrase(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=f'"{_neighbours(sample, rng.choice((2, 3)), rng)}"')


def _prefix(sample: Sample, rng: random.Random) -> SearchRequest:
    word = _middle(rng.choice(sample.articles), 1, sample, rng)
    return SearchRequest(text=f"{word[: rng.randint(3, 5)]}*")


def _title(sample: Sample, rng: random.Random) -> SearchRequest:
    words = _WORD.findall(rng.choice(sample.articles).title.lower())
    return SearchRequest(text=f"titre:{max(words, key=len)}")


def _exclusion(sample: Sample, rng: random.Random) -> SearchRequest:
    wanted, unwanted = rng.sample(sample.common, 2)
    return SearchRequest(text=f"{wanted} -{unwanted}")


def _tag(sample: Sample, rng: random.Random) -> SearchRequest:
    article = rng.choice(sample.articles)
    return SearchRequest(
        text=_middle(article, 1, sample, rng),
        filters={"tag": (fold_label(rng.choice(article.tags)),)},
    )


def _dates(sample: Sample, rng: random.Random) -> SearchRequest:
    article = rng.choice([article for article in sample.articles if article.day])
    return SearchRequest(
        text=rng.choice(sample.common),
        since=article.day,
        until=article.day and article.day + timedelta(days=rng.choice((30, 180, 365))),
    )


def _newest(sample: Sample, rng: random.Random) -> SearchRequest:
    return SearchRequest(text=rng.choice(sample.common), sort=Sort.NEWEST)


KINDS: tuple[Kind, ...] = (
    Kind("rare word", 25, _rare),
    Kind("common word", 25, _common),
    Kind("two words", 25, _two_words),
    Kind("three neighbours", 15, _three_words),
    Kind("phrase", 25, _phrase),
    Kind("prefix", 20, _prefix),
    Kind("title field", 15, _title),
    Kind("exclusion", 15, _exclusion),
    Kind("tag filter", 15, _tag),
    Kind("date range", 10, _dates),
    Kind("newest first", 10, _newest),
)
