"""Which articles does a JSON document hold?"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

from indexer.article import Outcome, PassedOver, Rejected
from indexer.readers.iptc import reading as wires
from indexer.readers.json_text import load
from indexer.readers.part import Part, Rules
from indexer.readers.refused import Refused
from indexer.readers.tabular import csv, jsonl
from indexer.readers.tabular.columns import Columns
from indexer.readers.tabular.json_records import is_article, is_ninjs, records_of, unwrapped
from indexer.readers.tabular.json_shape import are_lines
from indexer.readers.tabular.record import article
from indexer.readers.tabular.text_lines import whole

# What stands before each document of a bulk export
_BULK = frozenset({"index", "create"})
_LINE = re.compile(r"#\d+$")
_MAX_RECORDS = 100_000
_TOO_MANY = "plus de 100 000 objets : les donner en JSON Lines (.jsonl), un par ligne"
_NO_ARTICLE = "aucun article dans ce JSON : aucun objet n’y a un titre et un texte"


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The articles of a document, named by their ranks from 1 where it holds a list."""
    text = whole(part.content, part.charset).strip()
    try:
        document = load(text) if text else None
    except Refused as refused:
        if are_lines(text):
            yield from _lines(part, rules)
            return
        # the one line of a part is another line of its file
        reason = str(refused) if "\n" in text else str(refused).removesuffix(" à la ligne 1")
        yield Rejected(part.name, reason)
        return
    columns = Columns(rules.fields)
    records, is_list = records_of(document, columns)
    is_line = _LINE.search(part.name) and isinstance(document, dict)
    if is_line and (not records or is_article(document, columns)):
        # a line or a row is a record, whatever it lacks and lists
        records, is_list = (document,), False
    if not records or len(records) > _MAX_RECORDS:
        reason = _TOO_MANY if records else _NO_ARTICLE
        yield Rejected(part.name, reason if text else "fichier vide")
        return
    for rank, record in enumerate(records, 1):
        name = f"{part.name}#{rank}" if is_list else part.name
        if is_ninjs(record):
            content = json.dumps(record).encode()
            yield from wires.read(replace(part, name=name, content=content, charset=None), rules)
        else:
            yield from _outcomes(record, name, columns)


def _lines(part: Part, rules: Rules) -> Iterator[Outcome]:
    """What the lines of a file give whose first is longer than what tells the formats apart."""
    for found in jsonl.parts(BytesIO(part.content), part.name, rules):
        if isinstance(found, Part):
            yield from read(found, rules)
        else:
            yield found


def _outcomes(record: object, name: str, columns: Columns) -> Iterator[Outcome]:
    if not isinstance(record, dict):
        yield Rejected(name, "un objet est attendu")
    elif (
        record and record.keys() <= _BULK and all(isinstance(one, dict) for one in record.values())
    ):
        yield PassedOver(name, "commande d’Elasticsearch")
    else:
        try:
            yield article(unwrapped(record, columns), name, _kind(name), columns)
        except Refused as refused:
            yield Rejected(name, str(refused))


def _kind(name: str) -> str:
    """What opens the origins of the fields of a record: rows of CSV are records of JSON here."""
    file = PurePath(name.rpartition("#")[0])
    return "csv" if file.suffix.lower() in csv.SUFFIXES else "json"
