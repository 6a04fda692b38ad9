"""Which articles do items and messages in NewsML-G2 give?"""

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, HeldBack, PassedOver, Rejected, Withdrawn
from indexer.identity import wire_id
from indexer.readers import iptc
from indexer.readers.part import Rules

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
TEXT = (
    "<inlineXML contenttype='application/xhtml+xml'><html "
    "xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html></inlineXML>"
)
PARAGRAPHS = "<p>Le verger communal a été planté samedi.</p><p>Quarante pommiers, dix variétés.</p>"
HEADLINE = "<headline>Un verger pour tous</headline>"


def item(
    content: str = TEXT.format(PARAGRAPHS),
    *,
    meta: str = "",
    about: str = HEADLINE,
    guid: str = "urn:newsml:amv.example:20240309:V12",
    rights: str = "",
) -> str:
    return (
        f'<newsItem {NAR} guid="{guid}" version="4" '
        f'xml:lang="fr-FR"><rightsInfo>{rights}</rightsInfo>'
        f"<itemMeta>{meta}</itemMeta><contentMeta>{about}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    return (
        f'<?xml version="1.0"?><newsMessage {NAR}><header>'
        f"<sent>2024-03-09T12:00:00Z</sent></header>"
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def picture(guid: str, *addresses: str) -> str:
    remote = "".join(
        f'<remoteContent href="{one}" width="{width}" contenttype="image/jpeg"/>'
        for width, one in enumerate(addresses, 100)
    )
    return item(remote, meta='<itemClass qcode="ninat:picture"/>', guid=guid)


PACKAGE = (
    f'<packageItem {NAR} guid="urn:p"><itemMeta><itemClass qcode="ninat:composite"/></itemMeta>'
    '<groupSet><group><itemRef residref="urn:newsml:amv.example:20240309:V12"/>'
    "</group></groupSet></packageItem>"
)


def test_an_item_that_says_almost_nothing() -> None:
    article = only_article(iptc, item())
    assert article.id == wire_id("urn:newsml:amv.example:20240309:V12")
    assert article.title == "Un verger pour tous"
    assert article.body == (
        "Le verger communal a été planté samedi.",
        "Quarante pommiers, dix variétés.",
    )
    assert article.language == "fr"
    assert article.published is None
    assert article.origins["title"] == "newsml-g2:contentMeta/headline"
    assert article.origins["body"] == "newsml-g2:inlineXML"


def test_the_headline_of_the_main_role_in_french() -> None:
    about = (
        '<headline role="hld:short">Verger</headline><headline role="hld:main" xml:lang="en">An'
        ' orchard</headline><headline role="hld:main">Un verger pour tous</headline>'
        '<description role="drol:caption">Légende.</description>'
        '<description role="drol:summary" xml:lang="en">Forty trees.</description>'
        '<description role="drol:summary">Quarante arbres.</description>'
    )
    article = only_article(iptc, item(about=about))
    assert (article.title, article.lede) == ("Un verger pour tous", "Quarante arbres.")


def test_a_caption_is_no_lede() -> None:
    about = f'{HEADLINE}<description role="descRole:caption">Légende.</description>'
    assert only_article(iptc, item(about=about)).lede == ""


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("<slugline>verger-commune</slugline>", "verger-commune"),
        ("<slugline>verger</slugline><headline/>", "verger"),
    ],
)
def test_a_slugline_is_the_title_of_the_last_resort(about: str, title: str) -> None:
    assert only_article(iptc, item(about=about)).title == title


def test_a_nitf_inside_says_what_the_item_does_not() -> None:
    nitf = (
        "<inlineXML contenttype='application/nitf+xml'>"
        "<nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'>"
        "<body><body.head><hedline><hl1>Un verger pour "
        "tous</hl1></hedline><byline>Par Ada Quillien,"
        "<byttl>correspondante</byttl></byline><abstract>"
        "<p>Quarante arbres.</p></abstract></body.head>"
        "<body.content><p>Le verger a été planté samedi.</p>"
        "<hl2>Dix variétés</hl2><p>La pluie est venue.</p>"
        "<p>aq-tl</p></body.content></body></nitf></inlineXML>"
    )
    article = only_article(iptc, item(nitf, about="<slugline>verger</slugline>"))
    assert article.title == "Un verger pour tous"
    assert article.lede == "Quarante arbres."
    assert article.authors == ("Ada Quillien",)
    assert article.body == ("Le verger a été planté samedi.", "Dix variétés", "La pluie est venue.")
    assert article.body_headings == (1,)


