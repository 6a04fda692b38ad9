"""When is it time to reindex? As soon as something changed under the sources."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import watch

from indexer.indexing import file_walk

# Changes within this number of milliseconds of each other, twice that at most, are one
DEBOUNCE_MS = 800
TICK_MS = 500
RETRY_SECONDS = 30.0
# A disk on the network tells nothing of what other machines write
RESCAN_SECONDS = 300.0


def whenever(paths: Sequence[Path], root: Path, run: Callable[[], bool]) -> None:
    """Call `run` once, then after every change under files and folders, until interrupted.

    Changes in the index directory `root` and of dot files are none. `run` is called now and then
    without a change too, sooner after it gave False, which says that it failed. UsageError for a
    source that is missing.
    """
    for path in paths:
        file_walk.check(path)
    index = root.resolve()
    due = 0.0
    for changes in watch(
        *paths,
        watch_filter=lambda _, path: _counts(Path(path), index),
        debounce=2 * DEBOUNCE_MS,
        step=DEBOUNCE_MS // 4,
        rust_timeout=TICK_MS,
        yield_on_timeout=True,
    ):
        if changes or time.monotonic() >= due:
            wait = RESCAN_SECONDS if run() else RETRY_SECONDS
            due = time.monotonic() + wait


def _counts(path: Path, index: Path) -> bool:
    return not path.name.startswith(".") and not path.is_relative_to(index)
