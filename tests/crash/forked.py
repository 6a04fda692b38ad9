"""Run commands of manchette in children that are killed right before one of their writes.

A row of JSON on the standard input is a command: `rank` of the write it dies at, 0 for none,
`folder` below which writes count, `words`. The answer is a row too: `killed`, and how many `writes`
a command took that was not.
"""

import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHANGES = ("os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree")


class Killer:
    """Counts the writes of a process, and kills it before one."""

    def __init__(self, rank: int, folder: str) -> None:
        """See above."""
        self._rank, self._folder = rank, folder
        self.count = 0

    def touch(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook, see sys.addaudithook."""
        written = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
        if (written or event in CHANGES) and str(arguments[0]).startswith(self._folder):
            self.count += 1
            if self.count == self._rank:
                os.kill(os.getpid(), signal.SIGKILL)


def run(rank: int, folder: str, words: list[str]) -> int:
    """Run a command to its end; how many writes it took."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    killer = Killer(rank, folder)
    sys.addaudithook(killer.touch)
    main = import_module("indexer.cli").main
    ended = main(words, standalone_mode=False)
    assert not ended, ended
    return killer.count


def child(rank: int, folder: str, words: list[str]) -> dict[str, int]:
    """The answer to a command."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            os.write(writing, str(run(rank, folder, words)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        writes = told.read()
    _, status = os.waitpid(pid, 0)
    return {"killed": int(os.WIFSIGNALED(status)), "writes": int(writes or 0)}


if __name__ == "__main__":
    import_module("webapp.cli")  # which adds its commands
    import_module("indexer.engines.whoosh")
    import_module("indexer.engines.tantivy")
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(child(**asked)), flush=True)  # noqa: T201 - the answer
