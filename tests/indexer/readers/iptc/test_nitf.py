"""Which article does a wire in NITF give, of whatever agency?"""

from datetime import timedelta

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import PARIS, Article, HeldBack, Rejected, Withdrawn
from indexer.identity import wire_id
from indexer.readers import iptc

REGIONAL = """<?xml version="1.0" encoding="utf-8"?>
<!-- fil régional -->
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.2//EN" "http://dtd.example/nitf-3-2.dtd">
<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/" baselang="fr-FR"><n:head>
<n:docdata management-status="Usable"><n:doc-id id-string="R-77" regsrc="AMV"/>
<n:date.release norm="20231105T081500+0100"/></n:docdata></n:head>
<n:body><n:body.head><n:hedline>
<n:hl1>Le marché couvert<br/>rouvre&nbsp;: «&#160;enfin&#160;»</n:hl1></n:hedline>
<n:byline>Par Nadia Kervella (avec AMV)<n:byttl>Envoyée spéciale</n:byttl></n:byline>
<n:distributor><n:org>Agence du Marais-Vert</n:org></n:distributor></n:body.head>
<n:body.content>
<n:p lede="true">Six mois de travaux sont finis.</n:p>
<n:p>Les <n:person>Bellanger</n:person> ont ouvert leur étal
<n:chron norm="20231105">dimanche</n:chron>.</n:p>
<n:hl2>Trente étals</n:hl2>
<n:ul><n:li>des poissons</n:li><n:li>des fleurs</n:li></n:ul>
<n:table><n:tr><n:td>2022</n:td><n:td>28 étals</n:td></n:tr>
<n:tr><n:td>2023</n:td><n:td>30 étals</n:td></n:tr></n:table>
<n:media media-type="image">
<n:media-reference source="https://img.amv.example/m.jpg"/>
<n:media-caption>Le marché.</n:media-caption></n:media>
<n:p>nk/bl</n:p>
</n:body.content><n:body.end><n:tagline>desk@amv.example</n:tagline></n:body.end></n:body></n:nitf>"""

BARE = (
    "<nitf><head><title>Le bac de Sainte-Ode est à quai</title>{head}</head>"
    "<body><body.head>{above}</body.head><body.content>"
    "<p>Un câble a cédé.</p></body.content></body></nitf>"
)


def bare(head: str = "", above: str = "") -> str:
    return BARE.format(head=head, above=above)


def test_a_wire_of_any_prefix_with_headings_lists_and_tables() -> None:
    article = only_article(iptc, REGIONAL)
    assert article.id == wire_id("AMV:R-77")
    assert article.title == "Le marché couvert rouvre : « enfin »"
    assert article.lede == "Six mois de travaux sont finis."
    assert article.body == (
        "Les Bellanger ont ouvert leur étal dimanche.",
        "Trente étals",
        "des poissons",
        "des fleurs",
        "2022 | 28 étals",
        "2023 | 30 étals",
    )
    assert article.body_headings == (1,)
    assert article.authors == ("Nadia Kervella", "AMV")
    assert article.source == "Agence du Marais-Vert"
    assert article.language == "fr"
    assert article.image == "https://img.amv.example/m.jpg"
    assert article.caption == "Le marché."
    assert article.published
    assert article.published.isoformat() == "2023-11-05T08:15:00+01:00"
    assert article.url is None


def test_the_places_of_the_fields_are_told() -> None:
    origins = only_article(iptc, REGIONAL).origins
    assert origins["title"] == "nitf:hl1"
    assert origins["lede"] == "nitf:body.content/p"
    assert origins["source"] == "nitf:distributor"
    assert origins["body"] == "nitf:body.content"


def test_a_bare_wire_has_the_title_of_its_head() -> None:
    article = only_article(iptc, bare())
    assert article.title == "Le bac de Sainte-Ode est à quai"
    assert article.body == ("Un câble a cédé.",)
    assert article.published is None
    assert (article.source, article.authors, article.tags) == ("", (), ())


def test_a_second_headline_is_the_lede_unless_it_says_the_first_again() -> None:
    above = "<hedline><hl1>Le bac est à quai</hl1><hl2>{}</hl2></hedline>"
    assert only_article(iptc, bare(above=above.format("Reprise jeudi"))).lede == "Reprise jeudi"
    assert only_article(iptc, bare(above=above.format("Le bac est à quai"))).lede == ""


def test_a_lede_that_is_the_whole_text_stays_in_the_body() -> None:
    article = only_article(iptc, bare(above="<abstract>Un câble a cédé.</abstract>"))
    assert article.body == ("Un câble a cédé.",)


