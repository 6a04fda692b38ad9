"""Which examples does the help show? Those of the table that find something, else drawn ones.

What is drawn stands in the newest articles of the archive, and finds the article it stands in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indexer import deadline
from indexer.analysis import Word, words
from indexer.article import Article
from indexer.messages.french_format import MONTHS
from indexer.query.function_words import FUNCTION_WORDS
from indexer.query.syntax_table import LANGUAGE
from indexer.schema import TEXT_FIELDS
from indexer.search import counting, service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.open_generation import OpenGeneration

# How many articles are drawn from, and how long a word is that tells something
_DRAWN_FROM = 20
_LETTERS = 5
_PHRASE = 3
# By the sign of a row of the language: an example with the slots of _slots
_PATTERNS = {
    "mot mot": "{one} {two}",
    "+mot": "+{one} {two}",
    '"…" «\u00a0…\u00a0» “…” ‹…› <<…>>': '"{phrase}"',
    '"…"~n': '"{first} {third}"~2',
    "=mot": "={one}",
    "mot*": "{begun}*",
    "mot*t mot?t": "{begun}*{end}",
    "mot~": "{misspelt}~",
    "ET AND &&": "{one} ET {two}",
    "OU OR ||": "{one} OU {two}",
    "SAUF NOT !mot": "{one} SAUF {other}",
    "-mot": "{one} -{other}",
    "PRÈS NEAR": "{first} PRÈS/2 {third}",
    "( )": "({one} OU {two}) SAUF {other}",
    "champ:(…)": "titre:({one} OU {two})",
    "date:": "date:{month}",
    "date:..": "date:{day}..{later}",
    "depuis: since:": "depuis:{year}",
    "avant: before:": "avant:{later}",
}


@dataclass(frozen=True, slots=True)
class Examples:
    """By the example of the table, the one to show, none where none finds something.

    `partial` where there was no time to try them all.
    """

    shown: Mapping[str, str]
    partial: bool


def examples(opened: OpenGeneration) -> Examples:
    """The examples of a generation, two searches a row at most."""

    def finds(text: str) -> bool:
        return counting.total(ask(SearchRequest(text=text), opened.searcher)) > 0

    newest = service.listed(ask(SearchRequest(), opened.searcher), range(_DRAWN_FROM)).articles
    drawn = _drawn(newest)
    shown = {}
    for row in (row for section in LANGUAGE for row in section.rows):
        tried = filter(None, (row.example, drawn.get(row.sign, "")))
        shown[row.example] = next(filter(finds, tried), "")
    return Examples(shown, deadline.is_over(deadline.here()))


def _drawn(articles: Sequence[Article]) -> dict[str, str]:
    """By the sign of a row, an example of which every slot has something in the archive."""
    slots = _slots(articles)
    patterns = _PATTERNS | {
        " ".join(f"{name}:" for name in dict.fromkeys((field.names[0], field.names[-1]))): (
            f"{field.names[0]}:{{{field.name}}}"
        )
        for field in TEXT_FIELDS
    }
    found = {}
    for sign, pattern in patterns.items():
        try:
            found[sign] = pattern.format_map(slots)
        except KeyError:  # no article has what it takes
            continue
    return found


def _slots(articles: Sequence[Article]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in TEXT_FIELDS:
        values = (text for article in articles for text in field.values(article))
        _first(found, field.name, (word for text in values for word, _ in _telling(text)))
    for article in articles:
        if len(telling := [word for word, _ in _telling(article.title)]) > 1:
            found |= {"one": telling[0], "two": telling[1], **_cut(telling[0])}
            _first(found, "other", _elsewhere(article, articles))
            break
    phrases = (phrase for article in articles for phrase in _phrases(article.title))
    if phrase := next(phrases, None):
        found |= {"phrase": " ".join(phrase), "first": phrase[0], "third": phrase[-1]}
    if day := next((article.day for article in articles if article.day), None):
        found |= _dates(day)
    return found


def _first(found: dict[str, str], name: str, values: Iterable[str]) -> None:
    if value := next(iter(values), ""):
        found[name] = value


def _telling(text: str) -> Iterator[tuple[str, Word]]:
    """The words that tell something, as they are written."""
    for word in words(text):
        shown = text[word.start : word.end]
        if shown.isalpha() and len(shown) >= _LETTERS and word.literal not in FUNCTION_WORDS:
            yield shown.lower(), word


def _cut(word: str) -> dict[str, str]:
    """A word begun, its end, and the word with a letter missing."""
    return {"begun": word[:4], "end": word[-1], "misspelt": word[:3] + word[4:]}


def _elsewhere(article: Article, articles: Sequence[Article]) -> Iterator[str]:
    """Words of the titles of other articles that an article has not."""
    text = " ".join((article.title, article.lede, *article.body, *article.tags, *article.authors))
    held = {word.stem for word in words(text)}
    for other in articles:
        yield from (shown for shown, word in _telling(other.title) if word.stem not in held)


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Words that stand side by side, with nothing but a space between them."""
    found = [(text[word.start : word.end], word) for word in words(text)]
    for place in range(len(found) - _PHRASE + 1):
        row = found[place : place + _PHRASE]
        written = " ".join(shown for shown, _ in row)
        if written == text[row[0][1].start : row[-1][1].end] and written.replace(" ", "").isalpha():
            yield tuple(shown.lower() for shown, _ in row)


def _dates(day: date) -> dict[str, str]:
    later = day + timedelta(days=1)
    return {
        "month": f"{MONTHS[day.month - 1]} {day.year}",
        "year": str(day.year),
        "day": day.isoformat(),
        "later": later.isoformat(),
    }
