"""Which articles do feeds in RSS 0.9 to 2.0 give, well-formed or not?"""

from datetime import datetime

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, Rejected
from indexer.identity import article_id, wire_id
from indexer.readers import feeds

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ITEM = "<title>Le bac repart</title><link>https://odeon.example/bac-1</link>"


def feed(*items: str, channel: str = "<title>L’Odéen</title>", attributes: str = CONTENT) -> str:
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {attributes}><channel>{channel}{told}</channel></rss>'


def full(html: str) -> str:
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


def test_rss_091_with_a_doctype_and_entities_that_xml_lacks() -> None:
    content = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE rss PUBLIC'
        ' "-//Netscape Communications//DTD RSS 0.91//EN" "http://odeon.example/rss-0.91.dtd">\n'
        '<rss version="0.91"><channel><title>L&rsquo;Od&eacute;en'
        "</title><language>fr</language><item>"
        "<title>Le caf&eacute; rouvre&nbsp;!</title><link>https://odeon.example/cafe</link>"
        "<description>Après un an de travaux &amp; "
        "d&rsquo;attente.</description></item></channel></rss>"
    )
    article = only_article(feeds, content.encode("cp1252"))
    assert article.title == "Le café rouvre !"
    assert article.lede == "Après un an de travaux & d’attente."
    assert article.body == ()
    assert (article.source, article.language) == ("L’Odéen", "fr")
    assert article.published is None
    assert article.origins["lede"] == "rss:description"


def test_rss_1_in_rdf() -> None:
    content = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://odeon.example/">'
        "<title>L’Odéen</title><dc:language>fr-FR</dc:language>"
        '<items><rdf:Seq><rdf:li resource="https://odeon.example/a"/></rdf:Seq></items></channel>'
        '<item rdf:about="https://odeon.example/a"><title>Un phare à vendre</title>'
        "<link>https://odeon.example/a</link><dc:creator>Kermadec, Éloi</dc:creator>"
        "<dc:date>2019-05-04T08:00+02:00</dc:date><dc:subject>phares</dc:subject></item></rdf:RDF>"
    )
    article = only_article(feeds, content)
    assert article.url == "https://odeon.example/a"
    assert article.authors == ("Éloi Kermadec",)
    assert article.tags == ("phares",)
    assert article.published
    assert article.published.isoformat() == "2019-05-04T08:00:00+02:00"
    assert (article.source, article.language) == ("L’Odéen", "fr")
    assert article.origins["authors"] == "rss:dc:creator"


def test_a_damaged_feed_is_read_as_far_as_it_goes() -> None:
    content = (
        "<rss><channel><title>L’Odéen</title><item>"
        "<title>Pain & beurre</title><link>https://odeon.example/p"
        "</link><dc:creator>Ada Quillien</dc:creator>"
        "<dc:subject>pain</dc:subject><category>goût</item>"
        "<item><title>Le deuxième</title><link>https://odeon.example/d</link></item>"
    )
    first, second = outcomes(feeds, content)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.title.startswith("Pain")
    assert first.authors == ("Ada Quillien",)
    assert "pain" in first.tags
    assert second.title == "Le deuxième"


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        (
            "<link>https://odeon.example/a?utm_source=rss</link>",
            "https://odeon.example/a?utm_source=rss",
        ),
        ("<link>\n https://odeon.example/a\n</link>", "https://odeon.example/a"),
        ("<guid>https://odeon.example/a</guid>", "https://odeon.example/a"),
        ('<guid isPermaLink="true">https://odeon.example/a</guid>', "https://odeon.example/a"),
        ('<link/><guid isPermaLink="false">https://odeon.example/a</guid>', None),
        ("<guid>a-12</guid>", None),
        ("<link>/a</link>", "https://odeon.example/a"),
        ('<link xml:base="https://autre.example/x/">a</link>', "https://autre.example/x/a"),
        (
            "<atom:link rel='self' href='https://odeon.example/s'/>"
            "<link>https://odeon.example/a</link>",
            "https://odeon.example/a",
        ),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>https://[odeon</link>", None),
    ],
)
def test_the_address(inside: str, url: str | None) -> None:
    content = feed(
        f"<title>Le bac</title>{inside}",
        channel="<title>L’Odéen</title><link>https://odeon.example/</link>",
        attributes='xmlns:atom="http://www.w3.org/2005/Atom"',
    )
    assert only_article(feeds, content).url == url


