"""Run a command of manchette and be killed: « killed.py STEP COMMAND… » dies at that step.

A step is the first call of, or the first return from, a function of the modules that write an
index (`writing`); each is printed before it happens. Step 0 kills nothing, step -1 looks for no
step: then the process says only when it begins, when it begins to publish and when it changes the
pointer.
"""

import os
import signal
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).parents[2]
MARKS = ("from indexer.generations.locks import", "store.building(")
BEGUN, PUBLISHING, POINTING = "begun", "publishing", "pointing"


def tell(text: str) -> None:
    """Write a line that a kill right after does not lose."""
    os.write(1, f"{text}\n".encode())


@cache
def writing() -> dict[str, str]:
    """The modules that write an index, by the path of their file: those that take its lock or build
    a generation, all of `indexer.generations`, and what puts a file in the place of another.
    """
    generations = sorted((ROOT / "indexer" / "generations").glob("[!_]*.py"))
    marked = [
        path
        for path in sorted(ROOT.glob("indexer/**/*.py"))
        if any(mark in path.read_text() for mark in MARKS)
    ]
    # tables alone take no step
    running = [path for path in generations if "def " in path.read_text()]
    found = {*running, *marked, ROOT / "indexer" / "atomic_file.py"}
    return {str(path): _dotted(path) for path in found}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def _name(code: CodeType) -> str:
    """What a function of the modules that write is called, "" for any other."""
    module = writing().get(code.co_filename)
    return f"{module}:{code.co_qualname}" if module else ""


class Killer:
    """Kills this process, not those it starts, at one of its steps."""

    def __init__(self, rank: int) -> None:
        """`rank` counts from 1."""
        self._rank = rank
        self._seen: set[str] = set()
        self._process = os.getpid()

    def step(self, frame: FrameType, event: str, _: object) -> None:
        """A profile function, see sys.setprofile."""
        # called for every function of the run: the cheapest test comes first
        name = _name(frame.f_code)
        if not name or event not in ("call", "return") or os.getpid() != self._process:
            return
        if (step := f"{event} {name}") not in self._seen:
            self._seen.add(step)
            tell(step)
            if len(self._seen) == self._rank:
                os.kill(self._process, signal.SIGKILL)

    def touch(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook, see sys.addaudithook."""
        if event not in ("open", "os.rename") or os.getpid() != self._process:
            return
        path = str(arguments[0])
        if event == "open" and path.endswith("manifest.json") and arguments[1] == "w":
            tell(PUBLISHING)
        elif event == "os.rename" and path.endswith("current.json.new"):
            tell(POINTING)


if __name__ == "__main__":
    import_module("webapp.cli")  # which adds its commands to
    main = import_module("indexer.cli").main
    killer = Killer(int(sys.argv[1]))
    if killer._rank < 0:  # noqa: SLF001 - its own module
        sys.addaudithook(killer.touch)
    else:
        writing()
        sys.setprofile(killer.step)
    tell(BEGUN)
    main(sys.argv[2:])
