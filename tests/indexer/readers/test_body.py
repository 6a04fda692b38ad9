"""A body of HTML, of XML or of plain text comes out as paragraphs with their sub-headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.markup_bounds import MAX_ELEMENTS
from indexer.readers.paragraphs import Body, from_element, from_html, from_text
from indexer.readers.refused import Refused
from indexer.readers.xml import parse

LONG = "Le conseil municipal a adopté, dans la nuit, un budget de 48 millions d’euros. " * 2

# markup, lines; a sub-heading has a « # » before it
HTML = [
    ("<p>Un.</p><p>Deux.</p>", ["Un.", "Deux."]),
    ("<p>Un<p>Deux", ["Un", "Deux"]),
    ("un texte nu", ["un texte nu"]),
    ('<p>Un <b>mot</b> <a href="x">lié</a>.</p>', ["Un mot lié."]),
    ("<p>Un.</p><h2>Titre</h2><p>Deux.</p>", ["Un.", "#Titre", "Deux."]),
    ("<h3><span>Un</span> <em>titre</em></h3>Deux.", ["#Un titre", "Deux."]),
    ("<h4></h4><p>Un.</p><h5> &nbsp; </h5>", ["Un."]),
    ("<p>Un<br>Deux<br/><br />Trois</p>", ["Un", "Deux", "Trois"]),
    ("<div>Un<div>Deux</div>Trois</div>", ["Un", "Deux", "Trois"]),
    ("<ul><li>Un</li><li>Deux<ul><li>Trois</li></ul></li></ul>", ["Un", "Deux", "Trois"]),
    ("<ol><li><p>Un</p></li></ol>", ["Un"]),
    ("<dl><dt>Un</dt><dd>Deux</dd></dl>", ["Un", "Deux"]),
    ("<blockquote><p>« Un »</p></blockquote>", ["« Un »"]),
    (
        "<table><tr><th>Ville</th><th>Voix</th></tr><tr><td><p>Anse</p></td><td>3</td></tr></table>Fin",
        ["Ville | Voix", "Anse | 3", "Fin"],
    ),
    ("<table><tr><td></td><td> </td></tr></table>", []),
    ("<p>Un<script>non</script><style>non</style> deux</p>", ["Un deux"]),
    (
        "<p>Un</p>deux<figure><img><figcaption>non</figcaption></figure>trois",
        ["Un", "deux", "trois"],
    ),
    ('<p>Un</p><iframe src="x">non</iframe><video><p>non</p></video><p>Deux</p>', ["Un", "Deux"]),
    ("<form><p>non</p></form><p>Un<button>non</button></p><noscript><p>non</p></noscript>", ["Un"]),
    ("<p>Un<!-- non --> deux</p>", ["Un deux"]),
    ("<html><head><title>non</title></head><body><p>Un</p></body></html>", ["Un"]),
    ("<!DOCTYPE html><p>Un</p>", ["Un"]),
    ("<p>&eacute;t&eacute; &amp; &lt;b&gt; &#8364;</p>", ["été & <b> €"]),
    ("<p>R&D & fils < 3</p>", ["R&D & fils < 3"]),
    ("<p>Un\n  deux\tet</p>\n trois", ["Un deux et", "trois"]),
    ("</p></div>", []),
    ("<p></p>", []),
    ("", []),
    ("<!-- non -->", []),
]


@pytest.mark.parametrize(("markup", "lines"), HTML)
def test_html_gives_its_paragraphs(markup: str, lines: list[str]) -> None:
    body = from_html(markup)
    marked = [f"#{line}" if rank in body.headings else line for rank, line in enumerate(body.lines)]
    assert marked == lines


def test_no_break_spaces_stay_and_accents_are_composed() -> None:
    assert from_html("<p>&nbsp;E\u0301te\u0301\xa0: 3\u202f000\x00 \ud800</p>").lines == (
        "Été\xa0: 3\u202f000 \ufffd",
    )


NITF = """<nitf xmlns="urn:x"><body.content><block><p>Un &eacute;t&eacute;.</p><hl2>Titre</hl2>
<p>Deux.</p><media><media-reference/><media-caption>non</media-caption></media><p>Trois.</p></block>
</body.content>non</nitf>"""


def test_an_element_of_a_wire_gives_its_paragraphs() -> None:
    content = parse(NITF)[0]
    assert from_element(content) == Body(("Un été.", "Titre", "Deux.", "Trois."), (1,))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Un.\nDeux.", ("Un.", "Deux.")),
        ("Un,\ndeux.\n\nTrois.", ("Un, deux.", "Trois.")),
        ("Un,\r\ndeux.\r\n\t \r\n\r\nTrois.\r\n", ("Un, deux.", "Trois.")),
        ("\n\nUn.\nDeux.\n\n", ("Un.", "Deux.")),
        ("Un\rDeux\u2029Trois\u2028Quatre", ("Un", "Deux", "Trois", "Quatre")),
        ("", ()),
        (" \n\t\n", ()),
        ("<p>Un</p>", ("<p>Un</p>",)),
    ],
)
def test_a_plain_text_gives_its_paragraphs(text: str, lines: tuple[str, ...]) -> None:
    assert from_text(text).lines == lines


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("Un chantier en trois tranches", True),
        ("2028, l’année du bac", True),
        ("Que faire ?", True),
        ("Le maire se tait.", False),
        ("Il a dit :", False),
        ("à suivre", False),
        ("« Nous verrons »", True),
        ("« Nous verrons. »", False),
        ("« Nous verrons ! »", False),
        ("– Une puce", False),
        ("x" * 200, False),
    ],
)
def test_a_short_line_between_long_ones_is_a_sub_heading(line: str, is_heading: bool) -> None:  # noqa: FBT001
    assert from_text("\n".join((LONG, line, LONG))).headings == ((1,) if is_heading else ())


def test_a_list_has_no_sub_headings() -> None:
    assert from_text("\n".join((LONG, "Un", "Deux", LONG, "Trois"))).headings == ()


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param("<p>x" * (MAX_ELEMENTS + 1), "éléments", id="éléments"),
        pytest.param("<div>" * 501, "l’un dans l’autre", id="profondeur"),
        pytest.param(f"<a {' '.join(f'a{i}' for i in range(1001))}>", "attributs", id="attributs"),
        pytest.param(f"<a {' '.join(f'a{i}={i}' for i in range(99_999))}>", "balise", id="balise"),
        pytest.param("<a" * 1_000_000, "démesurée", id="balises ouvertes"),
    ],
)
def test_a_page_that_would_cost_too_much_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        from_html(markup)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<p>x<br>" * 10_000, id="paragraphes ouverts"),
        pytest.param("<div>x</div>" * 20_000, id="blocs"),
        pytest.param(f"<img src='data:image/png;base64,{'A' * 1_000_000}'>x", id="image"),
        pytest.param(f"<a data-x='{'mot ' * 5_000}' alt=\"{'mot ' * 5_000}\">x</a>", id="valeurs"),
        pytest.param("<p>" + "x " * 6_000_000, id="texte de 12 Mo"),
    ],
)
def test_a_large_page_keeps_all_its_text(markup: str) -> None:
    found = "".join(from_html(markup).lines).replace(" ", "")
    assert found == "x" * markup.replace("data-x", "").count("x")


TAGS = "p b table tr td br h2 li svg form html".split()
PIECES = st.sampled_from(
    [f"<{slash}{tag}>" for tag in TAGS for slash in ("", "/")]
    + ["&", "<", ">", "é", "<!--", "-->", "\x00", "\ud800", "&#0;"]
)
TEXTS = st.text() | st.lists(PIECES).map("".join)


@given(TEXTS)
def test_no_text_raises_and_every_line_holds_something(text: str) -> None:
    for body in (from_html(text), from_text(text)):
        assert all(line == line.strip() != "" for line in body.lines)
        assert list(body.headings) == sorted(set(body.headings))
        assert all(0 <= rank < len(body.lines) for rank in body.headings)
        "".join(body.lines).encode()
