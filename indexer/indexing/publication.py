"""How does a plan become the generation that serves?"""

from datetime import UTC, datetime
from pathlib import Path

from indexer import readers
from indexer.engines import Engine
from indexer.generations import store
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.generations.manifest import Manifest
from indexer.indexing import packing, run_database, shrink_guard
from indexer.indexing.change_detection import Ledger
from indexer.indexing.job import Progress
from indexer.indexing.plan import Plan
from indexer.indexing.verification import SAMPLED, Sample, verify
from indexer.maintenance import purge


def check(plan: Plan) -> None:
    """BuildFailed for an index without an article, or where too many are gone."""
    ledger, allow_shrink = plan.ledger, plan.job.options.allow_shrink
    if not allow_shrink:
        shrink_guard.sources(ledger.had, ledger.given(plan.roots))
    had = plan.origin.salvaged.articles
    shrink_guard.whole(ledger.records, had, allow_shrink=allow_shrink)


def publish(plan: Plan, engine: Engine) -> str:
    """Make the generation of a plan, verify and publish it; its name. Needs the lock."""
    job, base, ledger = plan.job, plan.origin.manifest, plan.ledger
    with store.building(job.root) as place:
        if base and not plan.origin.rebuild_reason:
            engine.clone(store.place(job.root, base.generation), place)
        samples = _write(ledger, engine, place, job.progress)
        manifest = _manifest(plan, place.name)
        verify(engine, place, manifest.articles, samples)
        run_database.save(plan.database, place)
        # the way back to an article that was purged is closed
        store.publish(job.root, manifest, kept=0 if purge.left(job.root) else store.KEPT)
    return place.name


def _manifest(plan: Plan, generation: str) -> Manifest:
    counts = plan.ledger.records.counts()
    first_day, last_day = plan.ledger.choice.days()
    return Manifest(
        generation=generation,
        engine=plan.job.engine,
        created=datetime.now(UTC),
        articles=counts.articles,
        rejected=counts.rejections,
        first_day=first_day,
        last_day=last_day,
        sources=tuple(map(readers.shown, plan.roots)),
        fingerprint=plan.origin.fingerprint,
    )


def _write(ledger: Ledger, engine: Engine, place: Path, progress: Progress) -> list[Sample]:
    """Do every change in the engine, in the order of ids; a sample of them to verify."""
    samples: list[Sample] = []
    total = ledger.choice.count(ADDED, CHANGED, REMOVED)
    with engine.writer(place) as writer:
        for done, change in enumerate(ledger.choice.changes(), 1):
            title = None
            if change.kind != ADDED:
                writer.delete(change.article_id)
            if change.kind != REMOVED:
                document = packing.unpacked(change.packed)
                writer.put(document)
                title = document.article.title
            if done % SAMPLED == 1:
                samples.append(Sample(article_id=change.article_id, title=title))
            progress("indexation", done, total)
    for article_id, reason in writer.refused.items():
        ledger.reject_article(article_id, reason)
    return [sample for sample in samples if sample.article_id not in writer.refused]
