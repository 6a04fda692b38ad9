"""Which programs may read the archive? `keys.json` has a digest of the key of each.

A key is 32 random bytes, so that one SHA-256 is enough: no list of words helps to guess it. When a
key was used last is the time of a file of its name, which every process of a server may touch.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer import atomic_file
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations.locks import private
from indexer.messages.escaping import neutral
from indexer.messages.french_format import quoted

NAME, USED = "keys.json", "keys.used"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The key of a program: SHA-256 in hexadecimal digits, times in UTC, requests a minute.

    `expires` is None for a key that lasts until it is revoked.
    """

    name: str
    digest: str
    created: datetime
    expires: datetime | None
    rate: int

    def expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= now


def read(root: Path) -> tuple[Key, ...]:
    """The keys of an index directory; UnreadableIndex where the file is damaged."""
    path = root / NAME
    try:
        return tuple(map(_load, json.loads(path.read_text("utf-8"))))
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableIndex(
            f"{path} est abîmé, aucune clé ne vaut : l’effacer, puis en donner d’autres par "
            "« manchette key add »"
        ) from error


def add(root: Path, name: str, expires: datetime | None, rate: int) -> str:
    """Give a program a key, which is told this once; UsageError where the name has one."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    with _changing(root) as held:
        if name in held:
            raise UsageError(
                f"{quoted(name)} a déjà une clé : la révoquer, ou choisir un autre nom"
            )
        held[name] = Key(
            name=name,
            digest=_digest(key),
            created=datetime.now(UTC),
            expires=expires,
            rate=rate,
        )
    return key


def revoke(root: Path, name: str) -> None:
    """Take its key from a program, at once; UsageError where there is none of this name."""
    with _changing(root) as held:
        if name not in held:
            known = ", ".join(held) or "aucune"
            raise UsageError(f"aucune clé ne s’appelle {quoted(neutral(name))} (clés : {known})")
        del held[name]
        (root / USED / name).unlink(missing_ok=True)


def matching(keys: tuple[Key, ...], text: str, now: datetime) -> Key | None:
    """The key that a program gave, unless it has expired; as long a look for any text."""
    digest = _digest(text)
    found = [key for key in keys if hmac.compare_digest(key.digest, digest)]
    return next((key for key in found if not key.expired(now)), None)


def touch(root: Path, name: str) -> None:
    """Note that a key is used now; OSError where the disk refuses."""
    with private():
        (root / USED).mkdir(exist_ok=True)
        (root / USED / name).touch()


def used(root: Path, name: str) -> datetime | None:
    """When a key was used last, to the minute; None for never."""
    try:
        return datetime.fromtimestamp((root / USED / name).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


@contextmanager
def _changing(root: Path) -> Iterator[dict[str, Key]]:
    """The keys by name, to change in the block; one process at a time, a reindex aside."""
    with private():
        root.mkdir(parents=True, exist_ok=True)
        folder = os.open(root, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            held = {key.name: key for key in read(root)}
            yield held
            atomic_file.replace(root / NAME, json.dumps([_dump(key) for key in held.values()]))
        finally:
            os.close(folder)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _dump(key: Key) -> dict[str, Any]:
    times = {
        "created": key.created.isoformat(timespec="seconds"),
        "expires": key.expires and key.expires.isoformat(timespec="seconds"),
    }
    return asdict(key) | times


def _load(values: Mapping[str, Any]) -> Key:
    expires = values["expires"]
    return Key(
        name=str(values["name"]),
        digest=str(values["digest"]),
        created=datetime.fromisoformat(values["created"]),
        expires=None if expires is None else datetime.fromisoformat(expires),
        rate=int(values["rate"]),
    )
