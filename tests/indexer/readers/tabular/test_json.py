"""Which articles does a JSON export give, however its system wraps them?"""

import json
from typing import Any

import pytest
from support.exports import only, outcomes, record

from indexer.article import Article, PassedOver, Rejected, Withdrawn
from indexer.identity import article_id, wire_id
from indexer.readers import parse, tabular
from indexer.readers.part import Rules

TEXT = "Le bac de Port-Lézard reprend lundi."
WHOLE = {"titre": "Le bac reprend", "corps": TEXT}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param([WHOLE], id="list"),
        pytest.param(WHOLE, id="one"),
        pytest.param({"count": 1, "articles": [WHOLE]}, id="under-a-name"),
        pytest.param({"data": {"page": 1, "items": [WHOLE]}}, id="two-levels"),
        pytest.param({"data": {"posts": {"edges": [{"node": WHOLE}]}}}, id="graphql"),
        pytest.param({"hits": {"hits": [{"_id": "a", "_source": WHOLE}]}}, id="elasticsearch"),
        pytest.param({"data": [{"id": 1, "attributes": WHOLE}]}, id="json-api"),
        pytest.param({"a1": WHOLE}, id="by-key"),
        pytest.param({"article": WHOLE}, id="wrapped"),
        pytest.param(
            {"titles": ["a", "b", "c"], "tags": [{"name": "x"}] * 3, "docs": [WHOLE]},
            id="beside-longer-lists",
        ),
        pytest.param(
            {"title": "La Gazette", "description": "Tout", "items": [WHOLE]}, id="of-a-feed"
        ),
        pytest.param({**WHOLE, "related": [{"title": "a", "body": "b"}] * 2}, id="with-related"),
        pytest.param({"title": "Export", "content": [WHOLE]}, id="list-under-a-name-of-bodies"),
    ],
)
def test_the_articles_are_found_wherever_the_document_has_them(document: object) -> None:
    article = only("export.json", document)
    assert (article.title, article.body) == ("Le bac reprend", (TEXT,))
    assert article.source == ""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {"auteur": "Par Inès Larrouy et Yann Diop (avec AFP)"},
            {"authors": ("Inès Larrouy", "Yann Diop", "AFP")},
            id="byline",
        ),
        pytest.param(
            {"author": {"id": 3, "name": "Inès Larrouy", "url": "https://g.example/a"}},
            {"authors": ("Inès Larrouy",)},
            id="author-object",
        ),
        pytest.param(
            {"authors": [{"prenom": "Inès", "nom": "Larrouy"}, {"name": ""}, "Yann Diop"]},
            {"authors": ("Inès Larrouy", "Yann Diop")},
            id="given-and-family-names",
        ),
        pytest.param(
            {"author": {"data": {"id": 2, "attributes": {"name": "Inès Larrouy"}}}},
            {"authors": ("Inès Larrouy",)},
            id="author-far-inside",
        ),
        pytest.param(
            {"author": 12, "auteurs": "Inès Larrouy"},
            {"authors": ("Inès Larrouy",)},
            id="number-is-no-author",
        ),
        pytest.param({"tags": "eau; port"}, {"tags": ("eau", "port")}, id="tags-text"),
        pytest.param(
            {"tags": ["eau, air", "port"]}, {"tags": ("eau, air", "port")}, id="tags-list"
        ),
        pytest.param(
            {"tags": [{"id": 1, "name": "eau"}, {"slug": "x", "label": "port"}]},
            {"tags": ("eau", "port")},
            id="tags-objects",
        ),
        pytest.param({"tags": [3, 7], "keywords": "eau"}, {"tags": ("eau",)}, id="tags-numbers"),
        pytest.param(
            {"tags": None, "motsClés": "['eau', \"le port\"]"},
            {"tags": ("eau", "le port")},
            id="tags-of-python",
        ),
        pytest.param(
            {"tags": '{eau,"le port"}'}, {"tags": ("eau", "le port")}, id="tags-of-postgres"
        ),
        pytest.param({"tags": '[{"name": "eau"}]'}, {"tags": ("eau",)}, id="tags-json-in-a-text"),
        pytest.param(
            {"categories": [{"name": "Régions"}, {"name": "Mer"}]},
            {"section": "Régions"},
            id="section-of-objects",
        ),
        pytest.param(
            {"publisher": {"@type": "Organization", "name": "La Gazette"}},
            {"source": "La Gazette"},
            id="publisher",
        ),
        pytest.param(
            {"source": "https://g.example/", "journal": "La Gazette"},
            {"source": "La Gazette"},
            id="address-is-no-source",
        ),
        pytest.param({"lang": "fr_FR"}, {"language": "fr"}, id="locale"),
        pytest.param({"langue": "Français"}, {"language": "fr"}, id="language-in-words"),
        pytest.param(
            {"image": {"src": "/a.jpg"}, "photo": [{"url": "//i.example/b.jpg"}]},
            {"image": "https://i.example/b.jpg"},
            id="image",
        ),
        pytest.param(
            {"url": "/mer/bac", "link": {"href": "https://g.example/mer/bac"}},
            {"url": "https://g.example/mer/bac"},
            id="address",
        ),
        pytest.param(
            {"mainEntityOfPage": "x", "dc:creator": "Inès Larrouy"},
            {"authors": ("Inès Larrouy",)},
            id="prefix",
        ),
        pytest.param(
            {"Légende": "Le bac,\n à quai.", "chapô": "<p>Neuf mois&nbsp;[&hellip;]</p>"},
            {"caption": "Le bac, à quai.", "lede": "Neuf mois\xa0[…]"},
            id="texts-of-a-line",
        ),
        pytest.param({"chapo": "LE BAC REPREND"}, {"lede": ""}, id="lede-is-the-title"),
        pytest.param(
            {"title": {"rendered": "L&rsquo;été à <em>Brume</em>"}},
            {"title": "L’été à Brume"},
            id="title-rendered",
        ),
        pytest.param(
            {"title": "PIB &lt; 2 % ou < 3 %"}, {"title": "PIB < 2 % ou < 3 %"}, id="less-than"
        ),
        pytest.param(
            {"title": "a", "titre": "NULL", "headline": "\\N"}, {"title": "a"}, id="null-texts"
        ),
    ],
)
def test_a_value_is_read_in_whatever_form_it_has(
    values: dict[str, object], expected: dict[str, object]
) -> None:
    article = only("export.json", record(**values))
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("15/05/2024 03:40", "2024-05-15T03:40:00+02:00", id="french"),
        pytest.param("2024-05-15", "2024-05-15T00:00:00+02:00", id="day"),
        pytest.param("Wed, 15 May 2024 01:40:00 GMT", "2024-05-15T01:40:00+00:00", id="rfc-822"),
        pytest.param("mercredi 15 mai 2024 à 3h40", "2024-05-15T03:40:00+02:00", id="words"),
        pytest.param(1715737200, "2024-05-15T03:40:00+02:00", id="epoch"),
        pytest.param(1715737200000, "2024-05-15T03:40:00+02:00", id="milliseconds"),
        pytest.param(1715737200.25, "2024-05-15T03:40:00+02:00", id="fraction"),
        pytest.param("1715737200", "2024-05-15T03:40:00+02:00", id="epoch-as-text"),
        pytest.param({"$date": "2024-05-15T01:40:00Z"}, "2024-05-15T01:40:00+00:00", id="mongo"),
        pytest.param(
            {"$date": {"$numberLong": "1715737200000"}},
            "2024-05-15T03:40:00+02:00",
            id="mongo-number",
        ),
        pytest.param(
            {"date": "2024-05-15 01:40:00.000000", "timezone_type": 3, "timezone": "UTC"},
            "2024-05-15T01:40:00+00:00",
            id="php",
        ),
        pytest.param(
            [{"value": "2024-05-15T01:40:00+00:00"}], "2024-05-15T01:40:00+00:00", id="drupal"
        ),
        pytest.param(
            {"_seconds": 1715737200, "_nanoseconds": 0}, "2024-05-15T03:40:00+02:00", id="firestore"
        ),
    ],
)
def test_a_date_is_read_in_whatever_form_it_has(value: object, expected: str) -> None:
    published = only("export.json", record(date=value)).published
    assert published
    assert published.isoformat() == expected


