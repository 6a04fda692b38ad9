"""Judge what was read of a page dump against the gold file that stands beside it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from indexer.article import PARIS, Article

DATES = frozenset({"published", "modified"})
SEQUENCES = frozenset({"tags", "authors", "body_headings"})
# What a gold file says about the judgement, and not about the article
RULES = frozenset(
    {"absent", "precision", "spaces_equivalent", "body_min_similarity", "must_not_contain_in_body"}
)
_PLAIN_SPACES = str.maketrans("\u00a0\u202f", "  ")

Gold = Mapping[str, Any]


def load(dump: Path) -> Gold:
    """The gold file of a dump."""
    found: Gold = json.loads(dump.with_suffix(".gold.json").read_text("utf-8"))
    return found


def articles(gold: Gold) -> list[Gold]:
    """The articles that a gold file expects, in order; none where it expects a rejection."""
    if "articles" in gold:
        return list(gold["articles"])
    return [gold["gold"]] if "gold" in gold else []


def faults(article: Article, gold: Gold) -> list[str]:
    """What is wrong with an article, a line for each field; a null field is not judged."""
    return [*_unequal(article, gold), *_body(article, gold)] + [
        f"{name} : {getattr(article, name)!r} au lieu de rien"
        for name in gold.get("absent", ())
        if getattr(article, name)
    ]


def _unequal(article: Article, gold: Gold) -> Iterator[str]:
    for name in gold.keys() - RULES - {"body"}:
        if gold[name] is None:
            continue
        found, wanted = getattr(article, name), _wanted(name, gold[name])
        if name in DATES and gold.get("precision") == "day":
            found, wanted = found and found.astimezone(PARIS).date(), wanted.date()
        if gold.get("spaces_equivalent"):
            found, wanted = _plain(found), _plain(wanted)
        if found != wanted:
            yield f"{name} : {found!r} au lieu de {wanted!r}"


def _wanted(name: str, value: Any) -> Any:
    if name in DATES:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
    return tuple(value) if name in SEQUENCES else value


def _plain(value: Any) -> Any:
    match value:
        case str():
            return value.translate(_PLAIN_SPACES)
        case tuple():
            return tuple(map(_plain, value))
    return value


def _body(article: Article, gold: Gold) -> Iterator[str]:
    found, wanted = "\n".join(article.body), gold.get("body")
    for piece in gold.get("must_not_contain_in_body", ()):
        if piece in found:
            yield f"le corps contient {piece!r}"
    if wanted is None:
        return
    if gold.get("spaces_equivalent"):
        found, wanted = _plain(found), _plain(wanted)
    least = gold.get("body_min_similarity", 1.0)
    ratio = SequenceMatcher(None, found, wanted, autojunk=False).ratio()
    if ratio < least:
        yield f"corps : ressemblance {ratio:.3f} sous {least}\n{found}\nau lieu de\n{wanted}"
