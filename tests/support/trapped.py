"""Read files with one reader more, which hangs, swells, dies, fails: « trapped.py SECONDS FILES… ».

Prints a line a file: its name, its state, its articles, its reasons. The processes that read run
this file too, and so have the reader.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from indexer import readers
from indexer.article import Article, Rejected
from indexer.indexing import extraction
from indexer.indexing.extraction import Pending
from indexer.readers.part import Part, Rules


class Trap:
    """A reader of files named *.piege, which does what they say."""

    __name__ = "trap"

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a file is a trap."""
        del head
        return name.endswith(".piege")

    def read(self, part: Part, rules: Rules) -> Iterator[Article | Rejected]:
        """Hang, swell, die, fail or exit; else an article."""
        del rules
        match part.content:
            case b"hang":
                while True:
                    pass
            case b"swell":
                # more than the fence at once, and little of it touched: no time is needed
                bytes(3_000_000_000)
            case b"die":
                os.kill(os.getpid(), signal.SIGKILL)
            case b"exit":
                os._exit(0)
            case b"fail":
                raise LookupError
            case b"nest":
                raise RecursionError
        yield Article(id=part.name, title="piège")


readers.READERS = (Trap(), *readers.READERS)

if __name__ == "__main__":
    extraction.SECONDS = int(sys.argv[1])
    files = [Pending(path=Path(path), size=0, mtime_ns=0, known=b"") for path in sys.argv[2:]]
    for file, result in extraction.results(files, 2):
        reasons = [rejected.reason for rejected in result.rejected]
        print(json.dumps([file.path.name, result.state, len(result.captures), reasons]))  # noqa: T201
