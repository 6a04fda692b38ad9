"""Which articles do wires in ninjs 1 to 3 give?"""

import json
from typing import Any

import pytest
from support.outcomes import only_article, outcomes, reasons

from indexer.article import Article, HeldBack, PassedOver, Rejected, Withdrawn
from indexer.identity import wire_id
from indexer.readers import iptc
from indexer.readers.part import Rules


def ninjs(**more: Any) -> dict[str, Any]:
    return {
        "uri": "urn:newsml:amv.example:20220901:E4",
        "versioncreated": "2022-09-01T10:00:00+02:00",
        "headline": "La rentrée se fait à vélo",
        "body_text": "Trente élèves.\n\nUn seul vélobus.",
        **more,
    }


def written(**more: Any) -> str:
    return json.dumps(ninjs(**more), ensure_ascii=False)


THIRD = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "https://fil.amv.example/E4",
    "type": "text",
    "pubStatus": "Usable",
    "contentCreated": "2022-09-01T08:00:00Z",
    "versionCreated": "2022-09-01T10:00:00+02:00",
    "by": "Par Lina Roussel et Tom Abadie",
    "headlines": [{"value": "Vélobus", "role": "short"}, {"value": "La rentrée se fait à vélo"}],
    "descriptions": [
        {"role": "caption", "value": "Légende."},
        {"role": "lead", "contentType": "text/html", "value": "<p>Un <b>vélobus</b> roule.</p>"},
    ],
    "bodies": [
        {"role": "caption", "contentType": "text/html", "value": "<p>Légende.</p>"},
        {"contentType": "text/plain", "value": "Sans intertitre."},
        {
            "contentType": "text/html",
            "value": "<p>Un.</p><h2>Et après</h2><p>Deux.</p><p>lr-ta</p>",
        },
    ],
    "infoSources": [{"name": "Agence du Marais-Vert"}],
    "subjects": [{"uri": "a:1", "name": "école"}, {"uri": "a:2"}],
    "keywords": ["vélo", "École"],
    "services": [{"name": "Société"}],
    "associations": [
        {"type": "video", "renditions": [{"href": "https://img.example/v.mp4", "width": 4000}]},
        {
            "type": "picture",
            "renditions": [
                {"href": "https://img.example/p.jpg", "width": "1200"},
                {"href": "https://img.example/s.jpg", "width": 300},
            ],
        },
    ],
}


def test_the_third_version_in_camel_case() -> None:
    article = only_article(iptc, json.dumps(THIRD))
    assert article.url == "https://fil.amv.example/E4"
    assert article.id == wire_id("https://fil.amv.example/E4")
    assert article.title == "La rentrée se fait à vélo"
    assert article.lede == "Un vélobus roule."
    assert article.body == ("Un.", "Et après", "Deux.")
    assert article.body_headings == (1,)
    assert article.authors == ("Lina Roussel", "Tom Abadie")
    assert article.tags == ("école", "vélo")
    assert (article.source, article.section) == ("Agence du Marais-Vert", "Société")
    assert article.image == "https://img.example/p.jpg"
    assert article.published
    assert article.published.isoformat() == "2022-09-01T08:00:00+00:00"
    assert article.origins["body"] == "ninjs:bodies"
    assert article.origins["title"] == "ninjs:headlines"


def test_the_first_version_with_plain_text_alone() -> None:
    article = only_article(iptc, written(description_html="<p>En ville.</p>", version="2"))
    assert article.body == ("Trente élèves.", "Un seul vélobus.")
    assert article.lede == "En ville."
    assert article.url is None


def test_a_guid_names_a_wire_too() -> None:
    told = ninjs(guid="urn:newsml:amv.example:20220901:E4:7", version=7)
    del told["uri"]
    assert only_article(iptc, json.dumps(told)).id == wire_id("urn:newsml:amv.example:20220901:E4")


