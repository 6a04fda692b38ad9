"""Which articles do news items in NewsML 1.0 to 1.2 give, components within components?"""

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, HeldBack, PassedOver, Withdrawn
from indexer.identity import wire_id
from indexer.readers import iptc
from indexer.readers.part import Rules

MAIN = "<p>Le ferry a repris la mer.</p><p>Deux cents passagers attendaient.</p><p>ek/ro</p>"


def text(data: str = MAIN, medium: str = '<MediaType FormalName="Text"/>') -> str:
    return f"<ContentItem>{medium}<DataContent>{data}</DataContent></ContentItem>"


def component(inside: str, *, role: str = "", told: str = "", attributes: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    return f"<NewsComponent {attributes}>{named}{told}{inside}</NewsComponent>"


LINES = "<NewsLines><HeadLine>Le ferry repart</HeadLine>{}</NewsLines>"


def item(
    components: str,
    *,
    identifier: str = "urn:newsml:amv.example:20230612:F9:2",
    revision: str = "2",
    status: str = '<Status FormalName="Usable"/>',
    dates: str = "<FirstCreated>20230612T0600Z</FirstCreated>",
) -> str:
    return (
        "<NewsItem><Identification><NewsIdentifier><ProviderId>amv.example</ProviderId>"
        f"<DateId>20230612</DateId><NewsItemId>F9</NewsItemId><RevisionId>{revision}</RevisionId>"
        f"<PublicIdentifier>{identifier}</PublicIdentifier></NewsIdentifier></Identification>"
        f'<NewsManagement><NewsItemType FormalName="News"/>{dates}{status}'
        f"</NewsManagement>{components}</NewsItem>"
    )


def message(*items: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "http://amv.example/NewsML_1.2.dtd"><NewsML>'
        "<NewsEnvelope><DateAndTime>20230612T100000Z</DateAndTime></NewsEnvelope>"
        f"{''.join(items)}</NewsML>"
    )


PLAIN = component(text(), told=LINES.format(""))
PHOTO = component(
    component('<ContentItem Href="f.jpg"><MediaType FormalName="Photo"/></ContentItem>')
    + component(text("<p>Le ferry à quai.</p>"), role="Caption"),
    role="Photo",
)


def test_a_plain_wire() -> None:
    article = only_article(iptc, message(item(PLAIN)))
    assert article.id == wire_id("urn:newsml:amv.example:20230612:F9")
    assert article.title == "Le ferry repart"
    assert article.body == ("Le ferry a repris la mer.", "Deux cents passagers attendaient.")
    assert article.published
    assert article.published.isoformat() == "2023-06-12T06:00:00+00:00"
    assert article.url is None
    assert article.origins["title"] == "newsml:newsLines/headLine"
    assert article.origins["body"] == "newsml:DataContent"


def test_a_news_item_needs_no_message() -> None:
    assert only_article(iptc, item(PLAIN)).title == "Le ferry repart"


def test_what_the_components_around_a_text_say_holds_for_it() -> None:
    above = (
        LINES.format(
            "<SubHeadLine>Après six jours</SubHeadLine><ByLine>Par Éloi Kermadec</ByLine>"
            "<KeywordLine>mer</KeywordLine>"
        )
        + "<AdministrativeMetadata><Source><Party "
        'FormalName="Marais"/></Source></AdministrativeMetadata>'
        '<DescriptiveMetadata><Language FormalName="FR"/>'
        '<Property FormalName="keyword" Value="ferry"/>'
        '<Property FormalName="City" Value="Sainte-Ode"/></DescriptiveMetadata>'
    )
    nested = component(component(text(), role="MAIN"), told=above)
    article = only_article(iptc, message(item(nested)))
    assert article.lede == "Après six jours"
    assert article.authors == ("Éloi Kermadec",)
    assert article.tags == ("ferry", "mer")
    assert (article.source, article.language) == ("Marais", "fr")


@pytest.mark.parametrize(
    "data",
    [
        "<nitf><body><body.content><p>Un.</p><p>Deux.</p></body.content></body></nitf>",
        "<body.content><p>Un.</p><p>Deux.</p></body.content>",
        "<html><body><p>Un.</p><p>Deux.</p></body></html>",
        "<![CDATA[<P>Un.</P>\n<P>Deux.</P>\n<P> </P>]]>",
        "Un.\n\nDeux.",
        "\n  Un.\n  Deux.\n",
    ],
)
def test_the_body_however_it_is_carried(data: str) -> None:
    content = message(item(component(text(data), told=LINES.format(""))))
    assert only_article(iptc, content).body == ("Un.", "Deux.")


def test_captions_and_pictures_are_no_body() -> None:
    content = message(item(component(PHOTO + component(text()), told=LINES.format(""))))
    article = only_article(iptc, content)
    assert article.body == ("Le ferry a repris la mer.", "Deux cents passagers attendaient.")


def language(code: str) -> str:
    return f'<DescriptiveMetadata><Language FormalName="{code}"/></DescriptiveMetadata>'


def translation(code: str, title: str, line: str) -> str:
    told = f"<NewsLines><HeadLine>{title}</HeadLine></NewsLines>{language(code)}"
    return component(text(f"<p>{line}</p>"), told=told)


@pytest.mark.parametrize("attributes", ["", 'EquivalentsList="yes"'])
@pytest.mark.parametrize("choice", ["", "<BasisForChoice>./Language</BasisForChoice>"])
def test_of_translations_the_french_one_counts(attributes: str, choice: str) -> None:
    both = translation("en", "The ferry", "Back at sea.") + translation("fr", "Le ferry", "En mer.")
    article = only_article(iptc, message(item(component(choice + both, attributes=attributes))))
    assert (article.title, article.body, article.language) == ("Le ferry", ("En mer.",), "fr")


def test_of_translations_without_a_french_one_the_first_counts() -> None:
    both = translation("en", "The ferry", "Back at sea.") + translation(
        "de", "Die Fähre", "Auf See."
    )
    article = only_article(iptc, message(item(component(both))))
    assert (article.title, article.body) == ("The ferry", ("Back at sea.",))


def test_of_two_forms_of_a_text_the_first_counts() -> None:
    forms = text("<p>En mer.</p>") + text("En mer, sans balises.")
    content = component(forms, told=LINES.format(""), attributes='EquivalentsList="yes"')
    assert only_article(iptc, message(item(content))).body == ("En mer.",)


def test_a_second_story_of_an_item_stands_under_its_own_title() -> None:
    second = component(
        text("<p>Le bac aussi.</p>"), told="<NewsLines><HeadLine>Et le bac</HeadLine></NewsLines>"
    )
    article = only_article(iptc, message(item(component(PLAIN + second))))
    assert article.body[-2:] == ("Et le bac", "Le bac aussi.")
    assert article.body_headings == (len(article.body) - 2,)


@pytest.mark.parametrize(
    ("identifier", "revision", "name"),
    [
        ("urn:newsml:amv.example:20230612:F9:12N", "12", "urn:newsml:amv.example:20230612:F9"),
        ("urn:newsml:amv.example:20230612:F9:12N", "12N", "urn:newsml:amv.example:20230612:F9"),
        ("urn:newsml:amv.example:20230612:F9", "12", "urn:newsml:amv.example:20230612:F9"),
        ("urn:newsml:amv.example:20230612:2", "2", "urn:newsml:amv.example:20230612:2"),
    ],
)
def test_the_revision_is_no_part_of_what_names_a_wire(
    identifier: str, revision: str, name: str
) -> None:
    content = message(item(PLAIN, identifier=identifier, revision=revision))
    assert only_article(iptc, content).id == wire_id(name)


def test_an_embargo_ends_when_the_status_will_change() -> None:
    status = (
        '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>20230613T060000Z</DateAndTime></StatusWillChange>"
    )
    (held,) = outcomes(iptc, message(item(PLAIN, status=status)))
    assert isinstance(held, HeldBack)
    assert held.until
    assert held.until.isoformat() == "2023-06-13T06:00:00+00:00"
    withheld = status.replace("Embargoed", "Withheld")
    (held,) = outcomes(iptc, message(item(PLAIN, status=withheld)))
    assert isinstance(held, HeldBack)


def test_a_usable_wire_that_will_be_withheld_is_an_article() -> None:
    status = (
        '<Status FormalName="usable"/><StatusWillChange><FutureStatus FormalName="Withheld"/>'
        "<DateAndTime>20240613T060000Z</DateAndTime></StatusWillChange>"
    )
    assert only_article(iptc, message(item(PLAIN, status=status))).title


def test_a_cancellation_without_a_text_takes_back_what_it_names() -> None:
    dates = "<ThisRevisionCreated>20230612T090000Z</ThisRevisionCreated>"
    content = item("<NewsComponent/>", status='<Status FormalName="Canceled"/>', dates=dates)
    (taken,) = outcomes(iptc, message(content))
    assert isinstance(taken, Withdrawn)
    assert taken.id == only_article(iptc, message(item(PLAIN))).id
    assert taken.moment.isoformat() == "2023-06-12T09:00:00+00:00"


def test_a_message_of_a_text_and_a_picture() -> None:
    found = outcomes(iptc, message(item(PLAIN), item(PHOTO, identifier="urn:p")))
    assert isinstance(found[0], Article)
    assert found[1] == PassedOver("essai#2", "photo")


def test_an_item_without_a_text_is_refused_with_what_it_holds() -> None:
    assert reasons(iptc, message(item(PHOTO))) == ["aucun texte : 1 photo"]
    package = component('<NewsItemRef NewsItem="urn:a"/>')
    assert reasons(iptc, message(item(package))) == ["aucun texte : 1 paquet"]


def test_what_may_not_be_archived_is_passed_over() -> None:
    rights = (
        "<RightsMetadata><UsageRights><UsageType>NO ARCHIVAL USE"
        "</UsageType></UsageRights></RightsMetadata>"
    )
    content = message(item(component(text(), told=LINES.format("") + rights)))
    (found,) = outcomes(iptc, content)
    assert isinstance(found, PassedOver)
    assert only_article(iptc, content, Rules(keeps_unarchivable=True)).title == "Le ferry repart"


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-15", "utf-8"])
def test_the_letters_of_a_wire_whatever_it_declares(encoding: str) -> None:
    declared = "iso-8859-15" if encoding == "iso-8859-15" else "iso-8859-1"
    line = "<p>L’œuvre coûte 5 €.</p>" if encoding != "iso-8859-15" else "<p>L'œuvre coûte 5 €.</p>"
    content = message(item(component(text(line), told=LINES.format(""))))
    content = content.replace('version="1.0"', f'version="1.0" encoding="{declared}"', 1)
    assert only_article(iptc, content.encode(encoding)).body == (line[3:-4],)


@pytest.mark.parametrize(
    ("told", "tags"),
    [
        ("<KeywordLine>sel, label, agriculture</KeywordLine>", ("sel", "label", "agriculture")),
        ("<KeywordLine>a / b</KeywordLine><KeywordLine>c</KeywordLine>", ("a", "b", "c")),
        ("<KeywordLine>sel; mer, vent</KeywordLine>", ("sel", "mer, vent")),
    ],
)  # fmt: skip
def test_a_line_of_keywords_is_split(told: str, tags: tuple[str, ...]) -> None:
    content = component(text(), told=LINES.format(told))
    assert only_article(iptc, f"<NewsML>{item(content)}</NewsML>").tags == tags
