"""Make random small archives and random trees over them, the same for the same seed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.analysis import Word, fold, words
from indexer.analysis.terms import accented_term, literal_term, stem_term
from indexer.article import PARIS, Article
from indexer.engines.document import DAY, day_number

WORDS = "mer Mer mère élu elu élues port ports été l’été très 1000".split()
TAGS = ["Mer", "mer", "Élysée", "elysee", "Été 2024", "l’été"]
VALUES = ["mer", "elysee", "ete 2024", "l'ete", "absent"]
FIELDS = ["title", "lede", "body", "body", "tags"]
START = datetime(2024, 2, 28, 12, tzinfo=PARIS)
LEAVES = ["term", "term", "term", "phrase", "facet", "range", "every", "null"]
BRANCHES = ["and", "and", "or", "or", "not", "constant", "maybe"]


def article(random: Random, rank: int) -> Article:
    """An article of few different words, tags and days, some of them missing."""

    def text(most: int) -> str:
        return " ".join(random.choice(WORDS) for _ in range(random.randrange(most + 1)))

    day = random.randrange(5)
    return Article(
        id=f"{random.randrange(16**6):06x}{rank}",
        title=text(4),
        lede=text(4),
        body=tuple(text(6) for _ in range(random.randrange(4))),
        tags=tuple(random.sample(TAGS, random.randrange(4))),
        authors=tuple(random.sample(["Élie Port", "Anne Mer"], random.randrange(3))),
        source=random.choice(["", "L’Écho", "Gazette"]),
        section=random.choice(["", "Monde", "monde"]),
        published=START + timedelta(days=day, hours=random.choice([0, 0, 11])) if day else None,
    )


def archive(seed: int) -> list[Article]:
    """From no article to two dozen."""
    random = Random(seed)  # noqa: S311 - the same archive for the same seed
    return [article(random, rank) for rank in range(random.choice([0, 1, 2, 8, 16, 24]))]


def tree(random: Random, depth: int) -> Query:
    """A tree at most so deep."""
    kind = random.choice(LEAVES if depth <= 1 else [*LEAVES[:5], *BRANCHES])
    match kind:
        case "and" | "or":
            subs = [tree(random, depth - 1) for _ in range(random.randrange(1, 4))]
            return And(subs) if kind == "and" else Or(subs)
        case "not":
            return Not(tree(random, depth - 1))
        case "constant":
            return ConstantScoreQuery(tree(random, depth - 1))
        case "maybe":
            return AndMaybe(tree(random, depth - 1), tree(random, depth - 1))
    return _leaf(random, kind)


def _leaf(random: Random, kind: str) -> Query:
    match kind:
        case "term":
            form = random.choice([stem_term, literal_term, accented_term])
            return Term(random.choice(FIELDS), _term(random, form), boost=random.choice([1.0, 4.0]))
        case "phrase":
            form = random.choice([stem_term, literal_term, literal_term])
            length = random.choice([2, 2, 3])
            found = [_term(random, form) for _ in range(length)]
            return Phrase(random.choice(FIELDS), found, slop=random.choice([1, 1, 3]))
        case "facet":
            return Term("tag_facet", random.choice(VALUES))
        case "range":
            first, last = sorted(random.randrange(6) for _ in range(2))
            begin = day_number(START.date())
            return NumericRange(DAY, begin + first, begin + last)
    return Every() if kind == "every" else NullQuery


def _term(random: Random, form: Callable[[Word], str]) -> str:
    (word,) = words(random.choice(WORDS))
    return form(word)


def typed(random: Random) -> str:
    """A query as a person types it: one to five words, phrases, signs, patterns, dates."""
    return " ".join(_PIECES[random.choice(PIECES)](random) for _ in range(random.randrange(1, 6)))


def _word(random: Random) -> str:
    word = random.choice(WORDS)
    return random.choice([word, word, word.upper(), fold(word), word + "s"])


_PIECES: dict[str, Callable[[Random], str]] = {
    "word": _word,
    "phrase": lambda random: f'"{_word(random)} {_word(random)}"',
    "required": lambda random: f"+{_word(random)}",
    "excluded": lambda random: f"-{_word(random)}",
    "either": lambda random: f"({_word(random)} OU {_word(random)})",
    "close": lambda random: f"{_word(random)} PRÈS/2 {_word(random)}",
    "mixed": lambda random: f'"{_word(random)}" PRÈS/2 {_word(random)}',
    "field": lambda random: f"{random.choice(['tag', 'titre', 'texte'])}:{_word(random)}",
    "other": lambda random: random.choice(
        ["por*", "elu~", "=élu", "2024", "mars 2024", "date:2024", "de", "hippogriffe", "portts"]
    ),
}
PIECES = ["word"] * 9 + list(_PIECES)


def kinds(found: Query) -> Iterator[str]:
    """The name of each node of a tree."""
    yield type(found).__name__.strip("_")
    match found:
        case And() | Or():
            for sub in found.subqueries:
                yield from kinds(sub)
        case Not():
            yield from kinds(found.query)
        case ConstantScoreQuery():
            yield from kinds(found.child)
        case AndMaybe():
            yield from kinds(found.a)
            yield from kinds(found.b)
