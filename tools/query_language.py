"""Write docs/query-language.md from the table of the query language."""

from pathlib import Path

from indexer.query.syntax_table import LANGUAGE, LIMITS_ENGLISH

TARGET = Path(__file__).parent.parent / "docs" / "query-language.md"
_HEAD = """# The query language

Made from `indexer/query/syntax_table.py` by `make docs`; each example is a test. Operators are
written in capitals, in French or in English. Case, accents, elisions and typography never matter,
but after `=`. AND binds closer than OR; NOT governs what follows it.
"""


def page() -> str:
    """The document, in Markdown."""
    parts = [_HEAD]
    for section in LANGUAGE:
        rows = [f"| `{row.sign}` | {row.english} | `{row.example}` |" for row in section.rows]
        head = f"\n## {section.english}\n\n| typed | finds | example |\n|---|---|---|"
        parts.append("\n".join([head, *rows]))
    return "\n".join([*parts, f"\n{LIMITS_ENGLISH}", ""])


if __name__ == "__main__":
    TARGET.write_text(page())
