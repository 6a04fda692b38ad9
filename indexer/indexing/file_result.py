"""What did a file give, or a part of it, and how was it read?"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from indexer.article import Rejected, Withdrawn
from indexer.indexing.truncation import Beginnings
from indexer.readers.part import Rules

# States of a result that no record has: read again and found as it was; of a format that was not
# asked for; a file to be taken apart; some of what such a file gave
SAME, LEFT, APART, PART = "same", "left", "apart", "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a run reads: the `rules` of the house, the `moment` of the run, aware.

    `only` names the formats that are read, none for all.
    """

    rules: Rules = field(default_factory=Rules)
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An article as a file gave it, analysed and packed; see indexer.generations.source_records.

    `former` is the id it had before, where it had another; `day` the proleptic ordinal of its
    publication, 0 undated; `modified` and `captured` are in seconds since 1970, 0 unknown.
    """

    article_id: str
    former: str | None
    title: str
    has_body: bool
    modified: float
    whole: bool
    captured: float
    content: bytes
    day: int
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What a file gave; `state` is one of those above or of generations.source_records.

    `digest` is that of its bytes, `reader` the name of what read it, "" for none; of an archive
    also, after « + », those of what read its parts. `passed` says what was passed over, one a
    piece. `held` where it holds an article under embargo; `not_before` is when the first of these
    may be read, in seconds since 1970.
    `cut` says why an archive gave not all it may have. `beginnings` are those of a file that was
    read through.
    """

    state: str
    digest: bytes = b""
    reader: str = ""
    captures: tuple[Capture, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    passed: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    held: bool = False
    not_before: float | None = None
    cut: tuple[Rejected, ...] = ()
    beginnings: Beginnings | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell but what was passed over."""
        return not (self.captures or self.rejected or self.withdrawn or self.cut)
