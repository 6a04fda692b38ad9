"""Which articles do feeds in Atom give?"""

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article
from indexer.identity import wire_id
from indexer.readers import feeds

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" '
    'xml:lang="fr-FR" xml:base="https://odeon.example/fil/">'
    "<title>L’Odéen</title><author><name>Rédaction Odéenne</name></author>{}</feed>"
)
ENTRY = "<entry><title>Le bac repart</title><id>urn:uuid:9</id>{}</entry>"


def feed(*inside: str) -> str:
    return FEED.format("".join(map(ENTRY.format, inside)))


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link href="bac"/>', "https://odeon.example/fil/bac"),
        (
            '<link rel="self" href="s"/><link rel="alternate" href="/bac"/>',
            "https://odeon.example/bac",
        ),
        (
            '<link rel="alternate" type="application/json" '
            'href="j"/><link type="text/html" href="bac"/>',
            "https://odeon.example/fil/bac",
        ),
        ('<link rel="self" href="s"/>', None),
        ('<link xml:base="https://autre.example/" href="bac"/>', "https://autre.example/bac"),
    ],
)
def test_the_address_against_its_base(links: str, url: str | None) -> None:
    article = only_article(feeds, feed(links))
    assert article.url == url
    assert (article.id == wire_id("urn:uuid:9")) is (url is None)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<title>Pain &amp; beurre</title>", "Pain & beurre"),
        ('<title type="text">1 &lt; 2</title>', "1 < 2"),
        (
            '<title type="html">Le &lt;b&gt;bac&lt;/b&gt; &amp;eacute;tait l&amp;agrave;</title>',
            "Le bac était là",
        ),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Le '
            "<em>bac</em></div></title>",
            "Le bac",
        ),
    ],
)
def test_a_title_by_its_type(written: str, title: str) -> None:
    content = FEED.format(f"<entry>{written}<id>a</id></entry>")
    assert only_article(feeds, content).title == title


@pytest.mark.parametrize(
    "written",
    [
        '<content type="html">&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</content>',
        '<content type="text">Un.\n\nDeux.</content>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>Un.</p><p>Deux.</p></div></content>",
        '<content type="text/html" '
        'mode="escaped">&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</content>',
    ],
)
def test_a_content_by_its_type(written: str) -> None:
    article = only_article(feeds, feed(f"<summary>En bref.</summary>{written}"))
    assert (article.lede, article.body) == ("En bref.", ("Un.", "Deux."))
    assert article.origins["body"] == "atom:content"


@pytest.mark.parametrize(
    "written",
    [
        '<content src="https://odeon.example/bac"/>',
        '<content type="image/png">iVBORw0KGgo</content>',
        "",
    ],
)
def test_a_content_elsewhere_is_no_body(written: str) -> None:
    article = only_article(feeds, feed(f"<summary>En bref.</summary>{written}"))
    assert (article.lede, article.body) == ("En bref.", ())


def test_the_authors_of_an_entry_else_those_of_its_feed() -> None:
    own = "<author><name>Ada Quillien</name><email>a@odeon.example</email></author>"
    assert only_article(feeds, feed(own)).authors == ("Ada Quillien",)
    assert only_article(feeds, feed("")).authors == ("Rédaction Odéenne",)


def test_categories_by_their_label_else_their_term() -> None:
    written = '<category term="astro" label="astronomie"/><category term="ciel"/>'
    assert only_article(feeds, feed(written)).tags == ("astronomie", "ciel")


def test_dates_of_both_versions() -> None:
    first = only_article(
        feeds,
        feed("<published>2024-03-04T08:00:00Z</published><updated>2024-03-05T08:00:00Z</updated>"),
    )
    assert first.published
    assert first.modified
    assert (first.published.day, first.modified.day) == (4, 5)
    old = '<feed xmlns="http://purl.org/atom/ns#" version="0.3"><title>L’Odéen</title>{}</feed>'
    written = ENTRY.format(
        "<issued>2004-03-04T08:00:00Z</issued><modified>2004-03-05T08:00:00Z</modified>"
    )
    second = only_article(feeds, old.format(written))
    assert second.published
    assert second.modified
    assert (second.published.day, second.modified.day) == (4, 5)
    alone = only_article(feeds, feed("<updated>2024-03-05T08:00:00Z</updated>"))
    assert alone.published
    assert alone.published == alone.modified


def test_a_prefix_or_none_and_an_entry_alone() -> None:
    prefixed = (
        feed("")
        .replace("xmlns=", "xmlns:a=")
        .replace("</", "</a:")
        .replace("<", "<a:")
        .replace("<a:/a:", "</a:")
    )
    assert only_article(feeds, prefixed).title == "Le bac repart"
    bare = feed("").replace(' xmlns="http://www.w3.org/2005/Atom"', "")
    assert only_article(feeds, bare).title == "Le bac repart"


def test_language_and_source_come_from_the_feed() -> None:
    article = only_article(feeds, feed('<link rel="enclosure" type="image/png" href="/i.png"/>'))
    assert (article.language, article.source) == ("fr", "L’Odéen")
    assert article.image == "https://odeon.example/i.png"


def test_several_entries_and_none() -> None:
    assert [type(one) for one in outcomes(feeds, feed("", ""))] == [Article, Article]
    assert reasons(feeds, feed()) == ["flux Atom sans article"]
