"""What does the command `reindex` do with its options, and what does it tell?"""

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from indexer import config
from indexer.cli import format_names, summary_lines
from indexer.errors import ManchetteError, UsageError, sentence
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.generations.salvage import salvage
from indexer.generations.source_records import real
from indexer.generations.store import DEFAULT_ENGINE
from indexer.indexing.file_walk import check
from indexer.indexing.job import Options
from indexer.indexing.reindex import rehearse
from indexer.indexing.reindex import reindex as run_reindex
from indexer.indexing.summary import Summary
from indexer.messages.french_format import NBSP, counted, number, typeset
from indexer.messages.terminal import say, say_json

LINE_EVERY = 1000
# Articles past which the operator is told of the engine made for large archives
LARGE = 50_000
_MOVED: Mapping[str, str] = {ADDED: "ajouté ", CHANGED: "modifié", REMOVED: "retiré "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of the command as they were typed; None and () for what settings say."""

    sources: tuple[Path, ...]
    index: Path | None
    engine: str | None
    full: bool
    dry_run: bool
    watch: bool
    verify_sources: bool
    workers: int | None
    allow_shrink: bool
    as_json: bool
    wait: timedelta
    only: tuple[str, ...] = ()


def once(asked: Asked) -> bool:
    """Reindex, or say what a reindex would do; whether a file, or a part, is newly rejected."""
    summary = _summary(asked)
    _report(summary, asked)
    return bool(summary.new_rejections)


def watch(asked: Asked) -> None:
    """Reindex whenever the sources change, until SIGINT or SIGTERM; a run that fails is told."""
    from indexer.indexing.watch import whenever  # noqa: PLC0415 - for this option only

    settings = config.load(index=str(asked.index) if asked.index else None)
    root = config.bind(settings)
    sources = asked.sources or settings.sources
    for source in sources:
        check(source)
    # by their real paths, as the index that may stand in one is
    paths = tuple(map(real, sources)) or salvage(root).roots
    if not paths:
        raise UsageError("aucune source à surveiller : en nommer")

    waiting = [asked]

    def run() -> bool:
        try:
            _report(_summary(waiting[0]), asked)
        except (ManchetteError, OSError) as error:
            say(sentence(error), err=True)
            return False
        # what was asked in full is done
        waiting[0] = replace(asked, full=False, verify_sources=False)
        return True

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        whenever(paths, root, run)
    say("surveillance terminée", err=True)


def _summary(asked: Asked) -> Summary:
    settings = config.load(index=str(asked.index) if asked.index else None)
    root = config.bind(settings)
    sources = asked.sources or settings.sources
    engine = asked.engine or settings.engine or salvage(root).engine or DEFAULT_ENGINE
    options = Options(
        full=asked.full,
        allow_shrink=asked.allow_shrink,
        verify_sources=asked.verify_sources,
        workers=asked.workers or Options().workers,
        only=format_names.known(asked.only),
        wait=asked.wait,
    )
    with _progress() as progress:
        if asked.dry_run:
            return rehearse(sources, root, engine, progress, options)
        return run_reindex(sources, root, engine, progress, options)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, elsewhere a line now and then."""
    if not sys.stderr.isatty():
        yield _line
        return
    columns = (TextColumn("{task.description:11}"), BarColumn(), TextColumn("{task.fields[count]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        tasks = {}

        def move(step: str, done: int, total: int) -> None:
            # one line for all archives, whichever is being read
            line = step if total else ""
            if line not in tasks:
                tasks[line] = bar.add_task(step, total=total or None, count="")
            bar.update(tasks[line], description=step, completed=done, count=_count(done, total))

        yield move


def _line(step: str, done: int, total: int) -> None:
    if done % LINE_EVERY == 0 or done == total:
        colon = "" if total else f"{NBSP}:"
        say(f"{step}{colon} {_count(done, total)}", err=True)


def _count(done: int, total: int) -> str:
    """How far a step is, or how many parts of an archive were read, which nobody counts before."""
    return f"{done}/{total}" if total else counted(done, "partie lue")


def _report(summary: Summary, asked: Asked) -> None:
    # what is kept is told at every run, what is rejected at the one that reads it
    first = frozenset(summary.new_rejections)
    for rejected in dict.fromkeys((*summary.rejected, *summary.kept)):
        told = "rejeté" if rejected.source in first else "déjà rejeté"
        say(f"{told}  {rejected.source}{NBSP}: {rejected.reason}", err=True)
    if asked.as_json:
        say_json(asdict(summary))
        return
    for moved in summary.moved:
        say(f"{_MOVED[moved.kind]} {moved.source}")
    for line in summary_lines.before_counts(summary):
        say(typeset(line))
    say(summary_lines.counts(summary))
    say(summary_lines.outcome(summary, dry_run=asked.dry_run))
    for advice in advices(summary):
        say(typeset(advice))


def advices(summary: Summary) -> Iterator[str]:
    """What the operator of such an archive is told besides, in French."""
    if summary.engine == DEFAULT_ENGINE and summary.indexed > LARGE:
        yield (
            f"plus de {number(LARGE)} articles : le moteur tantivy indexe et répond plus vite, "
            "« reindex --engine tantivy » y passe, avec les mêmes réponses"
        )
    if summary.kept:
        yield (
            f"{counted(len(summary.kept), 'fichier')} à rétablir ; pour en prendre un tel qu’il "
            "est : l’ôter, lancer « reindex », le remettre"
        )