@pytest.mark.parametrize(
    ("more", "authors"),
    [
        ({"byline": "Par Lina Roussel"}, ("Lina Roussel",)),
        (
            {
                "people": [
                    {"name": "Jo Marek", "rel": "about"},
                    {"name": "Lina Roussel", "rel": "author"},
                ]
            },
            ("Lina Roussel",),
        ),
        (
            {"authors": [{"name": "Lina Roussel", "role": "writer"}, {"name": "AMV"}]},
            ("Lina Roussel", "AMV"),
        ),
        ({"byline": "", "authors": [{"name": "Lina Roussel"}]}, ("Lina Roussel",)),
        ({"byline": "Lina Roussel, AMV", "source": "AMV"}, ("Lina Roussel",)),
        ({"people": [{"name": "Jo Marek"}]}, ()),
    ],
)
def test_who_signs(more: dict[str, Any], authors: tuple[str, ...]) -> None:
    assert only_article(iptc, written(**more)).authors == authors


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ({"infosource": [{"name": "Marais"}], "copyrightholder": "AMV"}, "Marais"),
        ({"source": "AMV", "copyrightholder": "Autre"}, "AMV"),
        ({"copyrightHolder": "AMV"}, "AMV"),
    ],
)
def test_the_source(more: dict[str, Any], source: str) -> None:
    assert only_article(iptc, written(**more)).source == source


@pytest.mark.parametrize(
    "bodies",
    [
        {"body_xhtml": "<div><p>Un.</p><p>Deux.</p></div>", "body_text": "Un. Deux."},
        {"body_html": "", "body_xhtml": None, "body_text": "Un.\nDeux."},
        {"body_text": None, "body_richtext": "<p>Un.</p><p>Deux.</p>"},
        {"body_text": "", "bodies": [{"value": "<p>Un.</p><p>Deux.</p>"}]},
        {
            "body_text": "",
            "bodies": [
                {
                    "contenttype": "text/vnd.IPTC.NITF",
                    "value": "<?xml version='1.0'?><nitf><body><body.content><p>Un.</p><p>Deux.</p>"
                    "</body.content></body></nitf>",
                }
            ],
        },
        {
            "body_text": "",
            "bodies": [
                {"contenttype": "application/xml", "value": "<x/>"},
                {"contenttype": "text/plain", "value": "Un.\r\n\r\nDeux."},
            ],
        },
    ],
)
def test_the_body_of_the_best_form(bodies: dict[str, Any]) -> None:
    assert only_article(iptc, written(**bodies)).body == ("Un.", "Deux.")


def test_a_description_of_another_role_is_the_lede_of_a_wire_without_body() -> None:
    told = {"descriptions": [{"role": "text", "value": "En ville."}], "body_text": ""}
    assert only_article(iptc, written(**told)).lede == "En ville."
    assert only_article(iptc, written(descriptions=told["descriptions"])).lede == ""


@pytest.mark.parametrize(
    "shape",
    [
        json.dumps,
        lambda told: json.dumps({"total": 2, "items": told}, indent=1),
        lambda told: json.dumps({"feed": {"item": told}}),
        lambda told: "\n".join(map(json.dumps, told)) + "\n\n",
    ],
    ids=["array", "list", "within", "lines"],
)
def test_several_wires_of_one_file(shape: Any) -> None:
    told = [ninjs(), ninjs(uri="urn:b", type="picture"), ninjs(uri="urn:c")]
    first, picture, second = outcomes(iptc, shape(told))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id != second.id
    assert picture == PassedOver("essai#2", "photo")


def test_associations_are_no_articles() -> None:
    told = written(associations={"a": ninjs(type="text"), "b": ninjs(type="picture")})
    assert only_article(iptc, told).title == "La rentrée se fait à vélo"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"type": "picture"}, "aucun texte : 1 photo"),
        ({"type": "Video"}, "aucun texte : 1 vidéo"),
        ({"type": "composite", "body_text": ""}, "aucun texte : 1 paquet"),
        ({"headline": ""}, "aucun titre dans cette dépêche"),
        ({"body_text": ""}, "aucun texte : ni corps, ni chapô"),
    ],
)
def test_what_is_no_article_is_refused(more: dict[str, Any], reason: str) -> None:
    assert reasons(iptc, written(**more)) == [reason]


def test_a_composite_with_a_text_is_an_article() -> None:
    assert only_article(iptc, written(type="composite")).title


