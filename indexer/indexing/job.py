"""What may a run of `reindex` be asked?"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """To have the index directory `root` mirror files and folders, none for those it mirrors.

    `engine` is the name of the one that indexes.
    """

    paths: Sequence[Path]
    root: Path
    engine: str
    progress: Progress
    options: Options
