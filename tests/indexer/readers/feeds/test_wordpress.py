"""Which posts does an export of WordPress give?"""

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, PassedOver
from indexer.readers import feeds

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.4" -->\n'
    '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Le Carnet du bac</title>'
    "<link>https://carnet.example</link><language>fr-FR"
    "</language><wp:wxr_version>1.2</wp:wxr_version>"
    "<wp:author><wp:author_login>aq</wp:author_login><wp:author_display_name>Ada Quillien"
    "</wp:author_display_name></wp:author><wp:author><wp:author_login>ta</wp:author_login>"
    "<wp:author_display_name/><wp:author_first_name>Tom</wp:author_first_name>"
    "<wp:author_last_name>Abadie</wp:author_last_name></wp:author>"
)


def post(
    content: str = "<p>Le bac.</p>", more: str = "", *, kind: str = "post", status: str = "publish"
) -> str:
    return (
        "<item><title>Le bac repart</title><link>https://carnet.example/bac/</link>"
        f"<content:encoded><![CDATA[{content}]]>"
        f"</content:encoded><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status><![CDATA[{status}]]></wp:status>{more}</item>"
    )


def export(*items: str) -> str:
    return f"{HEAD}{''.join(items)}</channel></rss>"


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("Un.\n\nDeux\nencore.\r\n\r\nTrois.", ("Un.", "Deux encore.", "Trois.")),
        (
            "<!-- wp:paragraph -->\n<p>Un.</p>\n<!-- "
            '/wp:paragraph -->\n\n<!-- wp:paragraph {"a":1} -->'
            "\n<p>Deux.</p>\n<!-- /wp:paragraph -->",
            ("Un.", "Deux."),
        ),
        (
            'Un.\n\n[caption id="a" width="3"]<img src="x.jpg"/> La coupole[/caption]\n\nDeux.',
            ("Un.", "Deux."),
        ),
        (
            'Un.\n\n[gallery ids="1,2"]\n\nDeux.\n\n[embed]https://v.example/1[/embed]',
            ("Un.", "Deux."),
        ),
        ('[vc_row][vc_column width="1/2"]Un.\n\nDeux.[/vc_column][/vc_row]', ("Un.", "Deux.")),
        (
            "Il a dit : « un bacs [sic] bleu » […] hier [1].",
            ("Il a dit : « un bacs [sic] bleu » […] hier [1].",),
        ),
        (
            "Un.\n\n<blockquote>Deux.\n\nTrois.</blockquote>\n\nQuatre.",
            ("Un.", "Deux.", "Trois.", "Quatre."),
        ),
        ("Un.\n\n<h2>Après</h2>\n\n<ul>\n<li>Deux</li>\n</ul>", ("Un.", "Après", "Deux")),
        ("Un.<!--more-->\n\nDeux.", ("Un.", "Deux.")),
    ],
)
def test_the_body_as_an_editor_writes_it(written: str, body: tuple[str, ...]) -> None:
    assert only_article(feeds, export(post(written))).body == body


@pytest.mark.parametrize(
    ("dates", "published", "modified"),
    [
        (
            "<wp:post_date>2024-07-01 10:00:00</wp:post_date>"
            "<wp:post_date_gmt>2024-07-01 08:00:00</wp:post_date_gmt>"
            "<wp:post_modified_gmt>2024-07-02 08:00:00</wp:post_modified_gmt>",
            "2024-07-01T08:00:00+00:00",
            "2024-07-02T08:00:00+00:00",
        ),
        (
            "<wp:post_date>2024-07-01 10:00:00</wp:post_date>"
            "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>",
            "2024-07-01T10:00:00+02:00",
            "2024-07-01T10:00:00+02:00",
        ),
    ],
)
def test_dates(dates: str, published: str, modified: str) -> None:
    article = only_article(feeds, export(post(more=dates)))
    assert article.published
    assert article.modified
    assert (article.published.isoformat(), article.modified.isoformat()) == (published, modified)


@pytest.mark.parametrize(
    ("login", "author"), [("aq", "Ada Quillien"), ("ta", "Tom Abadie"), ("Jo Marek", "Jo Marek")]
)
def test_a_login_has_a_name(login: str, author: str) -> None:
    content = export(post(more=f"<dc:creator><![CDATA[{login}]]></dc:creator>"))
    assert only_article(feeds, content).authors == (author,)


def test_the_first_true_category_is_the_section_and_only_tags_are_tags() -> None:
    more = (
        '<category domain="category"><![CDATA[Non classé]]>'
        '</category><category domain="category">Mer</category>'
        '<category domain="category">Une</category><category domain="post_tag">bac</category>'
    )
    article = only_article(feeds, export(post(more=more)))
    assert (article.section, article.tags) == ("Mer", ("bac",))


def test_a_thumbnail_may_stand_later_in_the_file() -> None:
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        "<wp:meta_value>4</wp:meta_value></wp:postmeta>"
    )
    later = post(
        "",
        "<wp:post_id>4</wp:post_id><wp:attachment_url>https://i.example/4.jpg</wp:attachment_url>",
        kind="attachment",
        status="inherit",
    )
    article, picture = outcomes(feeds, export(post(more=thumbnail), later))
    assert isinstance(article, Article)
    assert article.image == "https://i.example/4.jpg"
    assert article.origins["image"] == "wxr:_thumbnail_id"
    assert picture == PassedOver("essai#2", "pièce jointe")


def test_what_is_no_published_post_is_passed_over() -> None:
    secret = post(more="<wp:post_password>abc</wp:post_password>")
    found = outcomes(
        feeds,
        export(
            post(),
            post(status="draft"),
            post(status="future"),
            post(kind="page"),
            post(kind="acf"),
            secret,
        ),
    )
    assert [one.what for one in found if isinstance(one, PassedOver)] == [
        "brouillon",
        "article programmé",
        "page",
        "autre contenu",
        "article protégé",
    ]


def test_an_export_without_a_post_is_refused_once() -> None:
    content = export(post(status="draft"), post(status="draft"), post(kind="attachment"))
    assert reasons(feeds, content) == [
        "export de WordPress sans article : 2 brouillons, 1 pièce jointe"
    ]


def test_the_excerpt_is_the_lede_and_the_blog_the_source() -> None:
    more = "<excerpt:encoded><![CDATA[Un an après.]]></excerpt:encoded>"
    article = only_article(feeds, export(post(more=more)))
    assert (article.lede, article.source, article.language) == (
        "Un an après.",
        "Le Carnet du bac",
        "fr",
    )
    assert article.origins["source"] == "rss:title"


def test_an_address_alone_on_its_line_is_no_text_and_a_short_code_shows_its_picture() -> None:
    written = (
        '[caption width="3"]<img src="https://carnet.example/1.jpg"> Le bac[/caption]\n\nLe bac'
        " part.\n\nhttps://video.example/watch?v=1\n\nIl revient : https://carnet.example/a."
    )
    article = only_article(feeds, export(post(written)))
    assert article.body == ("Le bac part.", "Il revient : https://carnet.example/a.")
    assert article.image == "https://carnet.example/1.jpg"
