"""What is told of the last reindex, and is its last success too long ago?"""

from datetime import datetime, timedelta
from typing import Any

from indexer.errors import BuildFailed
from indexer.generations.last_run import LastRun, Outcome
from indexer.messages.escaping import neutral
from indexer.messages.french_format import days_ago, moment, newly

_TOLD = {
    Outcome.PUBLISHED: "a publié",
    Outcome.UNCHANGED: "n’avait rien à changer",
    Outcome.FAILED: "a échoué",
}


class Overdue(BuildFailed):
    """No reindex has succeeded within the time given."""


def line(run: LastRun | None, now: datetime) -> str:
    """How the last run ended; for a failed one why, and when one succeeded, in French."""
    if run is None:
        return "inconnu, aucun n’est noté"
    told = f"{days_ago(run.ended, now)}, {_TOLD[run.outcome]}"
    if run.new_rejections:
        told += f", rejets : {newly(run.new_rejections)}"
    if run.outcome is Outcome.FAILED:
        told += f" : {neutral(run.reason)} (dernier réussi : {_success(run, now)})"
    return told


def as_json(run: LastRun | None, now: datetime) -> dict[str, Any] | None:
    """The last run for programs, times in ISO 8601; None where none is known."""
    if run is None:
        return None
    return {
        "ended": run.ended.isoformat(),
        "outcome": run.outcome,
        "reason": run.reason,
        "new_rejections": run.new_rejections,
        "succeeded": run.succeeded and run.succeeded.isoformat(),
        "success_age_seconds": run.succeeded and round((now - run.succeeded).total_seconds()),
    }


def check(run: LastRun | None, longest: timedelta, now: datetime) -> None:
    """Overdue where the last success is older than `longest`, or none is known."""
    if run and run.succeeded and now - run.succeeded <= longest:
        return
    told = f"dernier reindex réussi : {_success(run, now)}"
    if run and run.outcome is Outcome.FAILED:
        told += f" ; le dernier a échoué : {run.reason}"
    raise Overdue(f"{told} ; vérifier ce qui devait le lancer, puis lancer « reindex »")


def _success(run: LastRun | None, now: datetime) -> str:
    if run is None or run.succeeded is None:
        return "aucun"
    return f"{days_ago(run.succeeded, now)}, {moment(run.succeeded)}"
