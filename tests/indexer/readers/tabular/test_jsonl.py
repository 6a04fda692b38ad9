"""Is each line of JSON Lines read for itself, and a bad one refused by its number?"""

import json
from io import BufferedReader, BytesIO, RawIOBase
from itertools import chain
from typing import Any

import pytest
from support.exports import only, outcomes

from indexer.article import Article, Rejected
from indexer.readers import tabular
from indexer.readers.part import Part, Rules
from indexer.readers.tabular import jsonl

LINE = '{"titre": "Le bac %s", "corps": "Il reprend lundi."}'


def titles(content: bytes | str, name: str = "a.jsonl") -> list[str]:
    """The title of each article, and the place of each rejection."""
    return [
        one.title if isinstance(one, Article) else one.source
        for one in outcomes(name, content)
        if isinstance(one, Article | Rejected)
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"titre": "coupée', "JSON illisible"),
        ("rien", "un objet par ligne"),
        ("[1]", "un objet par ligne"),
        ('"texte"', "un objet par ligne"),
        ("{titre: 1}", "un objet par ligne"),
        ('{"corps": "sans titre"}', "aucun titre"),
        ('{"titre": "sans texte"}', "aucun texte"),
        ('{"titre": null, "corps": null}', "aucun titre"),
        ("{}", "aucun titre"),
        ('{"titre": "a", "corps": ' + "[" * 500 + "]" * 500 + "}", "trop imbriqué"),
        ('{"titre": "a", "corps": "b", "n": ' + "9" * 5000 + "}", "4 300 chiffres"),
        ('{"titre": "a", "corps": "b"} {"titre": "c"}', "JSON illisible"),
        ('{"titre": "a", "corps": "' + "<b>" * 40_000 + '<p>"}', "démesurée"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_others_are_read(bad: str, reason: str) -> None:
    found = list(outcomes("a.jsonl", "\n".join([LINE % 1, "", bad, LINE % 2, ""])))
    assert [type(one) for one in found] == [Article, Rejected, Article]
    assert isinstance(found[1], Rejected)
    assert found[1].source == "a.jsonl#3"
    assert reason in found[1].reason


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{LINE % 'é'}\n{LINE % 'ü'}\n".encode(), id="utf-8"),
        pytest.param(f"\ufeff{LINE % 'é'}\r\n\r\n{LINE % 'ü'}".encode(), id="mark-and-crlf"),
        pytest.param(f"{LINE % 'é'}\n{LINE % 'ü'}\n".encode("cp1252"), id="cp1252"),
        pytest.param(f"{LINE % 'é'}\n{LINE % 'ü'}\n".encode("utf-16"), id="utf-16"),
        pytest.param(f"{LINE % 'é'}\n{LINE % 'ü'}\n".encode("utf-16-le"), id="utf-16-unmarked"),
        pytest.param((f"{LINE % 'é'}\n".encode() + (LINE % "ü").encode("cp1252")), id="mixed"),
    ],
)
def test_lines_are_read_in_any_encoding(content: bytes) -> None:
    assert titles(content) == ["Le bac é", "Le bac ü"]


def test_breaks_of_unicode_end_no_line() -> None:
    article = only("a.jsonl", '{"titre": "a\u2028b\x85c", "corps": "d"}')
    assert article.title == "a b c"


def test_half_a_character_leaves_its_place() -> None:
    article = only("a.jsonl", '{"titre": "a \\ud83d", "corps": "\\udc00 b \\ud83d\\ude42"}')
    assert (article.title, article.body) == ("a \ufffd", ("\ufffd b 🙂",))


def test_a_line_is_one_article_whatever_it_lists() -> None:
    related = '[{"titre": "b", "corps": "c"}, {"titre": "d", "corps": "e"}]'
    article = only("a.jsonl", '{"titre": "a", "chapo": "f", "liens": ' + related + "}")
    assert article.title == "a"


