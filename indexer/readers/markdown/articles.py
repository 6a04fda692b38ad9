"""Which article is a Markdown file?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from indexer.article import Article, Outcome, Rejected
from indexer.readers import markdown_text
from indexer.readers.folding import folded
from indexer.readers.markdown import front_matter
from indexer.readers.part import Part, Rules
from indexer.readers.refused import Refused
from indexer.readers.tabular.columns import Columns
from indexer.readers.tabular.record import article
from indexer.readers.tabular.text_lines import whole

_NO_HEAD = "Markdown sans en-tête : l’ouvrir par « --- », « title: … » et « --- »"
_HEADING = re.compile(r"\s*#[ \t]+([^\n]+)(?:\n|$)|\s*([^\s#>|`-][^\n]*)\n=+[ \t]*(?:\n|$)")
_AFTER = re.compile(r"[ \t]+#*[ \t]*$")
# What Jekyll names its files after
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)-")


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The article of a file, or why there is none."""
    text = whole(part.content, part.charset).replace("\r\n", "\n").replace("\r", "\n")
    found = front_matter.split(text)
    if found is None:
        yield Rejected(part.name, _NO_HEAD if text.strip() else "fichier vide")
        return
    fence, lines, rest = found
    try:
        yield _article(front_matter.values(fence, lines), rest, part.name, Columns(rules.fields))
    except Refused as refused:
        yield Rejected(part.name, str(refused))


def _article(record: dict[str, object], text: str, name: str, columns: Columns) -> Outcome:
    origins = {"body": "markdown"}
    heading = _HEADING.match(text)
    title = _AFTER.sub("", heading[1] or heading[2]) if heading else ""
    told = [str(value) for _, value in columns.of(record, "title") if value]
    if heading and (not told or folded(told[0]) == folded(title)):
        text = text[heading.end() :]
    if heading and not told:
        record["title"] = markdown_text.plain(title)
        origins["title"] = "h1"
    day = _DAY.match(PurePath(name.rpartition("!")[2]).name)
    if day and not columns.stands(list(record), "published"):
        record["date"] = day[1]
        origins["published"] = "nom du fichier"
    found = article(record, name, "front-matter", columns, markdown_text.body(text))
    if isinstance(found, Article):
        return replace(found, origins={**found.origins, **origins})
    return found
