"""Which generation can the next one start from, and if none, why is everything built anew?"""

from dataclasses import dataclass
from pathlib import Path

from indexer import generation, records
from indexer.errors import NoIndex, UnreadableIndex
from indexer.fingerprint import differences
from indexer.generation import Manifest

ASKED = "demandée par --full"
FIRST = "premier index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The generation that serves, and why it is not the base of the next, "" where it is.

    `roots` are the SOURCEs it mirrors, none where its records cannot be read.
    """

    manifest: Manifest | None
    roots: tuple[Path, ...]
    rebuilt: str


def find(root: Path, engine: str, *, full: bool) -> Origin:
    """The origin of the next generation of an index directory, built with this engine."""
    try:
        manifest = generation.current(root)
    except NoIndex:
        return Origin(manifest=None, roots=(), rebuilt=FIRST)
    except UnreadableIndex:
        why = "l’index en service est illisible ou d’une autre version"
        return Origin(manifest=None, roots=(), rebuilt=why)
    place = generation.place(root, manifest.generation)
    try:
        with records.opened(place) as found:
            roots = found.roots()
        if not full:
            # a clone would hand a damage on
            generation.verify(root, manifest.generation)
            generation.searcher(root, manifest).close()
    except UnreadableIndex as error:
        why = str(error).partition(" : ")[0]
        return Origin(manifest=manifest, roots=(), rebuilt=why)
    why = ASKED if full else _why(manifest, engine)
    return Origin(manifest=manifest, roots=roots, rebuilt=why)


def _why(manifest: Manifest, engine: str) -> str:
    if manifest.engine != engine:
        return f"le moteur était {manifest.engine}"
    changed = differences(manifest.fingerprint, engine)
    return f"ont changé : {changed}" if changed else ""
