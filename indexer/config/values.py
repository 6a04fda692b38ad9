"""Which value does the text of a setting stand for? The same text in a file and in a variable."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path

from indexer import format_settings
from indexer.config.origins import FIELDS, items
from indexer.errors import UsageError

# Names of hosts as a browser writes them
_LABEL = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_WITH_PORT = re.compile(r"(?:[^:\[\]]+|\[.*\]):\d+")
# Addresses of nodes: scheme, host and port; who asks is told by other settings
_ADDRESS = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):\d+")
_ORIGIN = re.compile(r"(https?)://([^/:@?#\[\]]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?")
_ALIAS = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
# What a browser sends as it is, in each part of a path
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._~-]*)*")
# The last port there is
MAX_COUNT = 65_535


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


def _path(text: str) -> Path:
    return Path(_name(text)).expanduser()


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(_path(part) for part in items(text) if part.strip())


def _file(text: str) -> str:
    return str(_path(text))


def _prefix(text: str) -> str:
    """The path that all addresses are below, without a slash at its end, or nothing."""
    prefix = text.strip().rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise UsageError(
            "écrire « /archives », par exemple : lettres sans accent, chiffres, tirets"
        )
    return prefix


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


def _origin(text: str) -> str:
    """An origin as a browser sends it: scheme and host, and the port where it is not the usual."""
    match = _ORIGIN.fullmatch(text)
    if not match:
        raise UsageError("une origine s’écrit https://outil.exemple, sans chemin ni « * »")
    scheme, host, port = match.groups()
    usual = {"http": "80", "https": "443"}[scheme]
    return f"{scheme}://{_host(host)}" + (f":{port}" if port and port != usual else "")


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_origin(item) for part in text.lower().split(",") if (item := part.strip()))


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
    type(Path()): _path,
}
# The settings whose type says too little
_NAMED: Mapping[str, Callable[[str], object]] = {
    "sources": _paths,
    "url_prefix": _prefix,
    "archival": format_settings.archival,
    FIELDS: lambda text: format_settings.fields(items(text)),
    "api_origins": _origins,
    "service_proxies": _networks,
    "opensearch": partial(_each, _ADDRESS),
    "opensearch_alias": _alias,
    "opensearch_ca": _file,
    "opensearch_replicas": _copies,
}


def parsed(name: str, text: str, kind: type) -> object:
    """The value of a setting, of the type of its default; UsageError that names the setting."""
    try:
        return (_NAMED[name] if name in _NAMED else _PARSERS[kind])(text)
    except UsageError as error:
        if name == FIELDS:
            # a table, which is not written in the file as the one text it is here
            raise UsageError(f"réglage [formats.champs] : {error}") from error
        raise UsageError(f"réglage {name} : valeur inattendue « {text} », {error}") from error
    except (ValueError, KeyError, RuntimeError) as error:
        # RuntimeError: a home that is nobody’s
        raise UsageError(f"réglage {name} : valeur inattendue « {text} »") from error
