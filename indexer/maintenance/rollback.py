"""How does a generation that served before serve again?"""

from datetime import timedelta
from pathlib import Path

from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import pointer, store
from indexer.generations.locks import NO_WAIT, lock
from indexer.generations.manifest import Manifest
from indexer.maintenance import purge


def rollback(root: Path, name: str | None, wait: timedelta = NO_WAIT) -> Manifest:
    """Make a kept generation the current one, the last that served before without a `name`.

    It is verified first. UsageError where there is none to go back to, NoIndex, UnreadableIndex or
    Busy: then nothing has changed. A purge that was cut short is finished last, which may write
    another generation: the manifest is that of the one that serves.
    """
    with lock(root, wait):
        published = pointer.read(root)
        target = name or next(iter(published.previous), None)
        if target is None:
            raise UsageError("aucune génération antérieure n’est gardée : rien à quoi revenir")
        if target not in published.kept:
            kept = ", ".join(published.kept) or "aucune"
            raise UsageError(f"la génération {target} n’est pas gardée (gardées : {kept})")
        store.verify(root, target)
        store.searcher(root, _manifest(root, target)).close()
        if target in purge.unfinished(root):
            raise UsageError(
                f"la génération {target} contient un article purgé : relancer « purge »"
            )
        store.serve(root, published, published.back_to(target))
        store.announce(root)
        purge.finish(root)
        return store.current(root)


def _manifest(root: Path, target: str) -> Manifest:
    """The manifest of a sound generation; UsageError where it is of another version."""
    try:
        return store.manifest(root, target)
    except UnreadableIndex as error:
        raise UsageError(
            f"la génération {target} est d’une autre version : elle seule peut y revenir"
        ) from error
