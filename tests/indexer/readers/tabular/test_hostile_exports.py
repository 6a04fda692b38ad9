"""Does whatever an export holds give articles and reasons only, within bounds?"""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exports import outcomes
from support.hang import guarded

from indexer.article import Article, PassedOver, Rejected
from indexer.readers.tabular.columns import NAMES

LONG = 100_000
NAMES_OF_FIELDS = sorted({name for names in NAMES.values() for name in names})

texts = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    ["<p>a</p>", "**a", "[a](", "{", "[", '"', "2024-05-15", "99/99/9999", "NaN", "\\N", "1" * 30]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "value", "data", "text", "type", "content"]), inner
        )
    ),
    max_leaves=8,
)
records = st.dictionaries(st.sampled_from(NAMES_OF_FIELDS) | texts, values, max_size=8)


def check(name: str, content: bytes | str) -> None:
    """What a file gives can be stored and told, whatever it is."""
    held = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    for one in outcomes(name, held):
        assert isinstance(one, Article | Rejected | PassedOver)
        if isinstance(one, Article):
            assert Article.load(one.dump()) == one
            one.dump().encode()
            assert one.title.strip()
            assert any(one.body) or one.lede
            assert all(0 <= rank < len(one.body) for rank in one.body_headings)
            assert not {"\n", "\0"}.intersection("".join((one.title, *one.body, *one.tags)))
            assert all(isinstance(value, str) for value in one.origins.values())
            assert one.published is None or isinstance(one.published, datetime)
        elif isinstance(one, Rejected):
            assert one.reason
            one.reason.encode()


@given(st.lists(records | values, max_size=4))
def test_any_document_gives_articles_or_reasons(document: list[object]) -> None:
    check("a.json", json.dumps(document))
    check("a.jsonl", "\n".join(json.dumps(one) for one in document))


@given(records)
def test_any_record_with_a_title_and_a_text_is_read(record: dict[str, object]) -> None:
    check("a.json", json.dumps([{"titre": "Le bac", "corps": "Il reprend.", **record}]))