@pytest.mark.parametrize("key", ["embargoed", "embargoedUntil"])
def test_an_embargo(key: str) -> None:
    (held,) = outcomes(iptc, written(**{key: "2022-09-02T06:00:00+02:00"}))
    assert isinstance(held, HeldBack)
    assert held.until
    assert held.until.isoformat() == "2022-09-02T06:00:00+02:00"
    assert isinstance(outcomes(iptc, written(**{key: ""}))[0], HeldBack)
    assert isinstance(outcomes(iptc, written(**{key: None}))[0], Article)


def test_a_cancellation_of_another_case() -> None:
    (taken,) = outcomes(iptc, written(pubStatus="Canceled", body_text="", headline=""))
    assert isinstance(taken, Withdrawn)
    assert taken.id == only_article(iptc, written()).id


def test_what_may_not_be_archived_is_passed_over() -> None:
    for told in ({"usageterms": "NO ARCHIVAL USE"}, {"rightsinfo": {"usageterms": "No archive"}}):
        assert isinstance(outcomes(iptc, written(**told))[0], PassedOver)
        assert only_article(iptc, written(**told), Rules(keeps_unarchivable=True)).title


def test_halves_of_characters_and_numbers_that_are_none_do_no_harm() -> None:
    content = (
        written(headline="Vélo \ud83d").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    assert only_article(iptc, content).title.startswith("Vélo ")
    escaped = json.dumps(ninjs(headline="Vélo \ud83d", urgency=float("nan")))
    article = only_article(iptc, b"\xef\xbb\xbf" + escaped.encode())
    assert article.title == "Vélo \ufffd"
    assert Article.load(article.dump()) == article


def test_a_wire_that_cannot_be_read_leaves_the_others() -> None:
    told = [ninjs(body_html="<div>" * 600), ninjs(uri="urn:b")]
    first, second = outcomes(iptc, json.dumps(told))
    assert isinstance(first, Rejected)
    assert first.source == "essai#1"
    assert isinstance(second, Article)


@pytest.mark.parametrize(
    ("content", "is_accepted"),
    [
        ('{"uri": "a", "pubstatus": "usable"', True),
        ('  [{"guid": "a", "body_html": "', True),
        ('{"hits": [{"uri": "a", "versionCreated": ""', True),
        ('{"titre": "a", "image": {"uri": "b"}, "body_html": "c"}', False),
        ('{"url": "a", "titre": "\\"uri\\": \\"pubstatus\\":"}', False),
        ('{"uri": "a", "texte": "« \\"headlines\\": »"}', False),
        ("<html><body>{}</body></html>", False),
    ],
)
def test_ninjs_is_known_by_the_keys_of_one_object(content: str, *, is_accepted: bool) -> None:
    assert iptc.accepts("n.json", content.encode()) is is_accepted
    assert iptc.accepts("n.txt", content.encode("utf-16")) is is_accepted


@pytest.mark.parametrize("listed", ["{}", '{{"items": {}}}'], ids=["liste", "réponse"])
def test_what_is_no_wire_beside_wires_is_read_as_an_export(listed: str) -> None:
    objects = [ninjs(), {"titre": "Un billet"}, {"titre": "Bac", "texte": "Il reprend."}]
    content = listed.format(json.dumps([*objects, ninjs(uri="b"), 7]))
    wire, refused, article, other, number = outcomes(iptc, content)
    assert isinstance(wire, Article)
    assert isinstance(other, Article)
    assert wire.origins["title"].startswith("ninjs:")
    assert isinstance(refused, Rejected)
    assert isinstance(number, Rejected)
    assert refused.source.endswith("#2")
    assert "aucun texte" in refused.reason
    assert isinstance(article, Article)
    assert (article.title, article.body) == ("Bac", ("Il reprend.",))


def test_keywords_person_and_first_publication_are_read() -> None:
    article = only_article(
        iptc,
        written(
            keywords="vélo, école",
            person=[{"rel": "author", "name": "Lina Roussel"}, {"name": "Jo Marek"}],
            firstpublished="2022-09-01T08:00:00+02:00",
        ),
    )
    assert article.tags == ("vélo", "école")
    assert article.authors == ("Lina Roussel",)
    assert article.published is not None
    assert article.published.isoformat() == "2022-09-01T08:00:00+02:00"
