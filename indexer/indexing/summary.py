"""What did a reindex do, or what would it do?"""

import time
from dataclasses import dataclass

from indexer.article import Rejected
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.indexing import ignored_files
from indexer.indexing.change_detection import Moved
from indexer.indexing.ignored_files import Kinds
from indexer.indexing.left_out import Duplicate, KeptOut
from indexer.indexing.moved_folders import MovedFolder
from indexer.indexing.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a reindex did, or would do.

    `generation` is the one it published with `engine`, "" where nothing changed; `rebuilt` says why
    everything was built again, "" for what changed only; the files of `changed_readers` were read
    again. Files: `found`, `read` in this run, `ignored` by every reader, `moved` as a rehearsal
    alone tells, `left` of a format that was not asked for, `ignored_kinds` by suffix; `passed`
    counts the pieces in files that were passed over, `withdrawn` the articles that their agency
    took back. Articles: `added`, `changed`, `taken_out`, `indexed` in all, and `duplicates` of
    them. `rejected` are those of the files read, `rejections` counts all there are,
    `new_rejections` are the sources of those whose file, or part of a file, was not rejected in
    what served before. `kept` are those of files that keep what they gave before, read in this run
    or not. `followed` are the SOURCEs and folders that have moved. `doubtful` are the
    first duplicates of this run whose titles differ much; `kept_out` the first of its
    `kept_out_count` articles that only a purge of their former id keeps out. `purged` are those
    that a purge which was cut short had left. `resumed` counts the files and parts that an
    interrupted run had read, `resumption_lost` says that what it had kept was damaged.
    """

    generation: str
    engine: str
    rebuilt: str
    found: int
    read: int
    ignored: int
    added: int
    changed: int
    taken_out: int
    indexed: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    rejections: int
    seconds: float
    new_rejections: tuple[str, ...] = ()
    followed: tuple[MovedFolder, ...] = ()
    purged: tuple[str, ...] = ()
    kept: tuple[Rejected, ...] = ()
    moved: tuple[Moved, ...] = ()
    doubtful: tuple[Duplicate, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()
    kept_out_count: int = 0
    changed_readers: tuple[str, ...] = ()
    ignored_kinds: Kinds = ()
    passed: int = 0
    withdrawn: int = 0
    left: int = 0
    resumed: int = 0
    resumption_lost: bool = False


def summary(plan: Plan, name: str, begun: float) -> Summary:
    """What came of a plan: the generation `name`, "" for none.

    `begun` is the time.perf_counter of the start.
    """
    ledger = plan.ledger
    counts = ledger.records.counts()
    return Summary(
        generation=name,
        engine=plan.job.engine,
        rebuilt=plan.origin.rebuild_reason,
        ignored_kinds=ignored_files.kinds(ledger.records),
        passed=counts.passed,
        withdrawn=counts.withdrawn,
        left=ledger.left,
        resumed=plan.before.taken,
        resumption_lost=plan.before.is_damaged,
        changed_readers=tuple(sorted(plan.origin.doubt.again)),
        found=ledger.found,
        read=ledger.read,
        ignored=counts.ignored,
        added=ledger.choice.count(ADDED),
        changed=ledger.choice.count(CHANGED),
        taken_out=ledger.choice.count(REMOVED),
        indexed=counts.articles,
        duplicates=counts.captures - counts.articles - ledger.left_out.covered_captures(),
        rejected=(*plan.rejected, *ledger.refused),
        rejections=counts.rejections,
        new_rejections=ledger.new_rejections(),
        followed=tuple(ledger.followed),
        kept=tuple(ledger.records.kept()),
        seconds=time.perf_counter() - begun,
        doubtful=plan.doubtful,
        kept_out=ledger.left_out.kept_out(),
        kept_out_count=ledger.left_out.kept_out_count(),
    )
