"""Read a text with a reader, and judge what came out against a gold of the formats."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from indexer.article import Article, HeldBack, Outcome, Rejected
from indexer.readers.part import Part, Rules

# The moment of the run that the golds suppose
NOW = datetime(2026, 11, 27, tzinfo=UTC)
_DATES = ("published", "modified")


def outcomes(
    reader: ModuleType, content: str | bytes, rules: Rules | None = None, name: str = "essai"
) -> list[Outcome]:
    """What a reader makes of a file that it accepts."""
    raw = content.encode() if isinstance(content, str) else content
    assert reader.accepts(name, raw[:4096])
    return list(reader.read(Part(name=name, content=raw), rules or Rules()))


def only_article(reader: ModuleType, content: str | bytes, rules: Rules | None = None) -> Article:
    """The one article of a file that holds nothing else."""
    (found,) = outcomes(reader, content, rules)
    assert isinstance(found, Article), found
    return found


def reasons(reader: ModuleType, content: str | bytes) -> list[str]:
    """Why a file is refused, with plain spaces."""
    found = outcomes(reader, content)
    assert all(isinstance(one, Rejected) for one in found), found
    return [one.reason.replace("\u00a0", " ") for one in found if isinstance(one, Rejected)]


def faults(reader: ModuleType, path: Path) -> list[str]:
    """What is wrong with what a reader makes of a file, by the gold that stands beside it."""
    gold = json.loads(path.with_name(f"{path.name}.gold.json").read_text("utf-8"))
    found = outcomes(reader, path.read_bytes(), name=path.name)
    articles = [one for one in map(_settled, found) if isinstance(one, Article)]
    if gold.get("reject"):
        return [f"{one.title!r} n’est pas refusé" for one in articles]
    wanted = gold["gold"] if isinstance(gold["gold"], list) else [gold["gold"]]
    if len(articles) != len(wanted):
        return [f"{len(articles)} articles au lieu de {len(wanted)}"]
    ranks = [f"{path.name}#{rank}" for rank in gold.get("rejected_ranks", ())]
    refused = [one.source for one in found if isinstance(one, Rejected)]
    said = [] if refused == ranks else [f"refusés : {refused} au lieu de {ranks}"]
    pairs = zip(articles, wanted, strict=True)
    never = gold.get("must_not_contain_in_body", ())
    return said + [
        fault for one, other in pairs for fault in (*unequal(one, other), *_held(one, never))
    ]


def _settled(outcome: Outcome) -> Outcome:
    """An article whose embargo is over counts."""
    if isinstance(outcome, HeldBack) and outcome.until and outcome.until <= NOW:
        return outcome.article
    return outcome


def unequal(article: Article, gold: Mapping[str, Any]) -> Iterator[str]:
    """The fields that are not what a gold says, null ones not judged."""
    for name, wanted in gold.items():
        if wanted is not None and (found := _shown(name, article)) != _expected(name, wanted):
            yield f"{name} : {found!r} au lieu de {wanted!r}"


def _held(article: Article, never: tuple[str, ...]) -> Iterator[str]:
    return (f"le corps contient {one!r}" for one in never if one in "\n".join(article.body))


def _shown(name: str, article: Article) -> Any:
    value = getattr(article, name)
    if name == "body":
        return "\n".join(value)
    return list(value) if isinstance(value, tuple) else value or ("" if value is None else value)


def _expected(name: str, wanted: Any) -> Any:
    return datetime.fromisoformat(wanted) if name in _DATES else wanted
