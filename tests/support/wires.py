"""Reindex with one reader more, of files that say line by line what they give.

Each line of the standard input is a folder and steps, in JSON. A step writes files (null takes one
away), reindexes at a moment and prints a line: what is indexed and what was told. The processes
that read run this file too, and so have the reader.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer import readers
from indexer.article import Article, HeldBack, Outcome, PassedOver, Rejected, Withdrawn
from indexer.errors import ManchetteError
from indexer.generations import store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.readers.part import MissingLibrary, Part, Rules

# Before each line of a file: it is no JSON Lines, which is a format of its own
MARK = "fil "


class Wires:
    """A reader of files named *.fil, each line a JSON of what it gives."""

    __name__ = "wires"

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a file is one of these."""
        del head
        return name.endswith(".fil")

    def read(self, part: Part, rules: Rules) -> Iterator[Outcome]:
        """What the lines say."""
        for line in part.content.decode().splitlines():
            yield from _outcomes(part.name, json.loads(line.removeprefix(MARK)), rules)


def _outcomes(  # noqa: C901 - a kind a case
    name: str, said: dict[str, Any], rules: Rules
) -> Iterator[Outcome]:
    article = Article(
        id=said.get("id", ""),
        title=said.get("title", ""),
        lede=said.get("lede", ""),
        body=tuple(said.get("body", ())),
        modified=_moment(said.get("modified")),
        captured=_moment(said.get("captured")),
    )
    match said["kind"]:
        case "article":
            yield article
        case "held":
            yield HeldBack(name, article, _moment(said.get("until")))
        case "gone":
            moment = _moment(said["modified"])
            assert moment
            yield Withdrawn(name, said["id"], moment)
        case "aside":
            yield PassedOver(name, said["what"])
        case "bad":
            yield Rejected(name, "mauvaise ligne")
        case "lacking":
            if not Path(said["library"]).exists():
                raise MissingLibrary("papier")
            yield article
        case "archival":
            yield article if rules.keeps_unarchivable else PassedOver(name, "à ne pas archiver")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


readers.READERS = (Wires(), *readers.READERS)


def _step(folder: Path, root: Path, step: dict[str, Any]) -> dict[str, Any]:
    for name, content in step.get("files", {}).items():
        path = folder / name
        if content is None:
            path.unlink()
        elif isinstance(content, list):
            path.write_text("".join(f"{MARK}{json.dumps(line)}\n" for line in content))
        else:
            path.write_bytes(bytes.fromhex(content))
    moment = _moment(step.get("moment", "2024-06-01T12:00+00:00"))
    options = Options(
        allow_shrink=True,
        moment=moment,
        only=frozenset(step.get("only", ())),
        full=step.get("full", False),
        workers=2,
    )
    try:
        done = reindex([folder], root, "whoosh", lambda *_: None, options)
    except ManchetteError as error:
        return {"error": str(error)}
    with closing(store.searcher(root, store.current(root))) as searcher:
        ids = step.get("ask", "abcdefgh")
        found = {one: searcher.get(one) for one in ids}
    return {
        "articles": {key: Article.load(text).title for key, text in found.items() if text},
        "indexed": done.indexed,
        "generation": done.generation,
        "found": done.found,
        "read": done.read,
        "ignored": done.ignored,
        "passed": done.passed,
        "withdrawn": done.withdrawn,
        "duplicates": done.duplicates,
        "left": done.left,
        "rejected": [[Path(one.source).name, one.reason] for one in done.rejected],
        "kept": [[Path(one.source).name, one.reason] for one in done.kept],
    }


if __name__ == "__main__":
    for line in sys.stdin:
        place, steps = json.loads(line)
        pages = Path(place) / "pages"
        pages.mkdir()
        for asked in steps:
            print(json.dumps(_step(pages, pages.parent / "index", asked)), flush=True)  # noqa: T201
