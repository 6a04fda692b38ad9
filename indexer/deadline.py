"""Until when may an answer take? Told once for a request, asked by whatever waits for others."""

from contextvars import ContextVar
from time import monotonic

# A moment of the monotonic clock
_end: ContextVar[float | None] = ContextVar("deadline", default=None)


def begin(seconds: float | None) -> None:
    """What runs from now on in this thread has so many seconds in all, None for no bound."""
    _end.set(None if seconds is None else monotonic() + seconds)


def remaining(most: float) -> float:
    """The seconds that are left, at most `most`; 0 where time is up."""
    end = _end.get()
    return most if end is None else max(0.0, min(most, end - monotonic()))
