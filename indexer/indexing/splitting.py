"""Take a file of many parts apart in a process of its own: it may hang, swell or die as others."""

import io
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from indexer import readers
from indexer.errors import refusal
from indexer.indexing.examination import missing
from indexer.indexing.process_limits import failure, fence
from indexer.readers.containers.walk import Item
from indexer.readers.part import MissingLibrary, Rules

# For so long it may read nothing and give nothing
SILENT_SECONDS = 60
# After so many bytes that it read it says that it is alive
_BYTES_A_TICK = 10_000_000
_DIGEST, _ITEM, _TICK, _END, _FAILED = range(5)


class SplitFailed(Exception):
    """A file could not be taken apart, or no further; the text says why, in French."""


class Split:
    """A file that is being taken apart: the digest of its bytes, and what it holds."""

    def __init__(self, receiver: Connection) -> None:
        """`receiver` gets what the process sends; SplitFailed."""
        self._receiver = receiver
        self.digest = b""
        kind, value = self._next()
        if kind == _DIGEST:
            self.digest = value  # type: ignore[assignment]

    def items(self) -> Iterator[Item]:
        """What the file holds, none where its bytes are as known; SplitFailed."""
        while True:
            kind, value = self._next()
            if kind == _END:
                return
            yield value  # type: ignore[misc]

    def _next(self) -> tuple[int, object]:
        while True:
            if not self._receiver.poll(SILENT_SECONDS):
                raise SplitFailed(f"rien à lire depuis {SILENT_SECONDS} s : abandonnée")
            try:
                kind, value = self._receiver.recv()
            except EOFError as error:
                raise SplitFailed("la lecture a tué son processus") from error
            if kind == _FAILED:
                raise SplitFailed(value)
            if kind != _TICK:
                return kind, value


@contextmanager
def split(path: Path, known: bytes, rules: Rules) -> Iterator[Split]:
    """Take a file apart, unless the digest of its bytes is the one known, for a block.

    SplitFailed.
    """
    context = multiprocessing.get_context("forkserver")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(path, known, rules, sender), daemon=True)
    process.start()
    sender.close()
    try:
        yield Split(receiver)
    finally:
        process.kill()
        process.join()
        process.close()
        receiver.close()


def _run(path: Path, known: bytes, rules: Rules, sender: Connection) -> None:
    """Send the digest of a file, then what it holds."""
    fence()
    # packages warn there, in English and in the words of the file
    with Path(os.devnull).open("w") as sys.stderr, _Telling(sender):
        _send(path, known, rules, sender)


def _send(path: Path, known: bytes, rules: Rules, sender: Connection) -> None:
    container = readers.load(path).container
    with _opened(path, lambda: sender.send((_TICK, None))) as file:
        digest = readers.digest_of_whole(file, readers.name(container))
        sender.send((_DIGEST, digest))
        if container and digest != known:
            file.seek(0)
            for item in readers.walk(container, file, readers.shown(path), rules):
                sender.send((_ITEM, item))


class _Telling:
    """A block that sends how it ended."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._sender.send((_FAILED, _reason(error)) if error else (_END, None))
        return isinstance(error, Exception)


def _reason(error: BaseException) -> str:
    match error:
        case OSError():
            return f"illisible : {refusal(error)}"
        case MissingLibrary():
            return missing(error)
    return failure(error)


class _Ticking(io.FileIO):
    """A file that says how it is read on."""

    def __init__(self, path: Path, tick: Callable[[], None]) -> None:
        super().__init__(path)
        self._tick = tick
        self._silent = 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = super().readinto(buffer) or 0
        self._note(size)
        return size

    def _note(self, size: int) -> None:
        self._silent += size
        if self._silent >= _BYTES_A_TICK:
            self._silent = 0
            self._tick()


def _opened(path: Path, tick: Callable[[], None]) -> io.BufferedReader:
    return io.BufferedReader(_Ticking(path, tick), 65_536)
