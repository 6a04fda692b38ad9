"""Which runs of `reindex` does the log of a server tell? A line a publication and a failed run."""

import logging
from hashlib import blake2b
from pathlib import Path
from threading import Thread
from time import sleep

from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import last_run, store
from indexer.generations.last_run import Outcome
from indexer.messages.french_format import counted, typeset
from webapp.http.log_throttle import Throttle
from webapp.http.shared_memory import SharedMemory

LOOK_SECONDS = 2.0
_DIGEST_BYTES = 16

_log = logging.getLogger("manchette")


class Told:
    """What was told last, by whichever of the processes that are forked afterwards."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self._digest = SharedMemory(_DIGEST_BYTES)

    def is_first(self, text: str) -> bool:
        """Whether another text, or none, was told last; from then on this one is."""
        encoded = text.encode("utf-8", "surrogatepass")
        digest = blake2b(encoded, digest_size=_DIGEST_BYTES).digest()
        with self._digest.locked() as last:
            same = last[:] == digest
            last[:] = digest
        return not same


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
