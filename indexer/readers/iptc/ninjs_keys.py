"""Which objects of a JSON are wires in ninjs?"""

from collections.abc import Iterable

_NAMED = frozenset({"uri", "guid"})
_OF_WIRES = frozenset({"versioncreated", "headlines", "bodies", "pubstatus"})


def is_ninjs(keys: Iterable[str]) -> bool:
    """Whether an object with these keys, in small letters, is ninjs of any version."""
    found = frozenset(keys)
    if not found & _NAMED:
        return False
    return bool(found & _OF_WIRES) or any(key.startswith("body_") for key in found)