def test_dates_and_source_of_the_last_resort() -> None:
    head = '<docdata><doc.copyright holder="AMV" year="2019"/></docdata>'
    above = '<dateline><story.date norm="20190702T1430Z"/></dateline>'
    article = only_article(iptc, bare(head, above))
    assert article.source == "AMV"
    assert article.published
    assert article.published.astimezone(PARIS).isoformat() == "2019-07-02T16:30:00+02:00"


def test_tags_are_the_keywords_then_the_subjects_by_matter_else_by_type() -> None:
    head = (
        '<tobject><tobject.subject tobject.subject.type="Transport" tobject.subject.matter="bacs"/>'
        '<tobject.subject tobject.subject.type="Météo"/></tobject><docdata><key-list>'
        '<keyword key="Sainte-Ode"/></key-list><identified-content><location>Sainte-Ode</location>'
        "<person>Ada Quillien</person></identified-content></docdata>"
    )
    article = only_article(iptc, bare(head))
    assert article.tags == ("Sainte-Ode", "bacs", "Météo", "Ada Quillien")


def test_a_release_after_the_issue_holds_back_until_then() -> None:
    dates = '<docdata><date.issue norm="20240304T0900Z"/><date.release norm="{}"/></docdata>'
    (held,) = outcomes(iptc, bare(dates.format("20240305T1800+0100")))
    assert isinstance(held, HeldBack)
    assert held.until
    assert held.until.isoformat() == "2024-03-05T18:00:00+01:00"
    assert held.article.published
    assert held.until - held.article.published == timedelta(hours=32)
    assert only_article(iptc, bare(dates.format("20240304T0900Z"))).title


@pytest.mark.parametrize("status", ["embargoed", "Hold"])
def test_another_status_than_usable_holds_back(status: str) -> None:
    (held,) = outcomes(iptc, bare(f'<docdata management-status="{status}"/>'))
    assert isinstance(held, HeldBack)
    assert held.until is None


def test_a_cancellation_takes_back_what_its_id_names() -> None:
    head = (
        '<docdata management-status="canceled"><doc-id id-string="R-77" regsrc="AMV"/>'
        '<date.issue norm="20231106T0800Z"/></docdata>'
    )
    (taken,) = outcomes(iptc, bare(head))
    assert isinstance(taken, Withdrawn)
    assert taken.id == only_article(iptc, REGIONAL).id
    assert taken.moment.isoformat() == "2023-11-06T08:00:00+00:00"


def test_a_cancellation_of_nobody_knows_what_is_refused() -> None:
    assert reasons(iptc, bare('<docdata management-status="canceled"/>')) == [
        "dépêche annulée par son agence, sans identifiant ou sans date"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_a_wire_in_any_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="iso-8859-1"?>\n{bare()}'
    assert only_article(iptc, text.encode(encoding)).title == "Le bac de Sainte-Ode est à quai"


def test_what_has_no_title_or_no_text_is_refused() -> None:
    assert reasons(
        iptc, "<nitf><body><body.content><p>Texte.</p></body.content></body></nitf>"
    ) == ["aucun titre dans cette dépêche"]
    assert reasons(iptc, "<nitf><head><title>Rien</title></head><body/></nitf>") == [
        "aucun texte : ni corps, ni chapô"
    ]


def test_two_versions_are_one_article() -> None:
    first, second = (
        only_article(iptc, bare(f'<docdata><doc-id id-string="A-1"/>{date}</docdata>'))
        for date in ('<date.issue norm="20240304T0900Z"/>', '<date.issue norm="20240304T1100Z"/>')
    )
    assert first.id == second.id


def test_no_article_comes_without_a_name_of_its_file() -> None:
    (refused,) = outcomes(iptc, "<nitf><body/></nitf>", name="fil/a.xml")
    assert isinstance(refused, Rejected)
    assert refused.source == "fil/a.xml"
    assert Article.load(only_article(iptc, bare()).dump())


def test_the_head_names_author_and_keywords_where_nothing_else_does() -> None:
    head = '<meta name="author" content="Lina Roussel"/><meta name="keywords" content="bac, mer"/>'
    article = only_article(
        iptc,
        f"<nitf><head>{head}</head><body><body.head><hedline><hl1>Le bac repart</hl1></hedline>"
        "</body.head><body.content><p>Il repart.</p></body.content></body></nitf>",
    )
    assert (article.authors, article.tags) == (("Lina Roussel",), ("bac", "mer"))