def test_an_entry_is_named_by_its_address_else_by_its_guid() -> None:
    guid = '<guid isPermaLink="false">a-12</guid>'
    addressed = only_article(feeds, feed(f"{ITEM}{guid}"))
    assert addressed.id == article_id("https://odeon.example/bac-1", "Le bac repart", None)
    assert only_article(feeds, feed(f"<title>Le bac</title>{guid}")).id == wire_id("a-12")
    other = only_article(feeds, feed(f"<title>Le bac, corrigé</title>{guid}"))
    assert other.id == wire_id("a-12")


@pytest.mark.parametrize(
    ("signed", "authors"),
    [
        ("<author>aq@odeon.example (Ada Quillien)</author>", ("Ada Quillien",)),
        ("<author>aq@odeon.example</author>", ()),
        ("<author>Ada Quillien</author>", ("Ada Quillien",)),
        ("<author><name>Ada Quillien</name></author>", ("Ada Quillien",)),
        ("<dc:creator><![CDATA[Par Ada Quillien avec AMV]]></dc:creator>", ("Ada Quillien", "AMV")),
        (
            "<dc:creator>Ada Quillien</dc:creator><dc:creator>Tom Abadie</dc:creator>",
            ("Ada Quillien", "Tom Abadie"),
        ),
        ("<dc:creator>L’Odéen</dc:creator>", ()),
    ],
)
def test_who_signs(signed: str, authors: tuple[str, ...]) -> None:
    content = feed(f"{ITEM}{signed}", attributes='xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert only_article(feeds, content).authors == authors


@pytest.mark.parametrize(
    ("description", "html", "lede", "body"),
    [
        ("Un an après.", "<p>Le bac.</p><p>La rade.</p>", "Un an après.", ("Le bac.", "La rade.")),
        ("&lt;p&gt;Le bac.&lt;/p&gt;", "<p>Le bac.</p>", "Le bac.", ()),
        ("Un an après.", "<p><b>Un an après.</b></p><p>Le bac.</p>", "Un an après.", ("Le bac.",)),
        ("Un an après. &lt;a href='/x'&gt;Lire la suite&lt;/a&gt;", "", "Un an après.", ()),
        ("&lt;img src='a.jpg'/&gt;&lt;br&gt;Un an après…", "", "Un an après…", ()),
        ("&lt;p&gt;A.&lt;/p&gt;&lt;p&gt;B.&lt;/p&gt;", "<p>A.</p><p>B.</p>", "A. B.", ()),
        ("Un an après… [Lire la suite]", "", "Un an après…", ()),
        ("Le quai veut en savoir plus", "", "Le quai veut en savoir plus", ()),
        ("", "<p>Le bac.</p><p>Lire l’article</p>", "", ("Le bac.",)),
        (
            "Un an après. L’article Le bac est apparu en premier sur L’Odéen.",
            "<p>La rade.</p><p>L’article <a>Le bac</a> "
            "est apparu en premier sur <a>L’Odéen</a>.</p>",
            "Un an après.",
            ("La rade.",),
        ),
        ("Le bac repart", "<p>La rade.</p>", "", ("La rade.",)),
    ],
)
def test_lede_and_body(description: str, html: str, lede: str, body: tuple[str, ...]) -> None:
    content = feed(f"{ITEM}<description>{description}</description>{full(html)}")
    article = only_article(feeds, content)
    assert (article.lede, article.body) == (lede, body)


def test_headings_survive() -> None:
    article = only_article(feeds, feed(f"{ITEM}{full('<p>A a.</p><h2>Après</h2><p>B b.</p>')}"))
    assert article.body == ("A a.", "Après", "B b.")
    assert article.body_headings == (1,)
    assert article.origins["body"] == "rss:content:encoded"


@pytest.mark.parametrize(
    ("title", "told", "source"),
    [
        ("L’Odéen - Toute l’info", "<source url='x'>L’Odéen</source>", "L’Odéen"),
        ("L’Odéen : à la une", "<source url='x'>L’Odéen</source>", "L’Odéen"),
        ("L’Odéen - Toute l’info", "", "L’Odéen - Toute l’info"),
        ("L’Odéen - Toute l’info", "<source url='x'>Le Marin</source>", "L’Odéen - Toute l’info"),
        ("<![CDATA[L’Odéen &amp; fils]]>", "", "L’Odéen & fils"),
    ],
)
def test_the_source(title: str, told: str, source: str) -> None:
    content = feed(f"{ITEM}{told}", channel=f"<title>{title}</title>")
    assert only_article(feeds, content).source == source


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        (
            "<media:content url='https://i.example/a.jpg' type='image/jpeg'/>",
            "https://i.example/a.jpg",
        ),
        ("<media:content url='https://i.example/a.mp4' type='video/mp4'/>", None),
        (
            "<media:group><media:content url='https://i.example/a.jpg' "
            "medium='image'/></media:group>",
            "https://i.example/a.jpg",
        ),
        ("<media:thumbnail url='https://i.example/t.jpg'/>", "https://i.example/t.jpg"),
        ("<enclosure url='https://i.example/e.jpg' type='image/jpeg'/>", "https://i.example/e.jpg"),
        ("<enclosure url='https://i.example/e.mp3' type='audio/mpeg'/>", None),
        (
            "<description>&lt;img alt='' "
            'src="https://i.example/d.jpg?a=1&amp;amp;b=2"/&gt;</description>',
            "https://i.example/d.jpg?a=1&b=2",
        ),
        ("<description>&lt;img src='data:image/png;base64,AAA'/&gt;</description>", None),
    ],
)
def test_the_picture(inside: str, image: str | None) -> None:
    content = feed(f"{ITEM}{inside}", attributes='xmlns:media="http://search.yahoo.com/mrss/"')
    assert only_article(feeds, content).image == image


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("<pubDate>Lun, 4 mars 2024 18:25 +0100</pubDate>", "2024-03-04T18:25:00+01:00"),
        ("<pubDate>Mon, 04 Mar 2024 17:25:00 GMT</pubDate>", "2024-03-04T18:25:00+01:00"),
        (
            "<pubDate>demain</pubDate><dc:date>2024-03-04T18:25:00+01:00</dc:date>",
            "2024-03-04T18:25:00+01:00",
        ),
    ],
)
def test_the_date(date: str, iso: str) -> None:
    content = feed(f"{ITEM}{date}", attributes='xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert only_article(feeds, content).published == datetime.fromisoformat(iso)


def test_an_item_without_a_title_is_refused_by_its_rank() -> None:
    found = outcomes(feeds, feed(ITEM, "<link>https://odeon.example/x</link>", ITEM))
    assert found[1] == Rejected("essai#2", "aucun titre")
    assert isinstance(found[2], Article)


def test_an_item_too_deep_leaves_the_others() -> None:
    found = outcomes(feeds, feed(f"{ITEM}{full('<div>' * 600)}", ITEM))
    assert isinstance(found[0], Rejected)
    assert isinstance(found[1], Article)


def test_elements_of_other_extensions_are_none_of_the_feed_s() -> None:
    content = feed(
        f"<y:title>Faux titre</y:title><y:link>https://y.example/</y:link>{ITEM}",
        attributes='xmlns:y="http://y.example/ns"',
    )
    article = only_article(feeds, content)
    assert (article.title, article.url) == ("Le bac repart", "https://odeon.example/bac-1")


def test_an_empty_feed_is_refused() -> None:
    assert reasons(feeds, feed()) == ["flux RSS sans article"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-15", "cp1252"])
def test_a_feed_in_any_encoding(encoding: str) -> None:
    declared = "iso-8859-15" if encoding == "iso-8859-15" else "iso-8859-1"
    content = (
        f'<?xml version="1.0" encoding="{declared}"?>{feed(ITEM, channel="<title>Odéen</title>")}'
    )
    assert only_article(feeds, content.encode(encoding)).source == "Odéen"


def test_one_category_may_hold_several_and_a_picture_has_its_caption() -> None:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    told = (
        f"{ITEM}<category>Îles, Ports</category><media:content url='https://i.example/1.jpg'"
        " type='image/jpeg'><media:description>Le bac.</media:description></media:content>"
    )
    article = only_article(feeds, feed(told, attributes=media))
    assert (article.tags, article.caption) == (("Îles", "Ports"), "Le bac.")
    several = feed(f"{ITEM}<category>Arts, loisirs</category><category>Ports</category>")
    assert only_article(feeds, several).tags == ("Arts, loisirs", "Ports")


def test_what_leads_to_other_articles_is_no_text() -> None:
    html = '<p>Un.</p><p>Lire aussi : <a href="/x">Le phare</a></p><p>Deux.</p>'
    assert only_article(feeds, feed(f"{ITEM}{full(html)}")).body == ("Un.", "Deux.")
