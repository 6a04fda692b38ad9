"""Do the readers of wires and feeds survive any content, and say what they refuse?"""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article, HeldBack, Outcome, Rejected
from indexer.readers import feeds, iptc
from indexer.readers.part import Part, Rules

Within = Callable[[float], AbstractContextManager[None]]
SECONDS = 10.0

NITF = "<nitf><head><title>Un bac</title></head><body><body.content>{}</body.content></body></nitf>"
G2 = (
    '<newsItem guid="urn:a" version="1"><itemMeta/><contentMeta><headline>Un bac</headline>'
    "</contentMeta><contentSet><inlineXML>{}</inlineXML></contentSet></newsItem>"
)
NEWSML = (
    "<NewsML><NewsItem><NewsComponent><NewsLines>"
    "<HeadLine>Un bac</HeadLine></NewsLines><ContentItem>"
    "<DataContent>{}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
)
RSS = "<rss><channel><title>Fil</title><item><title>Un bac</title>{}</item></channel></rss>"
ATOM = (
    "<feed><title>Fil</title><entry><title>Un bac</title>"
    '<content type="xhtml">{}</content></entry></feed>'
)
FORMS = [(iptc, NITF), (iptc, G2), (iptc, NEWSML), (feeds, RSS), (feeds, ATOM)]
IDS = ["nitf", "newsml-g2", "newsml1", "rss", "atom"]
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
ELSEWHERE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def read(reader: Any, content: str | bytes) -> list[Outcome]:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return list(reader.read(Part(name="essai", content=raw), Rules()))


def check(found: list[Outcome]) -> None:
    """An article has a title and can be stored; a rejection says which part and why."""
    assert found
    for one in found:
        if isinstance(one, Rejected):
            assert one.source.startswith("essai")
            assert one.reason
        article = one.article if isinstance(one, HeldBack) else one
        if isinstance(article, Article):
            assert article.title
            assert article.title.isprintable() or "\u00ad" in article.title
            assert Article.load(article.dump()) == article
            assert article.body_headings == tuple(sorted(set(article.body_headings)))
            assert all(rank < len(article.body) for rank in article.body_headings)


@pytest.mark.parametrize(("reader", "form"), FORMS, ids=IDS)
@pytest.mark.parametrize("doctype", [BOMB, ELSEWHERE], ids=["bomb", "elsewhere"])
def test_entities_that_a_file_declares_are_refused(reader: Any, form: str, doctype: str) -> None:
    content = f'<?xml version="1.0"?>\n<!-- a -->{doctype}{form.format("<p>&c;&a;</p>")}'
    assert reader.accepts("a.xml", content.encode()[:4096])
    (refused,) = read(reader, content)
    assert refused == Rejected("essai", "DTD qui déclare des entités")


@pytest.mark.parametrize(("reader", "form"), FORMS, ids=IDS)
def test_a_dtd_that_is_only_named_is_not_fetched(
    reader: Any, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("une prise réseau est ouverte")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    content = f'<!DOCTYPE x SYSTEM "http://dtd.example/x.dtd">{form.format("<p>Texte.</p>")}'
    (article,) = read(reader, content)
    assert isinstance(article, Article)
    assert article.title == "Un bac"


@pytest.mark.parametrize(("reader", "form"), FORMS, ids=IDS)
@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<p>" * 100_000, id="never closed"),
        pytest.param("<div>" * 5000 + "</div>" * 5000, id="deep"),
        pytest.param("<p>" + "a " * 5_300_000 + "</p>", id="long"),
        pytest.param("<p " + " ".join(f'a{n}="1"' for n in range(5_000)) + "/>", id="attributes"),
        pytest.param("<p/>" * 30_000, id="many"),
        pytest.param("<a" * 100_000, id="open"),
        pytest.param("&" * 1_000_000, id="ampersands"),
        pytest.param("<!--" * 100_000, id="comments"),
        pytest.param("<![CDATA[" * 100_000, id="cdata"),
        pytest.param("<p>[caption " * 50_000, id="codes"),
    ],
)
def test_what_is_huge_ends(reader: Any, form: str, inside: str, within: Within) -> None:
    with within(SECONDS):
        check(read(reader, form.format(inside)))


@pytest.mark.parametrize(
    ("reader", "around", "item", "reason"),
    [
        (iptc, "<newsMessage>{}</newsMessage>", '<newsItem guid="a"/>', "plus de 20 000 dépêches"),
        (iptc, "<NewsML>{}</NewsML>", "<NewsItem/>", "plus de 20 000 dépêches"),
        (feeds, "<rss><channel>{}</channel></rss>", "<item/>", "plus de 50 000 articles"),
        (feeds, "<urlset>{}</urlset>", "<url/>", "plus de 50 000 articles"),
    ],
)
def test_more_items_than_a_process_has_time_for_are_refused_once(
    reader: Any, around: str, item: str, reason: str
) -> None:
    (refused,) = read(reader, around.format(item * 60_000))
    assert isinstance(refused, Rejected)
    assert refused.reason.replace("\u202f", " ") == f"{reason} dans un fichier"


@pytest.mark.parametrize(("reader", "form"), [FORMS[0], FORMS[3]])
def test_more_tags_than_a_process_has_time_for_are_refused(reader: Any, form: str) -> None:
    assert read(reader, form.format("<p/>" * 1_000_000)) == [
        Rejected("essai", "XML démesuré : plus de 1 000 000 de balises")
    ]


@pytest.mark.parametrize(("reader", "form"), FORMS[:3])
def test_half_a_wire_is_no_article(reader: Any, form: str) -> None:
    content = form.format("<p>Un.</p><p>Deux.</p>")
    (refused,) = read(reader, content[: content.index("Deux")])
    assert isinstance(refused, Rejected)
    assert refused.reason.startswith("XML mal formé")


