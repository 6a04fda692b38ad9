"""Which settings has a house, and where do they come from?

From `manchette.toml` in the working directory, or the file MANCHETTE_CONFIG names, then from the
variables MANCHETTE_<NAME>, where commas separate a list; options of a command come last.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import Any

from indexer import format_settings
from indexer.errors import UsageError, refusal

# Names of hosts as a browser writes them
_LABEL = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_WITH_PORT = re.compile(r"(?:[^:\[\]]+|\[.*\]):\d+")
# Addresses of nodes: scheme, host and port; who asks is told by other settings
_ADDRESS = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):\d+")
_ALIAS = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
# Where a mistake stands in TOML
_LINE = re.compile(r"\(at line (\d+),")
# The settings that may stand in a table of their own; `nodes` are the addresses of an engine
_TABLES, _NODES = ("opensearch", "formats", "service"), "nodes"
_FIELDS = "formats_champs"
# The last port there is
MAX_COUNT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, with their defaults.

    index: the index directory. sources: the files and folders it mirrors when a reindex names none,
    empty for those it mirrors already. engine: the engine of a reindex, empty for the one the index
    has, or whoosh for its first. host, port: where the server listens. processes, threads: how many
    serve. trusted_hosts: the host names the server answers to. image_hosts: the hosts whose
    pictures are shown. link_hosts: the hosts of the house's own network that pages may lead to.
    access_log: whether requests are logged, never what was searched. archival: « respect » keeps
    wires out that their agency marks as not to be archived, « ignore » takes them. formats_champs:
    the names that exports of the house have for fields of an article, in the file as a table
    [formats.champs].

    For who looks after the service, in the file also without `service_` in a table [service].
    service_log_json: whether each line of the log is an object of JSON. service_metrics: whether
    /metrics answers, for Prometheus. service_keys: whether programs need a key and people a proxy
    that vouches for them. service_proxies: the addresses or networks of the proxies that are
    believed. service_open: whether all who can reach this machine may read the archive.

    For the engine opensearch, in the file also as nodes, alias, user… of a table [opensearch].
    opensearch: the addresses of nodes. opensearch_alias: what the index
    that serves is called, and how the names of all begin. opensearch_user, opensearch_password,
    opensearch_ca: who asks, and the file of the authority that nodes are certified by.
    opensearch_shards, opensearch_replicas: of an index that is built in full.
    """

    index: Path = Path("index")
    sources: tuple[Path, ...] = ()
    engine: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    threads: int = 8
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    image_hosts: tuple[str, ...] = ()
    link_hosts: tuple[str, ...] = ()
    access_log: bool = False
    archival: str = "respect"
    formats_champs: tuple[tuple[str, str], ...] = ()
    service_log_json: bool = False
    service_metrics: bool = False
    service_keys: bool = False
    service_proxies: tuple[str, ...] = ("127.0.0.1/32", "::1/128")
    service_open: bool = False
    opensearch: tuple[str, ...] = ()
    opensearch_alias: str = "manchette"
    opensearch_user: str = ""
    opensearch_password: str = field(default="", repr=False)
    opensearch_ca: str = ""
    opensearch_shards: int = 1
    opensearch_replicas: int = 1


_bound: dict[Path, Settings] = {}


def bind(settings: Settings) -> Path:
    """Have the engines of an index directory use these settings; the directory."""
    _bound[settings.index.absolute()] = settings
    return settings.index


def of(root: Path) -> Settings:
    """The settings of an index directory, the defaults where none were bound to it."""
    return _bound.get(root.absolute(), Settings(index=root))


