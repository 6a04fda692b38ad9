"""Write page dumps of made-up articles, index them and compare what indexes answer."""

from collections.abc import Iterable
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import Any

from indexer.engines import Searcher
from indexer.generations import journal, pointer, store
from indexer.generations.journal import JournalOfDirectory
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.indexing.summary import Summary
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

QUERIES = ("", "mer", "port -mer", '"le port"', "tempê*", "titre:page")


def page(
    number: int,
    *,
    body: str = "Le port et la mer.",
    modified: str = "",
    url: str = "",
    title: str = "",
) -> str:
    """A dump: its `number` is that of its address, `modified` is ISO 8601."""
    title = title or f"Page {number}"
    published = f"2023-01-{1 + number % 28:02}T10:00+0100"
    return "\n".join(
        [
            url or f"https://journal.example/titre-{1_000_000 + number}.html",
            *(title, title),
            *(published, modified or published),
            f"tag {number % 3}",
            "https://journal.example/image.jpg",
            *(title, f"10:00 {1 + number % 28:02}.01.2023 Un chapô."),
            body,
            "",
        ]
    )


def write_pages(folder: Path, numbers: Iterable[int], **fields: str) -> Path:
    """One file a page in a folder, which may exist; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.txt").write_text(page(number, **fields), "utf-8")
    return folder


def build(root: Path, *sources: Path) -> Summary:
    """Reindex some sources into an index directory, from this process, however few are left."""
    return reindex(sources, root, "whoosh", lambda *_: None, Options(allow_shrink=True))


def answers(root: Path) -> list[Any]:
    """What some searches find in the current generation: see `found_by`."""
    manifest = store.current(root)
    with closing(store.searcher(root, manifest)) as searcher:
        return found_by(searcher)


def found_by(searcher: Searcher) -> list[Any]:
    """What some searches find: totals, articles by id, facets.

    Scores are left out: replaced articles count in them until their segment is merged.
    """
    found = [service.run(ask(SearchRequest(text=text, size=100), searcher)) for text in QUERIES]
    return [
        (
            results.total,
            sorted((hit.article for hit in results.hits), key=attrgetter("id")),
            results.facets,
        )
        for results in found
    ]


def leftovers(root: Path) -> list[str]:
    """What stands in an index directory beside whole generations and what always is there."""
    always = {"current.json", "generations", "lock", "last_run.json", journal.FOLDER}
    found = {path.name for path in root.iterdir()} - always
    entries = JournalOfDirectory(root, pointer.read(root).step).entries()
    found |= {path.name for path in (root / journal.FOLDER).glob("*")} - {
        entry.name for entry in entries
    }
    for path in (root / "generations").iterdir():
        if not (path / "manifest.json").exists():
            found.add(path.name)
    return sorted(found)
