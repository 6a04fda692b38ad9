"""How does a generation that served before serve again?"""

from pathlib import Path

from indexer import generation, pointer, purge
from indexer.errors import UnreadableIndex, UsageError
from indexer.generation import Manifest


def rollback(root: Path, name: str | None) -> Manifest:
    """Make a kept generation the current one, the last that served before without a `name`.

    It is verified first. UsageError where there is none to go back to; NoIndex, UnreadableIndex
    and Busy as usual, and nothing has changed. A purge that was cut short is finished then, which
    may write it anew: what serves is given.
    """
    with generation.lock(root):
        published = pointer.read(root)
        target = name or next(iter(published.previous), None)
        if target is None:
            raise UsageError("aucune génération antérieure n’est gardée : rien à quoi revenir")
        if target not in published.kept:
            kept = ", ".join(published.kept) or "aucune"
            raise UsageError(f"la génération {target} n’est pas gardée (gardées : {kept})")
        generation.verify(root, target)
        generation.searcher(root, _manifest(root, target)).close()
        if target in purge.unfinished(root):
            raise UsageError(
                f"la génération {target} contient un article purgé : relancer « purge »"
            )
        pointer.write(root, published.back_to(target))
        generation.announce(root)
        purge.finish(root)
        return generation.current(root)


def _manifest(root: Path, target: str) -> Manifest:
    """The manifest of a generation whose files are as they were written."""
    try:
        return generation.manifest(root, target)
    except UnreadableIndex as error:
        raise UsageError(
            f"la génération {target} est d’une autre version : elle seule peut y revenir"
        ) from error