def load(environ: Mapping[str, str] = os.environ, **options: str | None) -> Settings:
    """The settings of this machine and of the options of a command, as they were typed.

    UsageError for a file or a value that cannot be used.
    """
    defaults = {one.name: one.default for one in fields(Settings)}
    given = _file(settings_file(environ), environ)
    for name in given:
        if name not in defaults:
            raise UsageError(f"réglage inconnu : {name} (connus : {', '.join(defaults)})")
    for name in defaults:
        set_here = environ.get(f"MANCHETTE_{name.upper()}", given.get(name))
        given[name] = options.get(name) or set_here
    values: dict[str, Any] = {
        name: _value(name, text, type(defaults[name]))
        for name, text in given.items()
        if text is not None
    }
    return Settings(**values)


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings of this machine stand, if they do."""
    return Path(environ.get("MANCHETTE_CONFIG", "manchette.toml"))


def _file(path: Path, environ: Mapping[str, str]) -> dict[str, str | None]:
    """The settings of a file as texts; a file that nobody named may be missing."""
    if not path.exists():
        if "MANCHETTE_CONFIG" in environ:
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
    return {name: _text(name, value) for name, value in _flat(table)}


def _flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The settings of a file by name, those that stand in a table too."""
    for name, value in table.items():
        if name in _TABLES and isinstance(value, dict):
            for key, one in value.items():
                yield name if key == _NODES else f"{name}_{key}", one
        else:
            yield name, value


def _text(name: str, value: object) -> str:
    """A value of the file as a variable would give it."""
    if name == _FIELDS and isinstance(value, dict):
        return ",".join(f"{key}={one}" for key, one in value.items())
    if isinstance(value, dict):
        raise UsageError(f"réglage {name} : valeur attendue, non une table")
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _switch(text: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[text.lower()]


def _count(text: str) -> int:
    """A port, or how many serve."""
    count = int(text)
    if not 1 <= count <= MAX_COUNT:
        raise ValueError(count)
    return count


def _name(text: str) -> str:
    """A name or an address; an empty address would be all of them."""
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(Path(item).expanduser() for part in text.split(",") if (item := part.strip()))


def _each(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """What stands between commas, in lower case, each like a pattern."""
    found = tuple(item for part in text.lower().split(",") if (item := part.strip()))
    if not all(pattern.fullmatch(item) for item in found):
        raise ValueError(text)
    return found


def _host(text: str) -> str:
    """A host as a browser writes it, which is how it is compared."""
    if _WITH_PORT.fullmatch(text):
        raise UsageError("un hôte s’écrit sans port, qui n’est pas comparé : l’ôter")
    if text.startswith("["):
        return f"[{IPv6Address(text.removeprefix('[').removesuffix(']'))}]"
    # an address, where the last label is a number
    if text.rpartition(".")[2].isdigit():
        return str(IPv4Address(text))
    if not _HOST.fullmatch(text):
        raise ValueError(text)
    return text


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(_host(item) for part in text.lower().split(",") if (item := part.strip()))


def _networks(text: str) -> tuple[str, ...]:
    """Addresses, or networks as 10.0.0.0/8."""
    items = (item for part in text.split(",") if (item := part.strip()))
    return tuple(str(ip_network(item, strict=False)) for item in items)


def _alias(text: str) -> str:
    """What OpenSearch takes for the beginning of a name."""
    if not _ALIAS.fullmatch(text):
        raise ValueError(text)
    return text


def _copies(text: str) -> int:
    """How many copies, perhaps none."""
    return 0 if text.strip() == "0" else _count(text)


_PARSERS: Mapping[type, Callable[[str], object]] = {
    bool: _switch,
    int: _count,
    str: _name,
    tuple: _hosts,
    type(Path()): Path,
}
# The settings whose type says too little
_NAMED: Mapping[str, Callable[[str], object]] = {
    "sources": _paths,
    "archival": format_settings.archival,
    _FIELDS: format_settings.fields,
    "service_proxies": _networks,
    "opensearch": partial(_each, _ADDRESS),
    "opensearch_alias": _alias,
    "opensearch_replicas": _copies,
}


def _value(name: str, text: str, kind: type) -> object:
    try:
        return (_NAMED[name] if name in _NAMED else _PARSERS[kind])(text)
    except UsageError as error:
        raise UsageError(f"réglage {name} : valeur inattendue « {text} », {error}") from error
    except (ValueError, KeyError) as error:
        raise UsageError(f"réglage {name} : valeur inattendue « {text} »") from error
