"""What built a generation? What changed of it since says what has to be done again.

A part is what some functions of this program rest on: what they and all they use say, the packages
they import, the data they read. A reader that changes has its files read again; another part has
everything built again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, distributions, version
from itertools import zip_longest
from pathlib import Path
from typing import Self

import indexer
from indexer import readers
from indexer.analysis import lexicon
from indexer.engines import ENGINES
from indexer.indexing import definitions
from indexer.indexing.definitions import Name, Reached, reached
from indexer.readers import READERS
from indexer.readers.containers import CONTAINERS
from indexer.readers.part import Rules

ANALYSIS, CHOICE, ENGINE = "analysis", "choice", "engine"
_FRENCH = {
    ANALYSIS: "l’analyse des textes",
    CHOICE: "le choix entre les versions d’un article",
    ENGINE: "l’écriture de l’index",
}
_READER = "reader "
# How files and people are told things: nothing of it is in an index
APART = frozenset(
    {
        "indexer.errors",
        "indexer.config",
        "indexer.format_settings",
        "indexer.deadline",
        "indexer.atomic_file",
        "indexer.messages.french_format",
        *(f"{one.module}.{name}" for one in ENGINES.values() for name in one.apart),
    }
)
# What arrays hold does not depend on what makes them
_PACKAGES_APART = frozenset({"numpy"})
_READ = Name("indexer.indexing.examination", "examine")
_WALKED = (
    Name("indexer.indexing.examination", "examine_items"),
    Name("indexer.readers", "walk"),
)
_ANALYSED = Name("indexer.engines.document", "to_document")
_CHOSEN = tuple(Name("indexer.generations.source_records", name) for name in ("BEST", "IN_FORCE"))
# A reader neither rests on the others nor on what becomes of what it reads
_READERS_END = frozenset(
    {
        Name("indexer.readers", "READERS"),
        Name("indexer.readers.containers", "ARCHIVES"),
        Name("indexer.readers.containers", "CONTAINERS"),
        Name("indexer.readers.containers", "SOUGHT"),
        _ANALYSED,
    }
)
_NO_RULES = Rules()
_UNKNOWN: Mapping[str, str] = {}
# Not a part: all of the program at once
_PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Which files may give something else, though their sizes and dates are as known.

    Those of the readers `again` are read again. Those of the readers `compared`, "" for files that
    none accepted, are when their bytes changed or another reader takes them; with `everything`
    all are.
    """

    again: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()

    everything: bool = False

    def of(self, reader: str) -> bool:
        """Whether there is one of the files of a reader."""
        return self.everything or self.voids(reader) or reader in self.compared

    def voids(self, reader: str) -> bool:
        """Whether files of a reader are read again though their bytes are as known.

        Those of an archive are where another reader may take one of its parts.
        """
        names = frozenset(reader.split("+"))
        is_archive = len(names) > 1
        return bool(names & self.again or (is_archive and names & self.compared))

    def of_every_file(self) -> Self:
        """The same, and all the others are compared."""
        return replace(self, everything=True)


def fingerprint(
    engine: str, rules: Rules = _NO_RULES, before: Mapping[str, str] = _UNKNOWN
) -> Mapping[str, str]:
    """The digest of each part of what this program builds with an engine, readers in order.

    The rules of the house are part of each reader. `before` is that of a generation: what the same
    bytes rest on is not looked into again.
    """
    whole = program(engine, rules)
    return before if before.get(_PROGRAM) == whole else {_PROGRAM: whole, **_parts(engine, rules)}


def program(engine: str, rules: Rules) -> str:
    """The digest of all that a fingerprint is made of, needed or not."""
    return definitions.digest(f"{engine}\n{_said(rules)}\n{as_loaded()}".encode())


@cache
def as_loaded() -> str:
    """The digest of this program and its packages, as they were when it was first asked.

    An upgrade changes the files under a run that lasts for hours, not what that run does.
    """
    package = Path(indexer.__file__).parent
    files = (definitions.digest(path.read_bytes()) for path in sorted(package.rglob("*.py")))
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    data = definitions.digest(lexicon.DATA.read_bytes())
    return definitions.digest("\n".join((data, *files, *packages)).encode())


def _parts(engine: str, rules: Rules) -> Mapping[str, str]:
    said = _said(rules)
    return {
        name: definitions.digest(f"{digest} {said}".encode())
        if said and name.startswith(_READER)
        else digest
        for name, digest in _of_program(engine).items()
    }


def _said(rules: Rules) -> str:
    if rules == _NO_RULES:
        return ""
    return f"{rules.keeps_unarchivable} {sorted(rules.fields.items())}"


@cache
def _of_program(engine: str) -> Mapping[str, str]:
    data = {ANALYSIS: (lexicon.DATA,)}
    return {name: _digest(part, data.get(name, ())) for name, part in parts(engine).items()}


def parts(engine: str) -> dict[str, Reached]:
    """What each part rests on."""
    analysis = reached([_ANALYSED], APART)
    names = (f"{ENGINES[engine].module}.{name}".rpartition(".") for name in ENGINES[engine].writes)
    writing = reached([Name(module, name) for module, _, name in names], APART)
    return {
        **{_READER + readers.name(one): _splitting(one.__name__) for one in CONTAINERS},
        **{_READER + readers.name(reader): _reading(reader.__name__) for reader in READERS},
        ANALYSIS: analysis,
        CHOICE: reached(_CHOSEN, APART),
        ENGINE: Reached(writing.names - analysis.names, writing.packages - analysis.packages),
    }


def _reading(module: str) -> Reached:
    names = (_READ, Name(module, "accepts"), Name(module, "read"))
    return reached(names, APART | _READERS_END)


def _splitting(module: str) -> Reached:
    names = (*_WALKED, Name(module, "accepts"), Name(module, "parts"))
    return reached(names, APART | _READERS_END)


def _digest(part: Reached, data: Sequence[Path]) -> str:
    named = {engine.imported: engine.package for engine in ENGINES.values()}
    packages = [named.get(name, name) for name in sorted(part.packages - _PACKAGES_APART)]
    said = (
        part.digest(),
        *(f"{package} {_version(package)}" for package in packages),
        *(definitions.digest(path.read_bytes()) for path in data),
    )
    return definitions.digest("\n".join(said).encode())


def _version(package: str) -> str:
    """That of a package, "" where it is not installed: what needs it cannot be read then."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What has everything built again between two fingerprints, in French; "" for nothing."""
    return ", ".join(french for part, french in _FRENCH.items() if before.get(part) != now[part])


def doubt(before: Mapping[str, str], now: Mapping[str, str]) -> Doubt:
    """Which files may give something else, between two fingerprints."""
    old, new = _readers(before), _readers(now)
    pairs = enumerate(zip_longest(old.items(), new.items()))
    first = next((rank for rank, (one, other) in pairs if one != other), None)
    if first is None:
        return Doubt()
    # the first that accepts a file reads it: what those before the change accept stays theirs
    return Doubt(
        again=frozenset(name for name, digest in old.items() if new.get(name) != digest),
        compared=frozenset({"", *list(new)[first:]}),
    )


def _readers(parts: Mapping[str, str]) -> dict[str, str]:
    """The digest of each reader, in order."""
    return {
        name.removeprefix(_READER): digest
        for name, digest in parts.items()
        if name.startswith(_READER)
    }
