"""What do programs that watch this server learn of its index? Nothing of what it holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from indexer.errors import ManchetteError, NoIndex, Unavailable, UnreadableIndex
from indexer.generations import last_run, pointer
from indexer.generations.manifest import Manifest
from webapp import extensions

# The members of `reason`
_REASONS: tuple[tuple[type[ManchetteError], str], ...] = (
    (NoIndex, "no index"),
    (UnreadableIndex, "unreadable index"),
    (Unavailable, "cluster unavailable"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """What serves, its ages in seconds; None for what is not known.

    `manifest` is that of the generation open, whose files are as they were sealed; `reason` says
    why there is none. `whole` is False where what was published last is damaged and another one
    serves. `success_age` is since the end of the last reindex that succeeded.
    """

    manifest: Manifest | None
    reason: str
    whole: bool
    success_age: float | None

    @property
    def age(self) -> float | None:
        """Since the generation that serves was made."""
        return _seconds(datetime.now(UTC) - self.manifest.created) if self.manifest else None


def read() -> IndexState:
    """The state of the index that this application serves."""
    root = extensions.directory()
    before = _published(root)
    manifest, reason = _serving()
    # one may be published meanwhile
    named = {None, before, _published(root)} if before else {manifest and manifest.generation}
    return IndexState(
        manifest=manifest,
        reason=reason,
        whole=manifest is not None and manifest.generation in named,
        success_age=_success_age(root) if root else None,
    )


def as_json(state: IndexState) -> dict[str, Any]:
    """The state for programs."""
    served = state.manifest
    return {
        "status": "ok" if state.whole else "degraded" if served else "unavailable",
        "reason": state.reason or ("" if state.whole else "damaged index"),
        "generation": served and served.generation,
        "articles": served and served.articles,
        "generation_age_seconds": _rounded(state.age),
        "last_success_age_seconds": _rounded(state.success_age),
    }


def _serving() -> tuple[Manifest | None, str]:
    try:
        with extensions.open_generation() as opened:
            return opened.manifest, ""
    except (NoIndex, UnreadableIndex, Unavailable) as error:
        return None, next(told for kind, told in _REASONS if isinstance(error, kind))


def _published(root: Path | None) -> str | None:
    try:
        return pointer.read(root).serving if root else None
    except (NoIndex, UnreadableIndex):
        return None


def _success_age(root: Path) -> float | None:
    try:
        run = last_run.read(root)
    except UnreadableIndex:
        return None
    return _seconds(datetime.now(UTC) - run.succeeded) if run and run.succeeded else None


def _seconds(age: timedelta) -> float:
    """A clock that was set back makes nothing younger than made at this moment."""
    return max(0.0, age.total_seconds())


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
