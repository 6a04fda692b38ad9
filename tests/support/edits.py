"""Edit a folder of pages at random, and say all that an index of it holds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from indexer.generations import source_records, store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.indexing.summary import Summary
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from support.pages import page

PATHS = ("a.txt", "b.txt", "c/a.txt", "c/d/é.txt", "image.jpg", "z.txt")
# Few articles in few files, so that they meet; an edit is a line of a table below
Edit = tuple[str, str, str, int, int]
_KINDS = ("write", "write", "two", "remove", "touch", "rename", "copy")


def edits(*kinds: str) -> st.SearchStrategy[Edit]:
    """Edits of any kind that leaves files whole, and of some others."""
    return st.tuples(
        st.sampled_from([*_KINDS, *kinds]),
        st.sampled_from(PATHS),
        st.sampled_from(PATHS),
        st.integers(0, 4),
        st.integers(0, 2),
    )


def text(number: int, version: int) -> str:
    """The page of an article as it was at some time; its tags and its words change too."""
    modified = f"2023-02-0{1 + version // 2}T10:00+0100"
    found = page(number, body=f"Le port et la mer, version {version}.", modified=modified)
    return found.replace("tag ", f"tag {version}")


def _write(path: Path, _: Path, number: int, version: int) -> None:
    path.write_text(text(number, version), "utf-8")


def _two(path: Path, _: Path, number: int, version: int) -> None:
    path.write_text(text(number, version) + text((number + 1) % 5, version), "utf-8")


def _remove(path: Path, *_: object) -> None:
    path.unlink(missing_ok=True)


def _touch(path: Path, *_: object) -> None:
    if path.exists():
        path.touch()


def _rename(path: Path, other: Path, *_: object) -> None:
    if path.exists():
        path.rename(other)


def _copy(path: Path, other: Path, *_: object) -> None:
    if path.exists():
        other.write_bytes(path.read_bytes())


def _damage(path: Path, _: Path, number: int, version: int) -> None:
    if path.exists():
        path.write_bytes((b"", b"\xff\xfe", path.read_bytes()[: number * 40])[version])


_DONE: dict[str, Callable[[Path, Path, int, int], None]] = {
    "write": _write,
    "two": _two,
    "remove": _remove,
    "touch": _touch,
    "rename": _rename,
    "copy": _copy,
    "damage": _damage,
}


def edit(folder: Path, done: Edit) -> None:
    """Do one edit under a folder."""
    kind, name, other, number, version = done
    for one in (name, other):
        (folder / one).parent.mkdir(parents=True, exist_ok=True)
    _DONE[kind](folder / name, folder / other, number, version)


def update(root: Path, engine: str, *sources: Path) -> Summary:
    """Reindex into an index directory, however few articles are left."""
    return reindex(sources, root, engine, lambda *_: None, Options(allow_shrink=True))


def holdings(root: Path) -> dict[str, Any]:
    """All that the current generation holds: articles, counts, days, records."""
    manifest = store.current(root)
    place = store.place(root, manifest.generation)
    with closing(store.searcher(root, manifest)) as searcher:
        found = {
            query: service.run(ask(SearchRequest(text=query, size=100), searcher))
            for query in ("", "mer", "version", "tag:20")
        }
    with source_records.opened(place) as kept:
        return {
            "articles": {hit.article.id: hit.article for hit in found[""].hits},
            "totals": {query: results.total for query, results in found.items()},
            "facets": {query: results.facets for query, results in found.items()},
            "manifest": (manifest.articles, manifest.rejected),
            "days": (manifest.first_day, manifest.last_day),
            "captures": captures(place),
            "rejections": list(kept.rejections()),
            "files": rows(place, "SELECT path, digest, state FROM files ORDER BY path"),
            "counts": kept.counts(),
        }


def captures(place: Path) -> list[Any]:
    """What each source gave to the generation in a directory, and what of it is indexed."""
    return rows(
        place,
        "SELECT shown, article, modified, whole, content, indexed"
        " FROM captures JOIN files USING (file) ORDER BY path, rank",
    )


def rows(place: Path, query: str) -> list[Any]:
    """The rows of a query in the records of a generation."""
    with closing(sqlite3.connect(place / source_records.NAME)) as database:
        return database.execute(query).fetchall()