@pytest.mark.parametrize(
    "content",
    [
        '<inlineData contenttype="text/html">&lt;p&gt;Un'
        ".&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</inlineData>",
        "<inlineData contenttype='text/plain'><![CDATA[<p>Un.</p>\n<p>Deux.</p>]]></inlineData>",
        "<inlineData contenttype='text/plain'>Un.\n\nDeux.</inlineData>",
        "<inlineData>Un.\nDeux.</inlineData>",
        "<inlineXML contenttype='application/x-sport'><score "
        "a='1'/></inlineXML><inlineData>Un.\nDeux.</inlineData>",
        TEXT.format("<h1>Un verger pour tous</h1><p>Un.</p><p>Deux.</p>"),
        TEXT.format(
            "<header><ul><li>verger</li></ul><h1>x</h1>"
            "</header><section><p>Un.</p><p>Deux.</p></section>"
        ),
        "<remoteContent href='https://amv.example/a.jpg' contenttype='image/jpeg'/>"
        "<inlineXML><html><body><p>Un.</p><p>Deux.</p></body></html></inlineXML>",
    ],
)
def test_the_body_however_it_is_carried(content: str) -> None:
    assert only_article(iptc, item(content)).body == ("Un.", "Deux.")


@pytest.mark.parametrize(
    ("meta", "about", "rights", "source"),
    [
        (
            '<provider qcode="nprov:AMV"><name>Agence Marais</name></provider>',
            "",
            "",
            "Agence Marais",
        ),
        ('<provider literal="amv.example"/>', "", "", "amv.example"),
        (
            '<provider uri="https://amv.example/"/>',
            "<infoSource><name>AMV</name></infoSource>",
            "",
            "AMV",
        ),
        (
            '<provider qcode="nprov:AMV"/>',
            "",
            '<copyrightHolder literal="Marais SA"/>',
            "Marais SA",
        ),
        ('<provider qcode="nprov:AMV"/>', "", "", "AMV"),
        ("", "", "", ""),
    ],
)
def test_the_source_by_name_then_as_written_then_by_code(
    meta: str, about: str, rights: str, source: str
) -> None:
    assert (
        only_article(iptc, item(meta=meta, about=HEADLINE + about, rights=rights)).source == source
    )


def test_subjects_are_tags_by_their_french_name_and_codes_are_none() -> None:
    about = (
        '<subject qcode="a:1"><name xml:lang="en">trees</name><name xml:lang="fr">arbres</name>'
        '<broader qcode="a:0"><name>nature</name></broader></subject><subject qcode="a:2"/>'
        '<subject qcode="a:3"><name xml:lang="en">fruit</name></subject><keyword>verger</keyword>'
    )
    assert only_article(iptc, item(about=HEADLINE + about)).tags == ("arbres", "fruit", "verger")


def test_dates_section_and_address() -> None:
    meta = (
        "<versionCreated>2024-03-09T12:30:00+01:00"
        "</versionCreated><firstCreated>2024-03-09T08:00:00Z"
        '</firstCreated><service qcode="s:REG"><name>Régions</name></service>'
        '<link rel="irel:seeAlso" href="https://autre.example/"/>'
        '<link rel="irel:alternate" contenttype="text/html" href="https://amv.example/verger"/>'
    )
    article = only_article(iptc, item(meta=meta))
    assert article.published
    assert article.modified
    assert article.published.isoformat() == "2024-03-09T08:00:00+00:00"
    assert article.modified.isoformat() == "2024-03-09T12:30:00+01:00"
    assert article.section == "Régions"
    assert article.url == "https://amv.example/verger"
    assert article.id == wire_id("urn:newsml:amv.example:20240309:V12")


def test_a_message_of_a_package_two_texts_and_pictures() -> None:
    linked = item(
        meta='<link rel="irel:hasPart" residref="urn:img2"/>', guid="tag:amv.example,2024:b"
    )
    found = outcomes(
        iptc,
        message(
            PACKAGE,
            item(),
            picture("urn:img1", "https://img.example/1.jpg"),
            linked,
            picture("urn:img2", "https://img.example/2s.jpg", "https://img.example/2l.jpg"),
            f'<conceptItem {NAR} guid="urn:c"/>',
        ),
    )
    assert [one for one in found if isinstance(one, PassedOver)] == [
        PassedOver("essai#1", "paquet"),
        PassedOver("essai#3", "photo"),
        PassedOver("essai#5", "photo"),
        PassedOver("essai#6", "notice"),
    ]
    first, second = (one for one in found if isinstance(one, Article))
    assert first.image is None
    assert second.image == "https://img.example/2l.jpg"


def test_the_picture_of_the_one_text_of_a_message_needs_no_link() -> None:
    found = outcomes(iptc, message(item(), picture("urn:img1", "https://img.example/1.jpg")))
    assert [one.image for one in found if isinstance(one, Article)] == ["https://img.example/1.jpg"]


def test_a_message_without_a_text_is_refused_once_with_what_it_holds() -> None:
    two = (picture("urn:img1", "a.jpg"), picture("urn:img2", "b.jpg"))
    assert reasons(iptc, message(PACKAGE, *two)) == ["aucun texte : 1 paquet, 2 photos"]
    assert reasons(iptc, PACKAGE) == ["aucun texte : 1 paquet"]
    assert reasons(iptc, message()) == ["aucun texte"]


def test_an_item_without_a_class_is_what_it_refers_to() -> None:
    remote = '<remoteContent href="a.mp4" contenttype="video/mp4"/>'
    assert reasons(iptc, item(remote)) == ["aucun texte : 1 vidéo"]


