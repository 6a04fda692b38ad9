"""Which queries are judged over the demonstration archive, and what makes each one hard?"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.relevance.documents import Collection, Question, articles, text_of
from indexer import analysis
from indexer.article import Article

QUERIES = Path(__file__).with_name("queries.json")
FUNCTION_WORDS = frozenset(
    "a au aux avec ce ces cet cette dans de des du elle en et il la le les leur ne on ou par pas"
    " plus pour qu que qui sa sans se ses son sous sur un une y".split()
)
_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{2,4}\b|\b[A-Z]\d+\b")
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-ÞŒ]{5,}\b")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]")
_LIGATURE = re.compile(r"œ|æ|oe|ae", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query, the articles that answer it with their grades (2: its subject, 1: it says so).

    `kinds` says what the query tries; `files` names the judged articles for readers, by id. The
    `distractor` answers nothing and yet holds more of the typed words than any article judged.
    """

    query: str
    grades: dict[str, int]
    files: dict[str, str]
    kinds: frozenset[str]
    distractor: str | None


def load() -> tuple[Judged, ...]:
    """The judged queries of the repository."""
    judged = []
    for row in json.loads(QUERIES.read_text(encoding="utf-8")):
        named = [*row["relevant"], *([row["distractor"]] if "distractor" in row else [])]
        judged.append(
            Judged(
                query=row["query"],
                grades={article["id"]: article["grade"] for article in row["relevant"]},
                files={article["id"]: article["file"] for article in named},
                kinds=frozenset(row["kinds"]),
                distractor=row["distractor"]["id"] if "distractor" in row else None,
            )
        )
    return tuple(judged)


def samples() -> Collection:
    """The demonstration archive and its judged queries."""
    texts = {key: text_of(article) for key, article in articles().items()}
    return Collection(texts, tuple(Question(judged.query, judged.grades) for judged in load()))


def forms(text: str) -> frozenset[str]:
    """The distinct words of a text, folded and unstemmed."""
    return frozenset(word.literal for word in analysis.words(text))


def content_forms(text: str) -> frozenset[str]:
    """The distinct words of a text, without the function words."""
    return forms(text) - FUNCTION_WORDS


Archive = Mapping[str, Article]


def hides_from_title(judged: Judged, archive: Archive) -> bool:
    """Whether no word of the query, function words included, stands in a title that answers."""
    return not any(forms(judged.query) & forms(archive[key].title) for key in judged.grades)


def is_distracted(judged: Judged, archive: Archive) -> bool:
    """Whether the distractor holds more words of the query than each article that answers."""
    if judged.distractor is None:
        return False
    return _shared(judged.query, archive[judged.distractor]) > max(
        _shared(judged.query, archive[key]) for key in judged.grades
    )


def _shared(query: str, article: Article) -> int:
    return len(content_forms(query) & content_forms(text_of(article)))


def is_inflected(judged: Judged, archive: Archive) -> bool:
    """Whether some word of the query stands as typed in no article that answers."""
    held = frozenset[str]().union(*(forms(text_of(archive[key])) for key in judged.grades))
    return not content_forms(judged.query) <= held


def lacks_accents(judged: Judged, archive: Archive) -> bool:
    """Whether the query is typed without an accent that an article that answers writes."""
    texts = (text_of(archive[key]) for key in judged.grades)
    accented = {
        word.literal
        for text in texts
        for word in analysis.words(text)
        if word.accented != word.literal
    }
    return judged.query.isascii() and not accented.isdisjoint(forms(judged.query))


def _written(pattern: re.Pattern[str]) -> Callable[[Judged, Archive], bool]:
    return lambda judged, _: pattern.search(judged.query) is not None


# A kind is true of a query if and only if its function says so, but for the last two, that only a
# reader can tell: what they say holds also of some queries that do not have them.
KINDS: Mapping[str, Callable[[Judged, Archive], bool]] = {
    "hidden from title": hides_from_title,
    "distracted": is_distracted,
    "inflected": is_inflected,
    "unaccented": lacks_accents,
    "elision": _written(re.compile("['’]")),
    "hyphen": _written(re.compile("-")),
    "number": _written(re.compile(r"\d")),
    "ligature": _written(_LIGATURE),
    "acronym": _written(_ACRONYM),
    "capitals": _written(_CAPITALS),
    "name": _written(_NAME),
    "other number": is_inflected,
    "verb": is_inflected,
}
TOLD_BY_READERS = frozenset({"other number", "verb"})
