"""Until when may an answer take? Told once for a request, asked by whatever takes long."""

from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic


def _never() -> bool:
    return False


# A moment of the monotonic clock
_end: ContextVar[float | None] = ContextVar("deadline", default=None)
_abandoned: ContextVar[Callable[[], bool]] = ContextVar("abandoned", default=_never)


def begin(seconds: float | None, abandoned: Callable[[], bool] = _never) -> None:
    """What runs from now on in this thread has so many seconds in all, None for no bound.

    No time is left either once `abandoned` tells that nobody waits for the answer.
    """
    _end.set(None if seconds is None else monotonic() + seconds)
    _abandoned.set(abandoned)


def remaining(most: float) -> float:
    """The seconds that are left, at most `most`; 0 where time is up."""
    if _abandoned.get()():
        return 0.0
    end = _end.get()
    return max(0.0, most if end is None else min(most, end - monotonic()))