@pytest.mark.parametrize(
    "content",
    [
        '{"uri": "a", "versioncreated": ' + "[" * 100_000,
        '{"uri": "a", "pubstatus": ' + "9" * 5000 + "}",
        '{"uri": "a", "pubstatus": "usable"',
        '{"uri": "a", "headlines": [[[[]]]], "bodies": {"a": 1}, "associations": [1, "a", null]}',
        '{"uri": ["a"], "headline": {"a": 1}, "body_text": 12, "subject": "a", "version": {}}',
        '{"uri": null, "pubstatus": null, "headline": null, "body_text": null, "type": null}',
        '{"uri": "a", "headline": "h", "body_text": "b", '
        '"versioncreated": 12, "language": [1], "type": []}',
        '[{"uri": "a", "pubstatus": "usable"}, 1, null, []]',
        "[]",
    ],
)
def test_any_json_is_read_or_refused(content: str) -> None:
    check(read(iptc, content))


WHOLE = [form.format("<p>Un.</p><h2>Et</h2><p>Deux.</p>").encode() for _, form in FORMS]
WHOLE.append(
    json.dumps(
        {
            "uri": "urn:a:b",
            "pubstatus": "usable",
            "headline": "Un bac",
            "body_html": "<p>Un.</p><p>Deux.</p>",
            "byline": "Par Ada Quillien",
            "versioncreated": "2024-03-04T08:00:00Z",
            "associations": {"a": {"type": "picture", "renditions": {"b": {"href": "http://x/"}}}},
        }
    ).encode()
)


@given(
    whole=st.sampled_from(WHOLE),
    cuts=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 60), st.binary(max_size=12)), max_size=4
    ),
)
def test_a_damaged_file_is_read_or_refused(
    whole: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for start, length, put in cuts:
        whole = whole[:start] + put + whole[start + length :]
    for reader in (iptc, feeds):
        if reader.accepts("a.xml", whole[:4096]):
            check(read(reader, whole))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "headline",
                        "headlines",
                        "value",
                        "role",
                        "body_text",
                        "bodies",
                        "by",
                        "type",
                        "name",
                        "associations",
                        "renditions",
                        "href",
                        "width",
                        "embargoed",
                        "version",
                        "language",
                        "contentcreated",
                        "people",
                        "subject",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_values_of_ninjs_are_read_or_refused(value: Any) -> None:
    told = value if isinstance(value, dict) else {"headline": value}
    check(read(iptc, json.dumps({**told, "uri": "a", "pubstatus": "usable"})))


def test_what_json_escapes_leaves_no_control_character() -> None:
    told = {"uri": "a", "pubstatus": "usable", "headline": ["a\x1bb"], "body_text": "c"}
    said = {"byline": "Inès\x1b Larrouy", "subject": ["t\x07u"], "infosource": "Or\x9bage"}
    (found,) = read(iptc, json.dumps({**told, **said}))
    assert isinstance(found, Article)
    assert found.title == "ab"
    for text in (*found.authors, *found.tags, found.source, found.section):
        assert text.isprintable(), found


@pytest.mark.parametrize("reader", [iptc, feeds])
@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<",
        b"\xff\xfe",
        b"\0<\0",
        b"<!DOCTYPE",
        b"<!--",
        b"<?xml",
        b"{",
        b'["\\',
        b"PK\x03\x04",
        b"<!DOCTYPE [" * 300,
        b"<!--" * 1000,
        b'{"' * 2000,
        b"[" * 4096,
    ],
)
def test_any_head_is_accepted_or_not(reader: Any, head: bytes, within: Within) -> None:
    with within(1.0):
        assert reader.accepts("a", head) in (True, False)


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b"\xef\xbb\xbf\r\n <?xml version='1.0'?>\n<!-- <rss> -->\n<?x y?><nitf>", iptc),
        (b"<?xml version='1.0'?><a:newsMessage xmlns:a='x'>", iptc),
        (b"<!DOCTYPE NewsML [ <!ENTITY a 'b'> ]>\n<NewsML>", iptc),
        (b"<NewsItem>", iptc),
        (b"<!DOCTYPE nitf PUBLIC '-//x' 'y' [\n<!ENTITY % a SYSTEM 'b'>\n" + b" " * 4000, iptc),
        (b"<rss version='2.0'>", feeds),
        (b"<atom:feed xmlns:atom='x'>", feeds),
        (b"<urlset>", feeds),
        (b"<html><!-- <rss> --><body>", None),
        (b"<?xml version='1.0'?><svg>", None),
        (b"Le flux <rss> est mort", None),
    ],
)
def test_the_root_tells_the_reader(head: bytes, reader: Any) -> None:
    for one in (iptc, feeds):
        for name in ("a.txt", "a.php", "A.XML"):
            assert one.accepts(name, head[:4096]) is (one is reader)


def test_without_lxml_a_wire_is_known_and_its_package_named() -> None:
    program = (
        "import sys\nsys.modules['lxml'] = None\nfrom indexer.readers import feeds, iptc\n"
        "from indexer.readers.part import MissingLibrary, Part, Rules\n"
        "for reader, head in ((iptc, b'<nitf>'), (feeds, b'<rss>')):\n"
        "    assert reader.accepts('a', head)\n"
        "    try:\n        list(reader.read(Part(name='a', content=head), Rules()))\n"
        "    except MissingLibrary as error:\n        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert re.findall(r"\w+", done.stdout) == ["lxml", "lxml"]
