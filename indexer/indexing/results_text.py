"""How does what a file gave lie on the disk between two runs?

A line of JSON, then the packed articles one behind the other, whose lengths the line says.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from indexer.article import Rejected, Withdrawn
from indexer.indexing.file_result import Capture, FileResult
from indexer.indexing.truncation import Beginnings


def dumped(result: FileResult) -> bytes:
    """A result as bytes, as `loaded` takes it."""
    packed = [one.packed for one in result.captures]
    line = json.dumps([_values(result), [len(one) for one in packed]], default=_plain)
    return b"\n".join((line.encode(), b"".join(packed)))


def loaded(content: bytes) -> FileResult:
    """The result that `dumped` wrote; KeyError, TypeError or ValueError on anything else."""
    line, _, rest = content.partition(b"\n")
    told, lengths = json.loads(line)
    ends = accumulate(lengths, initial=0)
    packed = [rest[start:end] for start, end in pairwise(ends)]
    return FileResult(
        **{
            **told,
            "digest": bytes.fromhex(told["digest"]),
            "captures": tuple(map(_capture, told["captures"], packed)),
            "passed": tuple(told["passed"]),
            "withdrawn": tuple(map(_withdrawn, told["withdrawn"])),
            "rejected": _rejected(told["rejected"]),
            "cut": _rejected(told["cut"]),
            "beginnings": told["beginnings"] and _beginnings(told["beginnings"]),
        }
    )


def _values(told: Any) -> dict[str, Any]:
    """The fields of a dataclass but `packed`; asdict takes three times as long."""
    return {name: getattr(told, name) for name in told.__slots__ if name != "packed"}


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.hex()
        case datetime():
            return value.isoformat()
    return _values(value)


def _capture(told: Mapping[str, Any], packed: bytes) -> Capture:
    return Capture(**{**told, "content": bytes.fromhex(told["content"]), "packed": packed})


def _withdrawn(told: Mapping[str, Any]) -> Withdrawn:
    return Withdrawn(**{**told, "moment": datetime.fromisoformat(told["moment"])})


def _rejected(told: Sequence[Mapping[str, str]]) -> tuple[Rejected, ...]:
    return tuple(Rejected(**one) for one in told)


def _beginnings(told: Mapping[str, Any]) -> Beginnings:
    return Beginnings(**{**told, "checks": bytes.fromhex(told["checks"])})
