"""Which settings has a house, and where do they come from?

From one file: the one that `--config` or else MANCHETTE_CONFIG names, else `manchette.toml` in the
working directory, else `/etc/manchette/manchette.toml`. Then from the variables MANCHETTE_<NAME>,
where commas separate a list; options of a command come last.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from indexer.config import origins, values
from indexer.config.origins import Origin, Written
from indexer.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, with their defaults.

    index: the index directory. sources: the files and folders it mirrors when a reindex names none,
    empty for those it mirrors already. engine: the engine of a reindex, empty for the one the index
    has, or whoosh for its first. host, port: where the server listens. processes, threads: how many
    serve. trusted_hosts: the host names the server answers to. image_hosts: the hosts whose
    pictures are shown. link_hosts: the hosts of the house's own network that pages may lead to.
    url_prefix: the path below which all addresses are, "" or like /archives. access_log: whether
    requests are logged, never what was searched. archival: « respect » keeps wires out that their
    agency marks as not to be archived, « ignore » takes them. formats_champs: the names that
    exports of the house have for fields of an article, in the file as a table [formats.champs].
    api_origins: the origins of other tools of the house whose pages may ask the API, in the file
    also as origins of a table [api].

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
    url_prefix: str = ""
    access_log: bool = False
    archival: str = "respect"
    formats_champs: tuple[tuple[str, str], ...] = ()
    api_origins: tuple[str, ...] = ()
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


class InForce(NamedTuple):
    """The value of a setting, of the type of its default, and where it comes from."""

    value: Any
    origin: Origin


_bound: dict[Path, Settings] = {}


def bind(settings: Settings) -> Path:
    """Have the engines of an index directory use these settings; the directory."""
    _bound[settings.index.absolute()] = settings
    return settings.index


def of(root: Path) -> Settings:
    """The settings of an index directory, the defaults where none were bound to it."""
    return _bound.get(root.absolute(), Settings(index=root))


def load(environ: Mapping[str, str] = os.environ, /, **options: str | None) -> Settings:
    """The settings of this machine and of the options of a command, as they were typed.

    UsageError for a file, or for all the names and values that cannot be used, a line each.
    """
    found = in_force(environ, **options)
    return Settings(**{name: one.value for name, one in found.items()})


def in_force(
    environ: Mapping[str, str] = os.environ, /, **options: str | None
) -> Mapping[str, InForce]:
    """The settings by name, each with where it comes from; UsageError as `load`."""
    defaults = {one.name: one.default for one in fields(Settings)}
    given = {**origins.in_file(environ), **origins.in_variables(environ)}
    given |= {name: Written(text, Origin.OPTION) for name, text in options.items() if text}
    found: dict[str, InForce] = {}
    problems = []
    for name, written in given.items():
        if name not in defaults:
            problems.append(origins.unknown(name, written.origin, list(defaults)))
            continue
        try:
            value = values.parsed(name, written.text, type(defaults[name]))
            found[name] = InForce(value, written.origin)
        except UsageError as error:
            problems.append(str(error))
    if problems:
        raise UsageError("\n".join(problems))
    return {
        name: found.get(name, InForce(value, Origin.DEFAULT)) for name, value in defaults.items()
    }
