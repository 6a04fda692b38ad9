"""Which generation can the next one start from, and if none, why is everything built again?"""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.errors import NoIndex, UnreadableIndex, UsageError
from indexer.generations import pointer, source_records, store
from indexer.generations.manifest import Manifest
from indexer.generations.salvage import Salvaged, salvage
from indexer.indexing.build_fingerprint import Doubt, differences, doubt, fingerprint
from indexer.indexing.job import Job

ASKED = "demandée par --full"
FIRST = "premier index"
LOST = f"{pointer.NAME} manque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What serves, and why it is not the base of the next generation, "" where it is.

    `manifest` is None where it cannot be read; `salvaged` is what can be, whatever the rest;
    `rebuild_reason` is in French; `doubt` tells which files are read again though they are as they
    were. `fingerprint` is that of what builds the next: of the beginning of the run, whatever is
    installed while it lasts.
    """

    manifest: Manifest | None
    salvaged: Salvaged
    rebuild_reason: str
    doubt: Doubt
    fingerprint: Mapping[str, str]


def find(job: Job) -> Origin:
    """The origin of the generation that a job builds.

    UsageError for one of some formats only where everything has to be built again.
    """
    salvaged = salvage(job.root)
    manifest, why = None, ""
    try:
        manifest = store.current(job.root)
    except NoIndex:
        why = FIRST if salvaged == Salvaged() else LOST
    except UnreadableIndex as error:
        why = _first_part(error)
    before = manifest.fingerprint if manifest else {}
    now = fingerprint(job.engine, job.reading.rules, before)
    if manifest:
        why = ASKED if job.options.full else _why_not(job, manifest, now)
    if job.options.only and why not in ("", FIRST):
        raise UsageError(
            f"--only ne va pas avec une reconstruction complète ({why}) :"
            " lancer « reindex » sans --only"
        )
    return Origin(
        manifest=manifest,
        salvaged=salvaged,
        rebuild_reason=why,
        doubt=Doubt() if why else doubt(before, now),
        fingerprint=now,
    )


def _why_not(job: Job, manifest: Manifest, now: Mapping[str, str]) -> str:
    """Why a generation is no base of one with the fingerprint `now`, "" where it is one."""
    if manifest.engine != job.engine:
        return f"le moteur était {manifest.engine}"
    if changed := differences(manifest.fingerprint, now):
        return f"ont changé : {changed}"
    try:
        with source_records.opened(store.place(job.root, manifest.generation)):
            # a clone would hand a damage on
            store.verify(job.root, manifest.generation)
        store.searcher(job.root, manifest).close()
    except UnreadableIndex as error:
        return _first_part(error)
    return ""


def _first_part(error: UnreadableIndex) -> str:
    """What is wrong, without what to do: it is being done."""
    return str(error).partition(" : ")[0]
