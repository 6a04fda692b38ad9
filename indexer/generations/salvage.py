"""What can still be read of an index that is damaged or of another version?

What it takes to build it again: its SOURCEs, the number of its articles, its engine.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer.engines import ENGINES
from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import checksums, pointer, source_records, store


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """The SOURCEs that an index mirrors, its articles and its engine; (), 0 and "" if unknown."""

    roots: tuple[Path, ...] = ()
    articles: int = 0
    engine: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is known."""
        return bool(self.roots and self.articles and self.engine)

    def completed(self, other: Self) -> Self:
        """This, with what is unknown taken from another."""
        return type(self)(
            roots=self.roots or other.roots,
            articles=self.articles or other.articles,
            engine=self.engine or other.engine,
        )


def salvage(root: Path) -> Salvaged:
    """What can be read of an index directory.

    Files that are as they were sealed come first, then the generation that serves.
    """
    salvaged = Salvaged()
    for told in _told(_places(root)):
        salvaged = salvaged.completed(told)
        if salvaged.is_whole:
            break
    return salvaged


def _told(places: Sequence[Path]) -> Iterator[Salvaged]:
    """What each readable file tells; files that may be damaged come last."""
    for is_sure in (True, False):
        for place in places:
            for name, tell in ((store.MANIFEST, _described), (source_records.NAME, _recorded)):
                if checksums.holds(place, name) is is_sure:
                    yield from tell(place)
    yield from map(_standing, places)


def _places(root: Path) -> list[Path]:
    """The generations, the one that serves first; without a pointer the latest first."""
    folder = root / "generations"
    whole = sorted((path.parent.name for path in folder.glob(f"*/{checksums.NAME}")), reverse=True)
    try:
        published = pointer.read(root)
    except (NoIndex, UnreadableIndex):
        return [folder / name for name in whole]
    is_there = (folder / published.serving).is_dir()
    named = published.all if is_there else ()
    return [folder / name for name in dict.fromkeys((*named, *whole))]


def _recorded(place: Path) -> Iterator[Salvaged]:
    try:
        with source_records.opened(place) as records:
            yield Salvaged(roots=records.roots(), articles=records.counts().articles)
    except (UnreadableIndex, TypeError):  # TypeError: the type of a value is in its bytes
        return


def _described(place: Path) -> Iterator[Salvaged]:
    try:
        values = json.loads((place / store.MANIFEST).read_text("utf-8"))
        sources = tuple(map(str, values["sources"]))
        articles, engine = int(values["articles"]), str(values["engine"])
    except (OSError, ValueError, TypeError, KeyError):
        return
    # a name that is no UTF-8 is shown with a backslash
    is_exact = all(source.startswith("/") and "\\" not in source for source in sources)
    yield Salvaged(
        roots=tuple(map(Path, sources)) if is_exact else (),
        articles=articles,
        engine=engine if engine in ENGINES else "",
    )


def _standing(place: Path) -> Salvaged:
    """The engine whose files stand in a directory."""
    signs = ((name, engine.sign) for name, engine in ENGINES.items())
    return Salvaged(engine=next((name for name, sign in signs if any(place.glob(sign))), ""))
