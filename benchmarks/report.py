"""What does a run of the benchmark find?"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from benchmarks.load import Served
from benchmarks.measure import Built, Pace, Searched


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the figures depend on; never the name of the host."""

    cpus: int | None
    python: str
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """A contender divided by the yardstick: above 1 is better for a pace, below 1 for the rest."""

    articles_per_second: float
    peak_rss: float
    index_bytes: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one contender did with one archive; `served` over HTTP, for ours."""

    built: Built
    searched: Searched
    served: Served | None
    ratios: Ratios


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """The results on an archive of some size, by contender."""

    articles: int
    reading: Pace
    results: dict[str, Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run, in which one search in `every` is asked."""

    date: datetime
    machine: Machine
    seed: int
    every: int
    archives: tuple[Archived, ...]

    def dump(self) -> str:
        """The report as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=datetime.isoformat)
