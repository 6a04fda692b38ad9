"""Until when may an answer take? Told once for a request, asked by whatever takes long."""

from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic


def _never() -> bool:
    return False


# What the engines of this machine may take of an answer in all
HERE_SECONDS = 1.5

# Moments of the monotonic clock
_begun: ContextVar[float | None] = ContextVar("begun", default=None)
_end: ContextVar[float | None] = ContextVar("deadline", default=None)
_abandoned: ContextVar[Callable[[], bool]] = ContextVar("abandoned", default=_never)


def begin(seconds: float | None, abandoned: Callable[[], bool] = _never) -> None:
    """Give what runs from now on in this thread `seconds` in all, None for no bound.

    No time is left either once `abandoned` tells that nobody waits for the answer.
    """
    now = monotonic()
    _begun.set(None if seconds is None else now)
    _end.set(None if seconds is None else now + seconds)
    _abandoned.set(abandoned)


def remaining(most: float) -> float:
    """The seconds that are left, at most `most`; 0 where time is up."""
    if _abandoned.get()():
        return 0.0
    end = _end.get()
    return max(0.0, most if end is None else min(most, end - monotonic()))


def here() -> float:
    """When the engines of this machine stop: of a request, the same moment for all its searches."""
    begun = _begun.get()
    return (monotonic() if begun is None else begun) + HERE_SECONDS


def is_over(end: float) -> bool:
    """Whether this moment has come, or nobody waits any more."""
    return monotonic() >= end or _abandoned.get()()