@pytest.mark.parametrize("value", [None, "", "bientôt", True, 12, [], {}, "0000-00-00", 1e300])
def test_what_is_no_date_leaves_the_next_name_its_turn(value: object) -> None:
    article = only("export.json", record(date=value, created_at="2024-05-15"))
    assert article.origins["published"] == "json:created_at"


def test_a_modification_counts_only_after_the_publication() -> None:
    later = only("a.json", record(date="2024-05-15T09:00:00", updated="2024-05-16"))
    sooner = only("a.json", record(date="2024-05-15T09:00:00", updated="2024-05-14"))
    assert str(later.modified) == "2024-05-16 00:00:00+02:00"
    assert sooner.modified == sooner.published


@pytest.mark.parametrize(
    ("body", "lines", "headings"),
    [
        pytest.param("Un.\nDeux.", ["Un.", "Deux."], [], id="lines"),
        pytest.param("Un\nsuite.\n\nDeux.", ["Un suite.", "Deux."], [], id="blank-lines"),
        pytest.param(
            "<p>Un.</p><h2>Inter</h2><p>Deux &amp; <b>trois</b>.</p>",
            ["Un.", "Inter", "Deux & trois."],
            [1],
            id="html",
        ),
        pytest.param(
            "Un <em>seul</em>.\n\n<h2>Inter</h2>\nSuite.\n\nFin.",
            ["Un seul.", "Inter", "Suite.", "Fin."],
            [1],
            id="html-without-paragraphs",
        ),
        pytest.param(
            "<!-- wp:paragraph --><p>Un.</p><!-- /wp:paragraph -->", ["Un."], [], id="blocks"
        ),
        pytest.param(
            "&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;", ["Un.", "Deux."], [], id="escaped"
        ),
        pytest.param("Un &eacute;t&eacute; < 5 jours.", ["Un été < 5 jours."], [], id="entities"),
        pytest.param(
            "## Inter\n\nUn **gras** et [un lien](https://g.example/x).",
            ["Inter", "Un gras et un lien."],
            [0],
            id="markdown",
        ),
        pytest.param(["Un.", "Deux & <trois>."], ["Un.", "Deux & <trois>."], [], id="list"),
        pytest.param({"value": "<p>Un.</p>", "format": "full_html"}, ["Un."], [], id="object"),
        pytest.param(
            [
                {"type": "heading", "children": [{"type": "text", "text": "Inter"}]},
                {"type": "paragraph", "children": [{"text": "Un "}, {"text": "seul."}]},
            ],
            ["Inter", "Un seul."],
            [0],
            id="rich-text",
        ),
        pytest.param(
            {
                "blocks": [
                    {"type": "header", "data": {"text": "Inter", "level": 2}},
                    {"type": "paragraph", "data": {"text": "Un <b>seul</b> &amp; dit."}},
                ]
            },
            ["Inter", "Un seul & dit."],
            [0],
            id="editor-js",
        ),
        pytest.param("Dix mille\xa0euros\x00\x07.", ["Dix mille\xa0euros."], [], id="controls"),
        pytest.param("e\u0301te\u0301", ["été"], [], id="nfc"),
    ],
)
def test_a_body_gives_its_paragraphs_whatever_it_is_written_in(
    body: Any, lines: list[str], headings: list[int]
) -> None:
    article = only("export.json", record(body=body))
    assert (list(article.body), list(article.body_headings)) == (lines, headings)


