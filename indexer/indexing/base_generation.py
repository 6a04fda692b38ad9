"""Which generation can the next one start from, and if none, why is everything built again?"""

from dataclasses import dataclass

from indexer.errors import NoIndex, UnreadableIndex, UsageError
from indexer.generations import pointer, source_records, store
from indexer.generations.manifest import Manifest
from indexer.generations.salvage import Salvaged, salvage
from indexer.indexing.build_fingerprint import Doubt, differences, doubt
from indexer.indexing.job import Job

ASKED = "demandée par --full"
FIRST = "premier index"
LOST = f"{pointer.NAME} manque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What serves, and why it is not the base of the next generation, "" where it is.

    `manifest` is None where it cannot be read; `salvaged` is what can be, whatever the rest;
    `rebuild_reason` is in French; `doubt` tells which files are read again though they are as they
    were.
    """

    manifest: Manifest | None
    salvaged: Salvaged
    rebuild_reason: str
    doubt: Doubt


def find(job: Job) -> Origin:
    """The origin of the generation that a job builds.

    UsageError for one of some formats only where everything has to be built again.
    """
    root, engine = job.root, job.engine
    salvaged = salvage(root)
    manifest = None
    try:
        manifest = store.current(root)
        why = ASKED if job.options.full else _why(job, manifest)
    except NoIndex:
        why = FIRST if salvaged == Salvaged() else LOST
    except UnreadableIndex as error:
        why = str(error).partition(" : ")[0]
    doubted = (
        doubt(manifest.fingerprint, engine, job.reading.rules) if manifest and not why else Doubt()
    )
    if job.options.only and why not in ("", FIRST):
        raise UsageError(
            f"--only ne va pas avec une reconstruction complète ({why}) :"
            " lancer « reindex » sans --only"
        )
    return Origin(manifest=manifest, salvaged=salvaged, rebuild_reason=why, doubt=doubted)


def _why(job: Job, manifest: Manifest) -> str:
    """Why a generation is no base, "" where it is one; UnreadableIndex where it is damaged."""
    root, engine = job.root, job.engine
    if manifest.engine != engine:
        return f"le moteur était {manifest.engine}"
    if changed := differences(manifest.fingerprint, engine, job.reading.rules):
        return f"ont changé : {changed}"
    with source_records.opened(store.place(root, manifest.generation)):
        # a clone would hand a damage on
        store.verify(root, manifest.generation)
    store.searcher(root, manifest).close()
    return ""
