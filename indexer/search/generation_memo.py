"""What was worked out of a generation before, and need not be again?"""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from indexer.engines import Searcher

MOST = 1 << 14
Key = TypeVar("Key")
Value = TypeVar("Value")


class GenerationMemo(Generic[Key, Value]):
    """What `made` makes of a searcher and a key, never None; kept as long as the searcher, MOST at
    once.

    A generation never changes, and each letter typed asks for what the one before did.
    """

    def __init__(self, made: Callable[[Searcher, Key], Value]) -> None:
        self._made = made
        self._known: WeakKeyDictionary[Searcher, dict[Key, Value]] = WeakKeyDictionary()

    def __call__(self, searcher: Searcher, key: Key) -> Value:
        """The value, made where it is not known."""
        known = self._known.setdefault(searcher, {})
        # another thread may empty it at any time
        value = known.get(key)
        if value is None:
            value = self._made(searcher, key)
            if len(known) >= MOST:
                known.clear()
            known[key] = value
        return value
