"""What does a generation hold? The manifest beside its files says it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Self

from indexer.errors import (
    UnreadableIndex,
)

# Changes with the schema, the analysis chain or the manifest: another format asks for a reindex.
FORMAT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation holds.

    Counts are of articles and of rejections; the days are those of the oldest and the newest dated
    article, None without one; `sources` are the SOURCEs as they are shown.
    """

    generation: str
    engine: str
    created: datetime
    articles: int
    rejected: int
    first_day: date | None
    last_day: date | None
    sources: tuple[str, ...]
    # what built it (see indexing.build_fingerprint); without one the next reindex builds everything
    fingerprint: Mapping[str, str] = field(default_factory=dict, hash=False)
    format: int = FORMAT

    def dump(self) -> str:
        """The manifest as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)

    @classmethod
    def load(cls, text: str) -> Self:
        """The manifest that `dump` wrote; UnreadableIndex for another format or anything else."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values["format"] != FORMAT:
                raise UnreadableIndex(
                    "l’index a été construit par une autre version : lancer « reindex »"
                )
            for name in ("first_day", "last_day"):
                values[name] = values[name] and date.fromisoformat(values[name])
            values["created"] = datetime.fromisoformat(values["created"])
            values["sources"] = tuple(values["sources"])
            return cls(**values)
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableIndex(
                "le manifeste de l’index est illisible : lancer « reindex »"
            ) from error