def test_a_refused_item_leaves_the_others_of_its_message() -> None:
    deep = "&lt;div&gt;" * 600
    found = outcomes(
        iptc, message(item(f"<inlineData contenttype='text/html'>{deep}</inlineData>"), item())
    )
    assert isinstance(found[0], Rejected)
    assert found[0].source == "essai#1"
    assert isinstance(found[1], Article)


def held(meta: str) -> HeldBack:
    (found,) = outcomes(iptc, item(meta=meta))
    assert isinstance(found, HeldBack)
    return found


def test_an_embargo_holds_back_until_its_end_or_with_none() -> None:
    until = held("<embargoed>2024-03-10T00:00:00+01:00</embargoed>").until
    assert until
    assert until.isoformat() == "2024-03-10T00:00:00+01:00"
    assert held("<embargoed/>").until is None
    assert held("<embargoed>bientôt</embargoed>").until is None


def test_a_nitf_inside_does_not_end_an_embargo() -> None:
    nitf = (
        '<inlineXML><nitf><head><docdata><date.release norm="20200101"/></docdata></head><body>'
        "<body.content><p>Texte.</p></body.content></body></nitf></inlineXML>"
    )
    (found,) = outcomes(iptc, item(nitf, meta="<embargoed/>"))
    assert isinstance(found, HeldBack)
    assert found.until is None


@pytest.mark.parametrize(
    "status",
    [
        'qcode="stat:canceled"',
        'qcode="stat:Withheld"',
        'uri="http://cv.example/pubstatusg2/canceled"',
    ],
)
def test_a_cancelled_item_takes_back_its_earlier_versions(status: str) -> None:
    meta = f"<versionCreated>2024-03-09T15:00:00Z</versionCreated><pubStatus {status}/>"
    (taken,) = outcomes(iptc, item("", meta=meta, about=""))
    assert isinstance(taken, Withdrawn)
    assert taken.id == only_article(iptc, item()).id
    assert taken.moment.isoformat() == "2024-03-09T15:00:00+00:00"


def test_a_cancellation_without_a_moment_has_that_of_its_message() -> None:
    (taken,) = outcomes(iptc, message(item("", meta='<pubStatus qcode="stat:canceled"/>')))
    assert isinstance(taken, Withdrawn)
    assert taken.moment.isoformat() == "2024-03-09T12:00:00+00:00"


@pytest.mark.parametrize(
    ("terms", "is_kept_out"),
    [
        ("NO ARCHIVAL USE", True),
        ("Web use only. No archiving.", True),
        ("Archivage interdit.", True),
        ("Not for archive.", True),
        ("Full editorial rights. Archives : amv.example/archives", False),
    ],
)
def test_what_an_agency_forbids_to_archive_is_passed_over_unless_the_house_keeps_it(
    terms: str, *, is_kept_out: bool
) -> None:
    content = item(rights=f"<usageTerms>{terms}</usageTerms>")
    (found,) = outcomes(iptc, content)
    assert isinstance(found, PassedOver) is is_kept_out
    assert only_article(iptc, content, Rules(keeps_unarchivable=True)).title


@pytest.mark.parametrize(
    ("guid", "name"),
    [
        ("urn:newsml:amv.example:20240309:V12:4", "urn:newsml:amv.example:20240309:V12"),
        ("urn:newsml:amv.example:20240309:V12/4", "urn:newsml:amv.example:20240309:V12"),
        ("tag:amv.example,2024:newsml_V12:4", "tag:amv.example,2024:newsml_V12"),
        # a number that only happens to be the version names the wire
        ("urn:newsml:amv.example:20240309:4", "urn:newsml:amv.example:20240309:4"),
        ("tag:amv.example,2024:4", "tag:amv.example,2024:4"),
        ("https://fil.amv.example/4", "https://fil.amv.example/4"),
        ("https://fil.amv.example/12?version=4", "https://fil.amv.example/12"),
        ("V12-4", "V12-4"),
    ],
)
def test_the_version_is_no_part_of_what_names_a_wire(guid: str, name: str) -> None:
    assert only_article(iptc, item(guid=guid)).id == wire_id(name)


def test_names_of_elements_in_any_case() -> None:
    content = item().replace("newsItem", "NewsItem").replace("contentMeta", "ContentMeta")
    assert only_article(iptc, content).title == "Un verger pour tous"


def test_of_renditions_in_several_languages_the_french_one_is_read() -> None:
    english = TEXT.format("<p>The orchard was planted.</p>").replace(
        "<inlineXML", "<inlineXML xml:lang='en'"
    )
    french = TEXT.format(PARAGRAPHS).replace("<inlineXML", "<inlineXML xml:lang='fr'")
    assert len(only_article(iptc, item(english + french)).body) == 2


def test_names_of_subjects_keep_their_commas_and_keywords_are_split() -> None:
    about = (
        f"{HEADLINE}<subject><name>Arts, culture et loisirs</name></subject>"
        "<subject literal='Vergers'/><keyword>pommes, village</keyword>"
    )
    tags = ("Arts, culture et loisirs", "Vergers", "pommes", "village")
    assert only_article(iptc, item(about=about)).tags == tags
