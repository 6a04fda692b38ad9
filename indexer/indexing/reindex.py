"""Build a new generation beside the current one: read what changed, index, verify, publish."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from indexer import config, engines
from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import last_run, store
from indexer.generations.locks import lock
from indexer.indexing import base_generation, publication
from indexer.indexing.job import Options, Progress
from indexer.indexing.job import job as new_job
from indexer.indexing.plan import planned
from indexer.indexing.summary import Summary, summary
from indexer.indexing.verification import keep_sound
from indexer.maintenance import purge

DEFAULTS = Options()


def reindex(
    paths: Sequence[Path],
    root: Path,
    engine: str,
    progress: Progress,
    options: Options = DEFAULTS,
) -> Summary:
    """Have the index mirror files and folders, without any those it mirrors, and publish it.

    Reads what changed since the generation that serves; publishes nothing where nothing did. On
    any failure that generation still serves. How the run ends is noted (`last_run`). Raises
    UsageError, Busy, BuildFailed; OSError where the disk refuses.
    """
    begun = time.perf_counter()
    job = new_job(paths, root, engine, progress, options)
    chosen = engines.load(engine, config.of(root))
    with lock(root, options.wait), last_run.failures(root):
        purged = _finish_purges(root)
        origin = base_generation.find(job)
        (root / "generations").mkdir(exist_ok=True)
        # beside the generations: what a killed run leaves there is deleted by the next one
        with planned(job, origin, root / "generations") as plan:
            name = ""
            if not plan.is_empty:
                publication.check(plan)
                name = publication.publish(plan, chosen)
            if origin.rebuild_reason:
                keep_sound(root)
                purged = purged or _finish_purges(root)
            # even where nothing changed: a killed run may not have come so far
            store.announce(root)
            done = replace(summary(plan, name, begun), purged=purged)
        # the index serves; what cannot be deleted is by the next run
        with suppress(OSError):
            store.prune(root)
        last_run.succeed(root, published=bool(name), new_rejections=len(done.new_rejections))
    return done


def rehearse(
    paths: Sequence[Path],
    root: Path,
    engine: str,
    progress: Progress,
    options: Options = DEFAULTS,
) -> Summary:
    """What `reindex` would do; nothing is written in the index. Raises what it would."""
    begun = time.perf_counter()
    job = new_job(paths, root, engine, progress, options)
    engines.load(engine, config.of(root))
    origin = base_generation.find(job)
    with planned(job, origin, None) as plan:
        publication.check(plan)
        return replace(
            summary(plan, "", begun),
            purged=purge.left(root),
            moved=tuple(plan.ledger.moved()),
        )


def _finish_purges(root: Path) -> tuple[str, ...]:
    try:
        return purge.finish(root)
    except (NoIndex, UnreadableIndex):
        # there is nothing to write again: a build from the sources takes no purged article in
        return ()
