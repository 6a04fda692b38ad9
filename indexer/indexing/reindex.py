"""Build a new generation beside the current one: read what changed, index, verify, publish."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import config, engines, readers
from indexer.article import Rejected
from indexer.engines import Engine
from indexer.errors import NoIndex, UnreadableIndex, UsageError
from indexer.generations import pointer, store, tombstones
from indexer.generations.locks import lock
from indexer.generations.manifest import Manifest
from indexer.generations.source_records import real
from indexer.indexing import (
    base_generation,
    change_detection,
    extraction,
    file_walk,
    last_good_text,
    shrink_guard,
)
from indexer.indexing.base_generation import Origin
from indexer.indexing.build_fingerprint import Doubt, fingerprint
from indexer.indexing.canonical import ADDED, CHANGED, REMOVED
from indexer.indexing.change_detection import Ledger, Moved
from indexer.indexing.left_out import Duplicate, KeptOut, held_titles
from indexer.indexing.verification import SAMPLED, Sample, keep_sound, verify
from indexer.maintenance import purge

# Called with the name of a step, what is done of it and its total.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to reindex: `full` starts from nothing, `allow_shrink` publishes however few articles.

    `verify_sources` reads every file, to see whether it changed though its size and date did not.
    `workers` is how many processes read.
    """

    full: bool = False
    verify_sources: bool = False
    allow_shrink: bool = False
    workers: int = os.cpu_count() or 1


DEFAULTS = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a reindex did, or would do.

    `generation` is the one it published with `engine`, "" where nothing changed; `rebuilt` says why
    everything was built anew, "" for what changed only; the files of `changed_readers` were read
    again. Files: `found`, `read` in this run, `ignored` by every reader, `moved` as a rehearsal
    alone tells. Articles: `added`, `changed`, `taken_out`, `indexed` in all, and `duplicates` of
    them. `rejected` are those of the files read, `rejections` counts all there are, `kept` are
    those of files that keep what they gave before, read in this run or not. `doubtful` are the
    first duplicates of this run whose titles differ much; `kept_out` the first of its
    `kept_out_count` articles that only a purge of their former id keeps out. `purged` are those
    that a purge which was cut short had left.
    """

    generation: str
    engine: str
    rebuilt: str
    found: int
    read: int
    ignored: int
    added: int
    changed: int
    taken_out: int
    indexed: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    rejections: int
    seconds: float
    purged: tuple[str, ...] = ()
    kept: tuple[Rejected, ...] = ()
    moved: tuple[Moved, ...] = ()
    doubtful: tuple[Duplicate, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    kept_out_count: int = 0
    changed_readers: tuple[str, ...] = ()


def reindex(
    paths: Sequence[Path],
    root: Path,
    engine: str,
    progress: Progress,
    options: Options = DEFAULTS,
) -> Summary:
    """Have the index mirror files and folders, without any those it mirrors, and publish it.

    Reads what changed since the generation that serves; publishes nothing where nothing did. On
    any failure that generation still serves. Raises UsageError, Busy, BuildFailed; OSError where
    the disk refuses.
    """
    begun = time.perf_counter()
    chosen = engines.load(engine, config.of(root))
    with lock(root):
        purged = _finish_purges(root)
        before = base_generation.find(root, engine, full=options.full)
        (root / "generations").mkdir(exist_ok=True)
        # beside the generations: what a killed run leaves there is deleted by the next one
        with _planned(root / "generations", root, paths, before, (progress, options)) as plan:
            name = ""
            if before.rebuilt or before.doubt != Doubt() or plan.book.changed:
                _check(plan, options)
                name = _publish(plan, root, engine, chosen, progress)
            if before.rebuilt:
                keep_sound(root)
                purged = purged or _finish_purges(root)
            # even where nothing changed: a killed run may not have come so far
            store.announce(root)
            summary = replace(_summary(plan, name, engine, begun), purged=purged)
        # the index serves; what cannot be deleted is by the next run
        with suppress(OSError):
            store.prune(root)
    return summary


def rehearse(
    paths: Sequence[Path],
    root: Path,
    engine: str,
    progress: Progress,
    options: Options = DEFAULTS,
) -> Summary:
    """What `reindex` would do; nothing is written in the index. Raises what it would."""
    begun = time.perf_counter()
    engines.load(engine, config.of(root))
    before = base_generation.find(root, engine, full=options.full)
    with _planned(None, root, paths, before, (progress, options)) as plan:
        _check(plan, options)
        return replace(
            _summary(plan, "", engine, begun),
            purged=purge.left(root),
            moved=tuple(plan.book.moved()),
        )


def _finish_purges(root: Path) -> tuple[str, ...]:
    try:
        return purge.finish(root)
    except (NoIndex, UnreadableIndex):
        # there is nothing to write anew: a build from the sources takes no purged article in
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be done: `book` holds the changes."""

    book: Ledger
    before: Origin
    roots: tuple[Path, ...]
    rejected: tuple[Rejected, ...]
    doubtful: tuple[Duplicate, ...]