def test_a_name_written_twice_gives_the_value_that_it_has() -> None:
    article = only("a.json", [{"Titre": "", "titre": "A", "corps": TEXT, "Corps": None}])
    assert (article.title, article.body) == ("A", (TEXT,))


def test_a_number_sign_in_a_path_changes_nothing() -> None:
    assert only("dossier #1/a.json", {"articles": [WHOLE]}).title == "Le bac reprend"


def test_a_list_refuses_its_bad_elements_by_rank() -> None:
    found = list(outcomes("a.json", [*record(), "x", None, {"title": "seul"}, {"body": TEXT}]))
    assert isinstance(found[0], Article)
    assert [(one.source, one.reason[:12]) for one in found[1:] if isinstance(one, Rejected)] == [
        ("a.json#2", "un objet est"),
        ("a.json#3", "un objet est"),
        ("a.json#4", "aucun texte "),
        ("a.json#5", "aucun titre "),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"statut": "Brouillon"},
        {"draft": True},
        {"published": False},
        {"publié": "non publié"},
        {"publie": "non"},
        {"published": 0},
        {"brouillon": "oui"},
        {"post_status": "auto-draft"},
        {"post_type": "attachment"},
        {"post_type": "nav_menu_item"},
    ],
)
def test_what_nobody_was_to_read_is_passed_over(values: dict[str, object]) -> None:
    (found,) = outcomes("a.json", record(**values))
    assert isinstance(found, PassedOver)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "publish"},
        {"draft": False},
        {"published": True},
        {"publie": 1},
        {"etat": "en ligne"},
    ],
)
def test_what_was_published_is_read(values: dict[str, object]) -> None:
    assert only("a.json", record(**values)).title == "Le bac reprend"


