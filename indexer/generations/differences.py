"""Which articles differ from one generation to another? Their records are compared."""

from collections.abc import Iterator
from pathlib import Path

from indexer.generations.source_records import address, connected

# What becomes of an article from one generation to another
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
_DIFFERENCES = f"""
SELECT one.article, CASE WHEN old.article IS NULL THEN '{ADDED}' ELSE '{CHANGED}' END
FROM main.captures one LEFT JOIN before.captures old ON old.article = one.article AND old.indexed
WHERE one.indexed AND old.content IS NOT one.content
UNION ALL
SELECT old.article, '{REMOVED}' FROM before.captures old WHERE old.indexed
AND NOT EXISTS (SELECT 1 FROM main.captures one WHERE one.article = old.article AND one.indexed)
ORDER BY 1
"""  # noqa: S608 - constants of ours


def between(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """The ids of articles that are ADDED, CHANGED or REMOVED from one generation to another.

    Both are told by their directories. UnreadableIndex where SQLite cannot read the records of one.
    """
    with connected(after) as database:
        database.execute("ATTACH ? AS before", (address(before),))
        yield from database.execute(_DIFFERENCES)
