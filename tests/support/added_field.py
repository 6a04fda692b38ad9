"""Print where a text field that was added to a copy of the tree is not followed, a place a line.

Arguments: a folder to make an index in, and an engine.
"""

import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from indexer.article import Article
from indexer.config import Settings
from support.archive import publish
from webapp import create_app
from webapp.cli import search_command

NAME, SHOWN = "caption", "légende"
ARTICLES = (
    Article(id="a" * 16, title="Le port", body=("Un matin.",), caption="Le phare de la jetée."),
    Article(id="b" * 16, title="Un phare", body=("Le phare, la nuit.",)),
)
MARK = "<mark>phare</mark>"
NUMBERED = '<mark id="marque-1">phare</mark>'


def places(root: Path) -> dict[str, bool]:
    """Whether each place follows."""
    client = create_app(Settings(index=root, trusted_hosts=("localhost",))).test_client()

    def told(path: str) -> Any:
        return client.get(f"/api/v1/{path}").json

    def page(path: str) -> str:
        return client.get(path).text.replace("\u00a0", " ")

    answer = told(f"search?q={SHOWN}:phare")
    highlights = [hit["highlights"].get(NAME, ()) for hit in answer["hits"]]
    article = page(f"/article/{'a' * 16}?q=phare")
    terminal = CliRunner().invoke(search_command, ["jetée", "--index", str(root)]).output
    return {
        "its name in the query language": answer["total"] == 1 and not answer["warnings"],
        "a word without a field name": told("search?q=phare")["total"] == 2,
        "the query read back": f"dans {SHOWN}" in answer["query"]["interpreted"],
        "the highlights of the JSON": MARK in str(highlights),
        "the card of a result": MARK in page(f"/?q={SHOWN}:phare"),
        "the marks of an article": NUMBERED in article and "1 mot trouvé" in article,
        "the help page": f"<code>{SHOWN}:</code>" in page("/aide"),
        "suggestions": "'jetée'" in str(told("suggest?q=jet")["words"]),
        "the command line": "jetée" in terminal,
    }


def _main() -> None:
    root = Path(sys.argv[1])
    publish(root, ARTICLES, sys.argv[2])
    sys.stdout.writelines(f"{place}\n" for place, follows in places(root).items() if not follows)


if __name__ == "__main__":
    _main()
