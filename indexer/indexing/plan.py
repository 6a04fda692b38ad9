"""What is to be done so that an index mirrors its sources?"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from indexer import readers
from indexer.article import Rejected
from indexer.errors import NoIndex, UnreadableIndex, UsageError
from indexer.generations import pointer, store, tombstones
from indexer.generations.source_records import real
from indexer.indexing import extraction, file_walk, last_good_text, resumption, run_database
from indexer.indexing.base_generation import Origin
from indexer.indexing.build_fingerprint import Doubt
from indexer.indexing.change_detection import Ledger
from indexer.indexing.file_result import PART
from indexer.indexing.job import Job
from indexer.indexing.left_out import Duplicate, held_titles
from indexer.indexing.resumption import ReadBefore


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run has to do; `ledger` holds the changes, in `database` while the plan is open.

    `origin` is what they start from, `roots` the SOURCEs; `rejected` and `doubtful` are told of the
    files that were read, `before` knows of those that an interrupted run had read.
    """

    job: Job
    origin: Origin
    database: Connection
    ledger: Ledger
    roots: tuple[Path, ...]
    rejected: tuple[Rejected, ...]
    doubtful: tuple[Duplicate, ...]
    before: ReadBefore

    @property
    def is_empty(self) -> bool:
        """Whether the generation that serves is the one that would be made."""
        origin = self.origin
        return not (origin.rebuild_reason or origin.doubt != Doubt() or self.ledger.changed)


@contextmanager
def planned(job: Job, origin: Origin, folder: Path | None) -> Iterator[Plan]:
    """Read the files that changed and choose the articles to index, for a block.

    What it needs on the disk is in `folder`, None for that of temporary files.
    """
    roots = _roots(job.paths) or _remembered(origin.salvaged.roots)
    manifest = None if origin.rebuild_reason else origin.manifest
    base = _serving(job.root)
    purged = tombstones.read(job.root)
    anew = bool(origin.rebuild_reason)
    with (
        TemporaryDirectory(dir=folder) as scratch,
        run_database.opened(Path(scratch), base, anew=anew) as database,
        resumption.opened(job, folder) as before,
    ):
        ledger = Ledger(database, purged, anew=anew, moment=job.reading.moment)
        ledger.replace_roots(roots)
        _queue(ledger, job, origin.doubt, roots)
        if ledger.follow_folders():
            _queue(ledger, job, origin.doubt, roots)
        ledger.remember_rejections()
        _read(ledger, job, before)
        ledger.forget_missing()
        ledger.choice.mark_without_indexed()
        while not ledger.choice.choose_captures():
            _read(ledger, job, before)
            last_good_text.supply(ledger.damaged, base)
        ledger.damaged.forget_unsupplied()
        with held_titles(job.root, manifest) as titles:
            doubtful = ledger.left_out.duplicates(titles)
        yield Plan(
            job=job,
            origin=origin,
            database=database,
            ledger=ledger,
            roots=roots,
            rejected=ledger.rejected(),
            doubtful=doubtful,
            before=before,
        )


def _queue(ledger: Ledger, job: Job, doubt: Doubt, roots: Sequence[Path]) -> None:
    """Have every file read that may not be as it was."""
    now = time.time_ns()
    doubt = doubt.of_every_file() if job.options.verify_sources else doubt
    for listed in file_walk.files(roots, job.root):
        ledger.queue_if_changed(listed, now, doubt)


def _roots(paths: Sequence[Path]) -> tuple[Path, ...]:
    """SOURCEs by their real paths, each once; UsageError, as it was named, for a missing one."""
    for path in paths:
        file_walk.check(path)
    return tuple(dict.fromkeys(map(real, paths)))


def _remembered(roots: tuple[Path, ...]) -> tuple[Path, ...]:
    """The SOURCEs of the index where none is named; UsageError without any, or for one that is
    missing.
    """
    if not roots:
        raise UsageError("aucune source : en nommer, ou les mettre dans manchette.toml (sources)")
    for root in roots:
        if not root.exists():
            raise UsageError(
                f"source introuvable : {readers.shown(root)} ; vérifier qu’elle est montée, ou, si "
                "elle a été déplacée, nommer son nouveau dossier : « reindex DOSSIER »"
            )
    return roots


def _serving(root: Path) -> Path | None:
    """The directory of the generation that serves, readable or not; None where none is known."""
    try:
        return store.place(root, pointer.read(root).serving)
    except (NoIndex, UnreadableIndex):
        return None


def _read(ledger: Ledger, job: Job, before: ReadBefore) -> None:
    """Read every pending file."""
    total = ledger.pending_count()
    if total:
        # a process takes longer to start than a few files to read, which may have many parts
        groups = max(
            total // extraction.TOGETHER, ledger.pending_bytes() // extraction.BYTES_TOGETHER
        )
        workers = min(job.options.workers, 1 + groups)
        done = parts = 0
        for file, result in extraction.results(ledger.take_pending(), workers, job.reading, before):
            ledger.record(file, result)
            if result.state == PART:
                parts += 1
                job.progress(readers.shown(Path(file.path.name)), parts, 0)
            else:
                done, parts = done + 1, 0
                job.progress("lecture", done, total)
