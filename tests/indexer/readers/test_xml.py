"""XML from anywhere is parsed whole or refused, and nothing in it is fetched or expanded."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.refused import Refused
from indexer.readers.xml import local, parse

TEXTS = [
    ("<a>x</a>", "x"),
    ("\ufeff<a>x</a>", "x"),
    ("\n \n<?xml version='1.0' encoding='iso-8859-1'?>\n<a>Décès</a>", "Décès"),
    ('<?xml version="1.1" encoding="UTF-16" standalone="yes"?><a>é</a>', "é"),
    ("<?xml version='1.0'?><!-- <!DOCTYPE a [ --><?pi [?><a>x</a>", "x"),
    ("<!DOCTYPE nitf SYSTEM 'nitf-3-6.dtd'><a>x</a>", "x"),
    ('<!DOCTYPE a PUBLIC "-//IPTC//DTD" "http://x.example/[a].dtd"><a>x</a>', "x"),
    ("<a>caf&eacute;&nbsp;: l&rsquo;&Eacute;t&#233; &#x20AC;</a>", "café\xa0: l’Été €"),
    (
        "<a>&amp;eacute; &lt;b&gt; &AMP; &LT;i&GT; &#60;u&#62; &#38;amp;</a>",
        "&eacute; <b> & <i> <u> &amp;",
    ),
    ("<a><![CDATA[R&D &eacute; <b> <!DOCTYPE x [ ]]></a>", "R&D &eacute; <b> <!DOCTYPE x [ "),
    ("<a>R&D, A&B; &inconnue; & fin</a>", "R&D, A&B; &inconnue; & fin"),
    ("<!DOCTYPE nitf SYSTEM 'x.dtd'><a>un &maison; deux</a>", "un &maison; deux"),
    ("<a>l&#146;eau&#0;&#1;&#xD800;</a>", "l’eau\ufffd\ufffd"),
    ("<a>un<!-- & < deux --><?pi?> trois</a>", "un trois"),
    ("<a>u\x00n\x02\x1f</a>", "un"),
    ("<a>\ud800</a>", "\ufffd"),
]


@pytest.mark.parametrize(("document", "text"), TEXTS)
def test_a_text_comes_out_as_it_is_meant(document: str, text: str) -> None:
    root = parse(document)
    assert (root.tag, root.text, len(root)) == ("a", text, 0)


def test_an_attribute_keeps_its_quotes() -> None:
    assert parse('<a b="&QUOT;l&apos;&eacute;t&eacute;&quot;"/>').get("b") == '"l\'été"'


BOMB = '<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        pytest.param(BOMB, "DTD", id="entités"),
        pytest.param(
            f"<?xml version='1.0'?>\n<!-- x -->\n{BOMB}", "DTD", id="après un commentaire"
        ),
        pytest.param("<!DOCTYPE a SYSTEM 'x' [\n]><a/>", "DTD", id="DTD nommée et interne"),
        pytest.param("<a>\n<b>x</a>", "ligne 2", id="balises croisées"),
        pytest.param("<a><b>x", "mal formé", id="coupé"),
        pytest.param("", "mal formé", id="vide"),
        pytest.param("bonjour", "mal formé", id="sans balise"),
        pytest.param("<a/><b/>", "mal formé", id="deux racines"),
        pytest.param("<a>" * 300 + "</a>" * 300, "démesuré", id="300 niveaux"),
        pytest.param("<a>" * 100_000, "démesuré", id="100 000 niveaux"),
        pytest.param(f"<a>{'x' * 10_100_000}</a>", "démesuré", id="texte de 10 Mo"),
    ],
)
def test_what_cannot_be_read_whole_is_refused(document: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        parse(document)


@pytest.mark.parametrize(
    "document", [BOMB, "<a>" * 300, f"<a>{'x' * 10_100_000}</a>", "bonjour", ""]
)
def test_recovering_loses_nothing_in_silence(document: str) -> None:
    with pytest.raises(Refused):
        parse(document, recover=True)


def test_recovering_reads_a_feed_with_faults() -> None:
    root = parse("<rss><item><dc:subject>R&D</dc:subject><b>x</item></rss>", recover=True)
    assert [(local(one), one.text) for one in root.iter()][2:] == [("subject", "R&D"), ("b", "x")]


def test_an_element_has_its_local_name() -> None:
    root = parse("<n:a xmlns:n='u' xmlns='v'><b/></n:a>")
    assert [local(one) for one in root.iter()] == ["a", "b"]


def test_a_dtd_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY e "lu"><!ATTLIST a b CDATA "lu">')
    root = parse(f"<!DOCTYPE a SYSTEM '{tmp_path}/x.dtd'><a>&e;</a>")
    assert (root.text, len(root.attrib)) == ("&e;", 0)


PIECES = st.sampled_from(
    (
        "<a> </a> < > & ; é &eacute; <!DOCTYPE [ ]> <!-- --> <![CDATA[ ]]> <?xml ?>"
        " \x00 \ud800 ' \" "
    ).split(" ")
)


@given(st.text() | st.lists(PIECES).map("".join), st.booleans())
def test_no_text_raises_anything_else(text: str, recover: bool) -> None:  # noqa: FBT001 - drawn
    try:
        root = parse(text, recover=recover)
    except Refused:
        return
    assert local(root)
