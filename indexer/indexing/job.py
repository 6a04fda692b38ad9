"""What may a run of `reindex` be asked?"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indexer import config
from indexer.config import Settings
from indexer.generations.locks import NO_WAIT
from indexer.indexing.file_result import Reading
from indexer.readers.part import Rules

# Called with the name of a step, what is done of it and its total, 0 where nobody knows it.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to reindex: `full` starts from nothing, `allow_shrink` publishes however few articles.

    `verify_sources` reads every file, to see whether it changed though its size and date did not.
    `workers` is how many processes read. `only` names the formats that are read, none for all;
    files of others stay as they are. `moment` is when the run takes place, None for now;
    `wait` for how long it may wait for another to end.
    """

    full: bool = False
    verify_sources: bool = False
    allow_shrink: bool = False
    workers: int = os.cpu_count() or 1
    only: frozenset[str] = frozenset()
    moment: datetime | None = None
    wait: timedelta = NO_WAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """To have the index directory `root` mirror files and folders, none for those it mirrors.

    `engine` is the name of the one that indexes; `reading` holds the rules of the house and the
    moment of the run.
    """

    paths: Sequence[Path]
    root: Path
    engine: str
    progress: Progress
    options: Options
    reading: Reading


def job(
    paths: Sequence[Path], root: Path, engine: str, progress: Progress, options: Options
) -> Job:
    """The job of a run, under the settings that the index directory is bound to."""
    reading = Reading(
        rules=rules(config.of(root)),
        moment=options.moment or datetime.now(UTC),
        only=options.only,
    )
    return Job(
        paths=paths, root=root, engine=engine, progress=progress, options=options, reading=reading
    )


def rules(settings: Settings) -> Rules:
    """What the settings of a house say about reading."""
    return Rules(
        keeps_unarchivable=settings.archival == "ignore", fields=dict(settings.formats_champs)
    )
