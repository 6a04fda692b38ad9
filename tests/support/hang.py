"""When has a test hung? Seconds are no measure of work: this is all that the suite asks of them."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

HANG_SECONDS = 30.0


@contextmanager
def guarded() -> Iterator[None]:
    """Fail when the block hangs; a regular expression is interrupted too."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"plus de {HANG_SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, HANG_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
