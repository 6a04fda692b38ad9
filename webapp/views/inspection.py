"""What a file gives, as `manchette inspect` tells it: one JSON for programs, lines for a person."""

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.article import Article, Candidates, PassedOver, Rejected
from indexer.indexing.inspection import Inspected
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, counted
from webapp.views import json_answer

_LONGEST = 100
# What the fields of an article are called, in the order they are told
_FIELDS = {
    "title": "titre",
    "lede": "chapo",
    "body": "texte",
    "authors": "auteurs",
    "tags": "tags",
    "section": "rubrique",
    "source": "source",
    "published": "publié",
    "modified": "modifié",
    "url": "adresse",
    "image": "image",
    "caption": "légende",
    "language": "langue",
}


def as_json(found: Sequence[Inspected]) -> dict[str, Any]:
    """Articles as the API gives them and with the origin of each field, and what is none."""
    outcomes = [one.outcome for one in found]
    return {
        "articles": [
            {
                **json_answer.article(one.outcome),
                "origins": dict(one.outcome.origins),
                "candidates": _candidates(one),
            }
            for one in found
            if isinstance(one.outcome, Article)
        ],
        "passed_over": [
            {"part": one.source, "what": one.what}
            for one in outcomes
            if isinstance(one, PassedOver)
        ],
        "refused": [
            {"part": one.source, "reason": one.reason}
            for one in outcomes
            if isinstance(one, Rejected)
        ],
    }


def lines(one: Inspected) -> Iterator[str]:
    """What a part gives, in French: which reader, then each field with the place it came from."""
    reader = f" ({one.reader}, {one.why})" if one.reader else ""
    match one.outcome:
        case Rejected(source=source, reason=reason):
            yield f"refusé   {source}{reader}{NBSP}: {reason}"
        case PassedOver(source=source, what=what):
            yield f"passé    {source}{reader}{NBSP}: {what}"
        case Article() as article:
            yield f"article  {one.part}{reader}"
            yield from _fields(article, one.candidates)


def _candidates(one: Inspected) -> dict[str, list[dict[str, str]]]:
    return {
        field: [{"origin": origin, "text": text[:_LONGEST]} for origin, text in others]
        for field, others in one.candidates.items()
    }


def _fields(article: Article, candidates: Candidates) -> Iterator[str]:
    for field, french in _FIELDS.items():
        value = _told(getattr(article, field))
        if value:
            origin = article.origins.get(field)
            place = f"  [{neutral(origin)}]" if origin else ""
            yield f"  {french:<10}{value}{place}"
        for origin, text in candidates.get(field, ()):
            yield f"  {'':<10}non pris{NBSP}: {_cut(text)}  [{neutral(origin)}]"


def _told(value: Any) -> str:
    """A value on one line, a text of many paragraphs by their number and its beginning."""
    if isinstance(value, tuple):
        if len(value) > 1 and any(len(one) > _LONGEST for one in value):
            return f"{counted(len(value), 'paragraphe')}, {_cut(value[0])}"
        value = ", ".join(value)
    return _cut(str(value or ""))


def _cut(text: str) -> str:
    return neutral(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
