"""What is a file in an archive called? Its name is shown, and is never a path to open."""

from pathlib import PurePosixPath
from unicodedata import normalize

from indexer.messages.escaping import neutral

_SHOWN = 300


def within(name: str, member: str) -> str:
    """What a member of an archive is called, harmless on a terminal."""
    whole = member.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return f"{name}!{neutral(normalize('NFC', whole[:_SHOWN]))}"


def is_hidden(member: str) -> bool:
    """Whether a member is a dot file, or what a Mac puts beside files."""
    names = PurePosixPath(member.replace("\\", "/")).parts
    return any(name == "__MACOSX" or (name.startswith(".") and name.strip(".")) for name in names)
