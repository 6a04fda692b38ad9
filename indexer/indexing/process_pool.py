"""In which processes are files read?"""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from pebble import ProcessPool

from indexer import readers
from indexer.errors import BuildFailed, cause
from indexer.indexing import splitting
from indexer.indexing.process_limits import fence


@contextmanager
def pool(workers: int) -> Iterator[ProcessPool]:
    """Processes that examine files; stopped at once when the block fails or is left early."""
    # a fork of this process would copy its threads' locks, and a new interpreter starts slower
    context = multiprocessing.get_context("forkserver")
    # once for all of them
    context.set_forkserver_preload([splitting.__name__, *readers.LOADED])
    try:
        context.Lock()  # as they will make some, of a file there
    except OSError as error:
        raise BuildFailed(
            f"le programme ne peut pas écrire dans /dev/shm ({cause(error)}), où ses processus de "
            "lecture se coordonnent : y monter un tmpfs où tous peuvent écrire (mode 1777)"
        ) from error
    processes = ProcessPool(workers, initializer=fence, context=context)
    try:
        yield processes
    except (BrokenProcessPool, RuntimeError) as error:
        raise BuildFailed(f"aucun processus de lecture ne démarre ({cause(error)})") from error
    finally:
        processes.stop()  # type: ignore[no-untyped-call]
        processes.join()