@contextmanager
def _planned(
    folder: Path | None,
    root: Path,
    paths: Sequence[Path],
    before: Origin,
    how: tuple[Progress, Options],
) -> Iterator[_Plan]:
    """Read the files that changed and choose the articles to index, in a scratch folder."""
    progress, options = how
    roots = _roots(paths) or before.salvaged.roots
    if not roots:
        raise UsageError("aucune source : en nommer, ou les mettre dans manchette.toml (sources)")
    manifest = None if before.rebuilt else before.manifest
    base = _serving(root)
    purged = tombstones.read(root)
    with (
        TemporaryDirectory(dir=folder) as scratch,
        change_detection.opened(Path(scratch), base, purged, anew=bool(before.rebuilt)) as book,
    ):
        book.mirror(roots)
        now = time.time_ns()
        doubt = before.doubt.of_every_file() if options.verify_sources else before.doubt
        for path in file_walk.files(roots, root):
            book.list(path, now, doubt)
        _read(book, options.workers, progress)
        book.forget_missing()
        book.choice.affect_forsaken()
        while not book.choice.choose():
            _read(book, options.workers, progress)
            last_good_text.supply(book.keeping, base)
        book.keeping.release()
        with held_titles(root, manifest) as titles:
            doubtful = book.left_out.duplicates(titles)
        yield _Plan(
            book=book, before=before, roots=roots, rejected=book.rejected(), doubtful=doubtful
        )


def _roots(paths: Sequence[Path]) -> tuple[Path, ...]:
    """SOURCEs by their real paths, each once; UsageError, as it was named, for a missing one."""
    for path in paths:
        file_walk.check(path)
    return tuple(dict.fromkeys(map(real, paths)))


def _serving(root: Path) -> Path | None:
    """The directory of the generation that serves, readable or not; None where none is known."""
    try:
        return store.place(root, pointer.read(root).serving)
    except (NoIndex, UnreadableIndex):
        return None


def _read(book: Ledger, workers: int, progress: Progress) -> None:
    """Read every pending file."""
    total = book.pending()
    if total:
        # a process takes longer to start than a few files to read
        found = extraction.readings(book.to_read(), min(workers, 1 + total // extraction.TOGETHER))
        for done, (file, result) in enumerate(found, 1):
            book.enter(file, result)
            progress("lecture", done, total)


def _check(plan: _Plan, options: Options) -> None:
    """BuildFailed for an index without an article, or where too many are gone."""
    if not options.allow_shrink:
        shrink_guard.sources(plan.book.had, plan.book.given(plan.roots))
    had = plan.before.salvaged.articles
    shrink_guard.whole(plan.book.records, had, allow_shrink=options.allow_shrink)


def _publish(plan: _Plan, root: Path, name: str, engine: Engine, progress: Progress) -> str:
    """Make the generation of a plan, verify and publish it; its name."""
    book = plan.book
    place = store.begin(root)
    try:
        if plan.before.manifest and not plan.before.rebuilt:
            engine.clone(store.place(root, plan.before.manifest.generation), place)
        samples = _write(book, engine, place, progress)
        counts = book.records.counts()
        verify(engine, place, counts.articles, samples)
        first_day, last_day = book.choice.days()
        manifest = Manifest(
            generation=place.name,
            engine=name,
            created=datetime.now(UTC),
            articles=counts.articles,
            rejected=counts.rejections,
            first_day=first_day,
            last_day=last_day,
            sources=tuple(map(readers.shown, plan.roots)),
            fingerprint=fingerprint(name),
        )
        book.save(place)
        # the way back to an article that was purged is closed
        kept = 0 if purge.left(root) else store.KEPT
        store.publish(root, manifest, kept)
    except BaseException:
        store.abandon(root, place)
        raise
    return place.name


def _write(book: Ledger, engine: Engine, place: Path, progress: Progress) -> list[Sample]:
    """Do every change in the engine, in the order of ids; a sample of them to verify."""
    samples: list[Sample] = []
    total = book.choice.count(ADDED, CHANGED, REMOVED)
    with engine.writer(place) as writer:
        for done, change in enumerate(book.choice.changes(), 1):
            title = None
            if change.kind != ADDED:
                writer.delete(change.article_id)
            if change.kind != REMOVED:
                document = extraction.unpacked(change.packed)
                writer.put(document)
                title = document.article.title
            if done % SAMPLED == 1:
                samples.append(Sample(article_id=change.article_id, title=title))
            progress("indexation", done, total)
    for article_id, reason in writer.refused.items():
        book.refuse(article_id, reason)
    return [sample for sample in samples if sample.article_id not in writer.refused]


def _summary(plan: _Plan, name: str, engine: str, begun: float) -> Summary:
    book = plan.book
    counts = book.records.counts()
    return Summary(
        generation=name,
        engine=engine,
        rebuilt=plan.before.rebuilt,
        changed_readers=tuple(sorted(plan.before.doubt.again)),
        found=book.found,
        read=book.read,
        ignored=counts.ignored,
        added=book.choice.count(ADDED),
        changed=book.choice.count(CHANGED),
        taken_out=book.choice.count(REMOVED),
        indexed=counts.articles,
        duplicates=counts.captures - counts.articles - book.left_out.purged_captures(),
        rejected=(*plan.rejected, *book.refused),
        rejections=counts.rejections,
        kept=tuple(book.records.kept()),
        seconds=time.perf_counter() - begun,
        doubtful=plan.doubtful,
        kept_out=book.left_out.kept_out(),
        kept_out_count=book.left_out.kept_out_count(),
    )
