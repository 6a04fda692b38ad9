"""What does a news sitemap give: titles and dates, no text?"""

from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, PassedOver, Rejected
from indexer.readers import feeds

NEWS = (
    "<url><loc>https://odeon.example/{}</loc><n:news><n:publication><n:name>L’Odéen</n:name>"
    "<n:language>fr</n:language></n:publication><n:publication_date>2024-03-04</n:publication_date>"
    "{}<n:keywords>bac, rade</n:keywords></n:news><i:image>"
    "<i:loc>https://i.example/a.jpg</i:loc></i:image></url>"
)
TITLE = "<n:title>Le bac &amp;amp; la rade</n:title>"


def sitemap(*urls: str) -> str:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
        f' xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">{"".join(urls)}</urlset>'
    )


def test_an_address_with_news() -> None:
    article = only_article(feeds, sitemap(NEWS.format("bac", TITLE)))
    assert article.url == "https://odeon.example/bac"
    assert article.title == "Le bac & la rade"
    assert article.tags == ("bac", "rade")
    assert (article.source, article.language) == ("L’Odéen", "fr")
    assert article.image == "https://i.example/a.jpg"
    assert (article.lede, article.body, article.authors) == ("", (), ())
    assert article.day
    assert article.day.isoformat() == "2024-03-04"
    assert article.origins["title"] == "sitemap:news:news/news:title"


def test_an_address_alone_among_news_is_passed_over_and_one_without_a_title_refused() -> None:
    alone = "<url><loc>https://odeon.example/</loc></url>"
    found = outcomes(feeds, sitemap(alone, NEWS.format("a", ""), NEWS.format("b", TITLE)))
    assert found[0] == PassedOver("essai#1", "adresse seule")
    assert found[1] == Rejected("essai#2", "aucun titre")
    assert isinstance(found[2], Article)


def test_a_sitemap_of_addresses_alone_is_refused_once() -> None:
    alone = "<url><loc>https://odeon.example/a</loc><lastmod>2024-03-04</lastmod></url>"
    assert reasons(feeds, sitemap(alone, alone)) == [
        "plan de site sans article : 2 adresses seules"
    ]


def test_an_index_of_sitemaps_is_refused() -> None:
    index = "<sitemapindex><sitemap><loc>https://odeon.example/1.xml</loc></sitemap></sitemapindex>"
    assert reasons(feeds, index) == ["index de plans de site sans article : 1 adresse seule"]


def test_a_prefix_that_nothing_declares() -> None:
    content = sitemap(NEWS.format("bac", TITLE)).replace("n:", "news:")
    content = content.replace(' xmlns:news:="', ' x="').replace(' xmlnews:="', ' x="')
    content = content.replace(' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"', "")
    assert only_article(feeds, content).title == "Le bac & la rade"
