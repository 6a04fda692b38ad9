"""What did the processes of a run open?"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support.places import ROOT

_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Touch:
    """A file that process `pid` opened, or a socket; `what` as in sitecustomize."""

    pid: int
    what: str
    path: str


def variables(log: Path) -> dict[str, str]:
    """The variables of the environment of a run that is to be watched."""
    return {"PYTHONPATH": os.pathsep.join(map(str, (_HERE, ROOT))), "WATCHED": str(log)}


def touches(log: Path) -> Sequence[Touch]:
    """What was opened, in the order it was."""
    lines = os.fsdecode(log.read_bytes()).splitlines()
    split = (line.split("\t", 2) for line in lines)
    return [Touch(pid=int(pid), what=what, path=path) for pid, what, path in split]
