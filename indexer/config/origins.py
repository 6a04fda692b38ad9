"""Where are settings written: in which file, under which names, in which variables?"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from indexer.errors import UsageError, refusal

VARIABLE = "MANCHETTE_"
# The variable that names the file, which no file can hold
CONFIG = f"{VARIABLE}CONFIG"
LOCAL_FILE = Path("manchette.toml")
SYSTEM_FILE = Path("/etc/manchette/manchette.toml")
# Where a mistake stands in TOML
_LINE = re.compile(r"\(at line (\d+),")
# The settings of an engine that may stand in a table of their own, where the addresses are `nodes`
_TABLE, _NODES = "opensearch", "nodes"
FIELDS = "formats_champs"
# The tables whose settings have its name before their own
_GROUPS = ("formats", "api", "service")
# Ends each item of a list of the file: neither a path nor a name can hold it
_END = "\0"
# The settings that name files and folders
_SOURCES = "sources"
_PATHS = frozenset({"index", _SOURCES, "opensearch_ca"})


class Origin(StrEnum):
    """Where a setting comes from, each before those above it."""

    DEFAULT = "default"
    FILE = "file"
    VARIABLE = "variable"
    OPTION = "option"


class Written(NamedTuple):
    """The text of a setting and where it was written."""

    text: str
    origin: Origin


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings of this machine stand, if they do."""
    if named := environ.get(CONFIG):
        return Path(named)
    return LOCAL_FILE if LOCAL_FILE.exists() or not SYSTEM_FILE.exists() else SYSTEM_FILE


def in_file(environ: Mapping[str, str]) -> Mapping[str, Written]:
    """What the file of settings says; a file that nobody named may be missing.

    UsageError for one that cannot be read.
    """
    path = settings_file(environ)
    if not path.exists():
        if environ.get(CONFIG):
            raise UsageError(f"fichier de réglages introuvable : {path}")
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} est illisible : {refusal(error)}") from error
    except ValueError as error:
        # what it holds is in English, but for the place
        line = _LINE.search(str(error))
        where = f"à la ligne {line[1]}" if line else "à sa fin, ou dans son encodage (UTF-8)"
        raise UsageError(f"{path} est illisible : une faute {where}") from error
    return {
        name: Written(_text(name, value, path.parent), Origin.FILE) for name, value in _flat(table)
    }


def in_variables(environ: Mapping[str, str]) -> Mapping[str, Written]:
    """What the variables say, by the names of settings; the one that names the file left out."""
    return {
        # what is written small is no setting
        name.removeprefix(VARIABLE).swapcase(): Written(text, Origin.VARIABLE)
        for name, text in environ.items()
        if name.startswith(VARIABLE) and name != CONFIG
    }


def variable(name: str) -> str:
    """The variable of a setting."""
    return VARIABLE + name.swapcase()


def unknown(name: str, origin: Origin, known: Sequence[str]) -> str:
    """Why a setting of a name that is not known is refused, in French."""
    if origin is Origin.VARIABLE:
        what, known, spelt = "variable inconnue", [*known, "config"], variable
        name, sought = variable(name), name.lower()
    else:
        what, known, spelt = "réglage inconnu", [*known, f"{_TABLE}_{_NODES}"], _in_toml
        sought = name
    close = get_close_matches(sought, known, 1)
    told = f"peut-être {spelt(close[0])}" if close else f"connus : {', '.join(map(spelt, known))}"
    return f"{what} : {name} ({told})"


def _in_toml(name: str) -> str:
    return f"{_NODES} dans [{_TABLE}]" if name == f"{_TABLE}_{_NODES}" else name


def _flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The settings of a file by name, those that stand in the table of an engine too."""
    for name, value in table.items():
        if name == _TABLE and isinstance(value, dict):
            for key, one in value.items():
                yield _TABLE if key == _NODES else f"{_TABLE}_{key}", one
        elif name in _GROUPS and isinstance(value, dict):
            for key, one in value.items():
                yield f"{name}_{key}", one
        else:
            yield name, value


def _text(name: str, value: object, folder: Path) -> str:
    """A value of the file as a variable would give it, paths as they are from here."""
    if name == FIELDS and isinstance(value, dict):
        return _listed([f"{key}={one}" for key, one in value.items()])
    if isinstance(value, dict):
        raise UsageError(f"réglage {name} : valeur attendue, non une table")
    texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if any(_END in text for text in texts):
        raise UsageError(f"réglage {name} : ôter le caractère nul (\\u0000)")
    if name != _SOURCES:
        return ",".join(_from(folder, text) if name in _PATHS else text for text in texts)
    if isinstance(value, str):
        texts = [part.strip() for part in value.split(",")]
    return _listed([_from(folder, text) for text in texts])


def _listed(items: Sequence[str]) -> str:
    """Items that may hold commas, as `items` takes them."""
    return "".join(f"{item}{_END}" for item in items)


def items(text: str) -> list[str]:
    """What a list holds, as it is written in a variable, between commas, or in a file."""
    return text.split(_END)[:-1] if text.endswith(_END) else text.split(",")


def _from(folder: Path, text: str) -> str:
    """A path that a file of a folder names."""
    return text if text[:1] in {"", "~"} else str(folder / text)