@pytest.mark.parametrize(
    "document",
    [[], {}, [1, 2], ["a"], [[]], {"name": "paquet", "version": "1"}, {"a": {"b": []}}, [{}]],
)
def test_json_of_something_else_is_refused_once(document: object) -> None:
    (found,) = outcomes("a.json", document)
    assert isinstance(found, Rejected)
    assert found.source == "a.json"
    assert found.reason.startswith("aucun article dans ce JSON")


def test_a_wire_among_other_objects_is_read_by_its_reader() -> None:
    wire = {"uri": "urn:x:1", "headline": "a", "body_text": "b", "versioncreated": "2024-05-15"}
    article, found, withdrawn = outcomes(
        "a.json", [*record(), wire, {**wire, "pubstatus": "canceled"}]
    )
    assert isinstance(article, Article)
    assert isinstance(found, Article)
    assert (found.title, found.body, found.origins["body"]) == ("a", ("b",), "ninjs:body_text")
    assert isinstance(withdrawn, Withdrawn)
    assert withdrawn.id == found.id


def test_a_document_over_20_mb_is_refused_with_what_to_do() -> None:
    (refused,) = parse(tabular, b"[" + b" " * 20_000_000, "a.json")
    assert isinstance(refused, Rejected)
    assert "JSON Lines" in refused.reason


def test_too_many_objects_are_refused_with_what_to_do() -> None:
    (refused,) = outcomes("a.json", "[" + "{}," * 100_000 + json.dumps(record()[0]) + "]")
    assert isinstance(refused, Rejected)
    assert "JSON Lines" in refused.reason


def test_the_house_names_its_fields() -> None:
    rules = Rules(fields={"corps": "texte_integral", "title": "Nom du papier"})
    article = only("a.json", [{"nom_du_papier": "A", "titre": "B", "Texte intégral": TEXT}], rules)
    assert (article.title, article.body) == ("A", (TEXT,))
    assert article.origins == {"title": "json:nom_du_papier", "body": "json:Texte intégral"}


def test_an_article_is_its_address_else_what_its_system_calls_it_else_its_title() -> None:
    url = "https://g.example/mer/bac-1180007"
    assert only("a.json", record(url=url, id="x")).id == article_id(url, "", None)
    assert only("a.json", record(guid=url)).url == url
    assert only("a.json", record(uuid="urn:x:1")).id == wire_id("urn:x:1")
    assert only("a.json", record()).id == article_id(None, "Le bac reprend", None)


def test_a_number_is_an_article_of_one_source_and_one_day() -> None:
    def identity(**values: object) -> str:
        return only("a.json", record(**{"id": 12, "date": "2024-05-15", **values})).id

    assert identity(title="Corrigé") == identity()
    assert len({identity(), identity(source="La Gazette"), identity(source="L’Écho")}) == 3
    assert identity(date="2024-05-16") != identity()


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.json", b'{"a": 1}', True),
        ("a.txt", b'\xef\xbb\xbf \n[{"titre": ', True),
        ("a.php", b"[\n  {\n", True),
        ("a.json", '{"titre"'.encode("utf-16"), True),
        ("a.json", b"rien", True),
        ("a.json", b"<!doctype html>", False),
        ("a.txt", b"[Vid\xc3\xa9o] Le bac reprend\n", False),
        ("a.txt", b"{{ modele }}", False),
        ("a.txt", b"[1] Voir la note", False),
        ("a.txt", b"Le bac", False),
        ("a.txt", b"", False),
    ],
)
def test_content_tells_json_before_the_name(name: str, head: bytes, accepted: bool) -> None:  # noqa: FBT001
    assert tabular.accepts(name, head) is accepted
