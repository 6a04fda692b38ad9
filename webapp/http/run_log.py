"""Which runs of `reindex` does the log of a server tell? A line a publication and a failed run."""

import fcntl
import logging
import os
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from time import sleep

from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import last_run, store
from indexer.generations.last_run import Outcome
from indexer.messages.french_format import counted, typeset
from webapp.http.log_throttle import Throttle

LOOK_SECONDS = 2.0
_DIGEST_BYTES = 16

_log = logging.getLogger("manchette")


class Told:
    """What was told last, by whichever of the processes that are forked afterwards."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        with TemporaryFile() as file:
            # as long as the processes
            self._file = os.dup(file.fileno())

    def is_first(self, text: str) -> bool:
        """Whether another text, or none, was told last; from then on this one is."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
        # unlike flock, it keeps out processes that share the file, and a dead one frees it
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            if os.pread(self._file, _DIGEST_BYTES, 0) == digest:
                return False
            os.pwrite(self._file, digest, 0)
            return True
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)


class RunLog:
    """Follows an index directory in each process of a server, which tell each run once."""

    def __init__(self, root: Path) -> None:
        """To be made before processes are forked."""
        self._root = root
        self._served, self._failed = Told(), Told()
        self._throttle = Throttle()

    def follow(self) -> None:
        """Look now and then, in a thread of this process."""
        Thread(target=self._look_again, daemon=True).start()

    def look(self) -> None:
        """Tell the generation that serves, and the run that failed last, unless they were told."""
        try:
            manifest = store.current(self._root)
            if self._served.is_first(manifest.generation):
                articles = counted(manifest.articles, "article")
                _log.info("génération %s publiée, %s", manifest.generation, articles)
            self._look_at_run()
        except (NoIndex, UnreadableIndex):
            # told to whoever asks for a page
            return

    def _look_at_run(self) -> None:
        run = last_run.read(self._root)
        if run is None or run.outcome is not Outcome.FAILED:
            return
        if self._failed.is_first(f"{run.ended} {run.reason}") and self._throttle.allows(run.reason):
            _log.error("%s", typeset(f"reindex a échoué : {run.reason}"))

    def _look_again(self) -> None:
        while True:
            self.look()
            sleep(LOOK_SECONDS)