def test_what_is_no_number_is_nothing() -> None:
    article = only("a.jsonl", '{"titre":"a","corps":"b","date":NaN,"id":-Infinity,"tags":[1e999]}')
    assert (article.published, article.tags) == (None, ())


class Long(RawIOBase):
    """A file whose second line has 45 MB, made as they are read."""

    def __init__(self) -> None:
        """Nothing is held."""
        blocks = (b" " * 50_000 for _ in range(900))
        self._blocks = chain([f"{LINE % 1}\n".encode()], blocks, [f"\n{LINE % 2}\n".encode()])

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next block."""
        block = next(self._blocks, b"")
        buffer[: len(block)] = block
        return len(block)


def test_a_line_over_20_mb_is_refused_and_the_next_is_read() -> None:
    first, second, third = jsonl.parts(BufferedReader(Long(), 65_536), "a.jsonl", Rules())
    assert isinstance(first, Part)
    assert second == Rejected("a.jsonl#2", "ligne de plus de 20 Mo")
    assert isinstance(third, Part)
    assert third.name == "a.jsonl#3"


def test_a_part_is_given_before_the_next_line_is_read() -> None:
    file = BytesIO(f"{LINE % 1}\n".encode() * 100_000)
    next(jsonl.parts(file, "a.jsonl", Rules()))
    assert file.tell() < 200_000


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_line_is_refused(content: bytes) -> None:
    assert list(outcomes("a.jsonl", content)) == [Rejected("a.jsonl", "fichier vide")]


@pytest.mark.parametrize(
    ("name", "content", "is_lines"),
    [
        pytest.param("a.jsonl", LINE, True, id="by-name"),
        pytest.param("a.NDJSON", '{"titre": "coupée', True, id="by-name-though-broken"),
        pytest.param("a.json", f"{LINE}\n{LINE}\n", True, id="by-content"),
        pytest.param("a.txt", f"\ufeff\n{LINE}\r\n\r\n{LINE}", True, id="by-content-after-mark"),
        pytest.param("a.json", LINE, False, id="one-object"),
        pytest.param("a.jsonl", '[{"titre": 1}]', False, id="a-list"),
        pytest.param("a.jsonl", '{\n  "titre": "a"\n}', False, id="an-object-over-lines"),
        pytest.param("a.json", '{\n  "titre": "a"\n}', False, id="indented"),
        pytest.param("a.jsonl", "<!doctype html>", False, id="a-page"),
        pytest.param("a.txt", "Le bac\nreprend", False, id="text"),
        pytest.param("a.json", '{"titre\n{"b": 1}', False, id="a-broken-first-line"),
        pytest.param("a.json", '{"a": ' + "[" * 3000 + "\n{}", False, id="a-deep-first-line"),
    ],
)
def test_lines_are_known_by_their_first_or_by_the_name(
    name: str,
    content: str,
    is_lines: bool,  # noqa: FBT001
) -> None:
    assert jsonl.accepts(name, content.encode()[:4096]) is is_lines


def test_lines_are_known_though_the_first_is_longer_than_the_head() -> None:
    long = LINE % ("é" * 5000)
    assert titles(f"{long}\nrien\n{LINE % 2}\n", "a.json") == [
        f"Le bac {'é' * 5000}",
        "a.json#2",
        "Le bac 2",
    ]


def test_a_document_named_as_lines_is_read_whole() -> None:
    indented = json.dumps([{"titre": "a", "corps": "b"}], indent=1)
    assert titles(indented) == ["a"]
    assert titles(indented.strip("[]\n ")) == ["a"]


def test_a_line_is_a_part_that_its_content_names() -> None:
    wire = b'{"uri": "urn:x:1", "headline": "a", "pubstatus": "usable"}'
    (part,) = jsonl.parts(BytesIO(wire), "a.jsonl", Rules())
    assert isinstance(part, Part)
    assert (part.kind, part.content) == ("", wire)
    assert tabular.accepts(part.name, part.content)
    assert list(tabular.read(part, Rules()))
