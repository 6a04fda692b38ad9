"""How did the last reindex end, and when did one succeed last? `last_run.json` says it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from indexer import atomic_file
from indexer.errors import ManchetteError, UnreadableIndex, cause, refusal

NAME = "last_run.json"


class Outcome(StrEnum):
    """What a run came to: a generation that serves, nothing to change, a failure."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The last run that held the lock, killed ones aside; `ended` and `succeeded` are in UTC.

    `succeeded` is when the last run ended that did not fail, None where none is known. `reason`
    says in French why this one failed, "" where it did not; `new_rejections` counts those that it
    was the first to tell.
    """

    ended: datetime
    outcome: Outcome
    succeeded: datetime | None
    reason: str = ""
    new_rejections: int = 0


def read(root: Path) -> LastRun | None:
    """The last run on an index directory, None without any; UnreadableIndex where it is damaged."""
    path = root / NAME
    try:
        values = json.loads(path.read_text("utf-8"))
        succeeded = values["succeeded"]
        return LastRun(
            ended=_time(values["ended"]),
            outcome=Outcome(values["outcome"]),
            succeeded=None if succeeded is None else _time(succeeded),
            reason=str(values["reason"]),
            # older versions noted none
            new_rejections=int(values.get("new_rejections", 0)),
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableIndex(
            f"{path} est abîmé ou vient d’une autre version : lancer « reindex »"
        ) from error


def succeed(root: Path, *, published: bool, new_rejections: int) -> None:
    """Note a run that did what it was asked; needs the lock. OSError where the disk refuses."""
    now = datetime.now(UTC)
    outcome = Outcome.PUBLISHED if published else Outcome.UNCHANGED
    run = LastRun(ended=now, outcome=outcome, succeeded=now, new_rejections=new_rejections)
    _write(root, run)


@contextmanager
def failures(root: Path) -> Iterator[None]:
    """Note what fails in the block, which needs the lock, an interruption too."""
    try:
        yield
    except BaseException as error:
        # the failure itself is what must be told
        with suppress(OSError):
            _write(
                root,
                LastRun(
                    ended=datetime.now(UTC),
                    outcome=Outcome.FAILED,
                    succeeded=_succeeded(root),
                    reason=_reason(error),
                ),
            )
        raise


def _succeeded(root: Path) -> datetime | None:
    try:
        before = read(root)
    except UnreadableIndex:
        return None
    return before.succeeded if before else None


def _reason(error: BaseException) -> str:
    match error:
        case ManchetteError():
            return str(error)
        case OSError(filename=str(name)):
            return f"{refusal(error)} : {name}"
        case Exception():
            return cause(error)
    return "interrompu avant la fin"


def _write(root: Path, run: LastRun) -> None:
    values = {
        "ended": run.ended.isoformat(timespec="seconds"),
        "outcome": run.outcome,
        "succeeded": run.succeeded and run.succeeded.isoformat(timespec="seconds"),
        "reason": run.reason,
        "new_rejections": run.new_rejections,
    }
    # in ASCII: the name of a file may hold what is no character
    atomic_file.replace(root / NAME, json.dumps(values))


def _time(text: str) -> datetime:
    """ValueError for what is no time, or has no offset from UTC."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