# in twenty forms
@settings(max_examples=settings().max_examples // 5)
@given(st.text(max_size=200) | st.binary(max_size=200))
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.md"])
@pytest.mark.parametrize(
    "opening", [b"", b"[", b'[{"titre":"a","corps":"', b"titre;corps\n", b"---\ntitle: "]
)
def test_any_bytes_give_articles_or_reasons(
    name: str, opening: bytes, content: str | bytes
) -> None:
    check(name, opening + (content if isinstance(content, bytes) else content.encode()))


@given(st.lists(st.lists(texts, max_size=5), max_size=6), st.sampled_from(";,\t|"))
def test_any_table_gives_articles_or_reasons(table: list[list[str]], delimiter: str) -> None:
    rows = [["titre", "texte", "date"], *table]
    check("a.csv", "\r\n".join(delimiter.join(row) for row in rows))


@given(st.lists(texts, max_size=12))
def test_any_front_matter_gives_an_article_or_a_reason(lines: list[str]) -> None:
    check("a.md", "\n".join(["---", "title: a", *lines, "---", *lines]))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[" * LONG, id="open-lists"),
        pytest.param('{"a":' * LONG, id="open-objects"),
        pytest.param("[" * LONG + "]" * LONG, id="deep-lists"),
        pytest.param('[{"titre":"a","corps":"' + "<b>" * LONG + '"}]', id="deep-html"),
        pytest.param('[{"titre":"a","corps":"' + "<" * LONG + '"}]', id="open-tags"),
        pytest.param('[{"titre":"a","corps":"' + "<p " * LONG + '"}]', id="open-paragraphs"),
        pytest.param('[{"titre":"a","corps":"' + "<!--" * LONG + '"}]', id="open-comments"),
        pytest.param('[{"titre":"a","corps":"' + "&" * LONG + '"}]', id="ampersands"),
        pytest.param('[{"titre":"a","corps":"' + "&lt;p" * LONG + '"}]', id="escaped-tags"),
        pytest.param('[{"titre":"a","corps":"' + "[a](" * LONG + '"}]', id="open-links"),
        pytest.param('[{"titre":"a","corps":"**b** ' + "[" * LONG + '"}]', id="brackets"),
        pytest.param('[{"titre":"a","corps":"**b** ' + "*a " * LONG + '"}]', id="stars"),
        pytest.param('[{"titre":"a","corps":"**b** ' + "_a " * LONG + '"}]', id="underscores"),
        pytest.param('[{"titre":"a","corps":"**b** ' + "`" * LONG + '"}]', id="backticks"),
        pytest.param('[{"titre":"a","corps":"**b** ' + "`a" * LONG + '"}]', id="open-code"),
        pytest.param('[{"titre":"a","corps":"**b**' + " " * LONG + 'c"}]', id="spaces"),
        pytest.param('[{"titre":"a","corps":"' + "a\\n" * LONG + '"}]', id="lines"),
        pytest.param('[{"titre":"a","corps":"' + "\\n " * LONG + 'b"}]', id="blank-lines"),
        pytest.param('[{"titre":"' + "a" * LONG + '","corps":"b"}]', id="long-title"),
        pytest.param('[{"titre":"a","corps":"b","tags":"[' + "'a," * LONG + ']"}]', id="open-tags"),
        pytest.param('[{"titre":"a","corps":"b","tags":"[' + "[" * LONG + ']"}]', id="deep-tags"),
        pytest.param('[{"titre":"a","corps":"b","auteur":"' + "a, " * LONG + '"}]', id="authors"),
        pytest.param('[{"titre":"a","corps":"b","url":"http://' + "a" * LONG + '"}]', id="address"),
        pytest.param('[{"titre":"a","corps":"b","date":"' + "1" * LONG + '"}]', id="digits"),
        pytest.param('[{"titre":"a","corps":"b",' + '"x":1,' * LONG + '"y":1}]', id="names"),
        pytest.param("[" + "{}," * LONG + '{"titre":"a","corps":"b"}]', id="empty-records"),
        pytest.param('{"a":' + "9" * LONG + "}", id="huge-number"),
        pytest.param('["' + "\\ud800" * LONG + '"]', id="surrogates"),
    ],
)
def test_hostile_json_ends(content: str) -> None:
    with guarded():
        check("a.json", content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('titre;texte\n"' + "a;" * LONG, id="open-quote"),
        pytest.param("titre;texte\n" + '"' * LONG, id="quotes"),
        pytest.param("titre;texte\n" + ';"' * LONG, id="open-cells"),
        pytest.param("titre;texte\n" + '" ' * LONG, id="quotes-and-spaces"),
        pytest.param("titre;texte\n" + '"a"b' * LONG, id="quotes-inside"),
        pytest.param("titre;texte\n" + 'a;"""\n' * 3000, id="escaped-quotes"),
        pytest.param("titre;texte" + ";" * LONG + "\n" + ";" * LONG, id="columns"),
        pytest.param('"' * LONG, id="header-of-quotes"),
        pytest.param(" " * LONG + "titre;texte", id="spaces"),
        pytest.param("\n" * LONG, id="breaks"),
        pytest.param("titre;texte\na;" + "\0" * LONG, id="zeros"),
    ],
)
def test_hostile_tables_end(content: str) -> None:
    with guarded():
        check("a.csv", content)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("a: " + "[" * LONG, id="open-list"),
        pytest.param("a: ['" + "a','" * LONG, id="open-quote"),
        pytest.param("a" * LONG, id="no-colon"),
        pytest.param("a:" * LONG, id="colons"),
        pytest.param("a: " + " " * LONG + "#b", id="spaces"),
        pytest.param("\n".join(f"{' ' * depth}a:" for depth in range(500)), id="deep"),
        pytest.param("\n".join(f"{' ' * depth}-" for depth in range(500)), id="deep-list"),
        pytest.param("- " * LONG, id="dashes"),
        pytest.param("a: " + "\t" * LONG + "b", id="tabs"),
    ],
)
def test_hostile_front_matter_ends(lines: str) -> None:
    with guarded():
        check("a.md", f"---\ntitle: a\n{lines}\n---\n> {'>' * LONG}\n{'- ' * LONG}\n{'|' * LONG}\n")
