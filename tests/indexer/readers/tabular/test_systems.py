"""Are the exports of well-known systems read, which keep fields in places of their own?"""

import json
from typing import Any

import pytest
from support.exports import only, outcomes

from indexer.article import Article, PassedOver

TITLE, TEXT = "Le bac reprend", "Le bac de Port-Lézard reprend lundi."
DATE = "2024-05-15T08:30:00+00:00"
WORDPRESS: Any = [
    {
        "id": 8,
        "date_gmt": "2024-05-15T08:30:00Z",
        "title": {"rendered": TITLE},
        "content": {"rendered": f"<p>{TEXT}</p><h2>La suite</h2><p>Deux.</p>"},
        "excerpt": {"rendered": "<p>Il reprend.</p>"},
        "date": DATE,
        "author": 3,
        "tags": [5],
        "categories": [4],
        "_embedded": {
            "author": [{"name": "Inès Larrouy"}],
            "wp:featuredmedia": [{"source_url": "https://i.example/1.jpg"}],
            "wp:term": [
                [{"taxonomy": "category", "name": "Îles"}],
                [{"taxonomy": "post_tag", "name": "Bac"}],
            ],
        },
    }
]
ARC: Any = {
    "content_elements": [
        {
            "type": "story",
            "headlines": {"basic": TITLE},
            "description": {"basic": "Il reprend."},
            "credits": {"by": [{"name": "Inès Larrouy"}]},
            "taxonomy": {"primary_section": {"name": "Îles"}, "tags": [{"text": "Bac"}]},
            "promo_items": {"basic": {"url": "https://i.example/1.jpg"}},
            "first_publish_date": DATE,
            "publish_date": "2024-05-16T08:30:00Z",
            "content_elements": [
                {"type": "text", "content": TEXT},
                {"type": "image", "caption": "Le bac.", "title": "Le bac"},
                {"type": "header", "content": "La suite"},
                {"type": "list", "items": [{"type": "text", "content": "Deux."}]},
            ],
        }
    ]
}
_RUN = [{"nodeType": "text", "value": TEXT}]
CONTENTFUL: Any = {
    "items": [
        {
            "sys": {"id": "a", "createdAt": DATE},
            "fields": {
                "title": {"en": "The ferry", "fr-FR": TITLE},
                "body": {"fr": {"content": [{"nodeType": "paragraph", "content": _RUN}]}},
            },
        }
    ]
}
GHOST: Any = {"db": [{"data": {"posts": [{"title": TITLE, "html": TEXT, "published_at": DATE}]}}]}
DRUPAL: Any = {
    "data": [
        {
            "type": "node--article",
            "attributes": {
                "title": TITLE,
                "body": {"value": f"<p>{TEXT}</p>", "summary": "Il reprend."},
                "created": DATE,
                "langcode": "fr",
            },
        }
    ]
}


@pytest.mark.parametrize("document", [WORDPRESS, ARC, CONTENTFUL, GHOST, DRUPAL])
def test_the_title_the_text_and_the_date_of_an_export(document: Any) -> None:
    article = only("a.json", document)
    assert (article.title, article.body[0]) == (TITLE, TEXT)
    assert article.published is not None
    assert article.published.isoformat() == DATE


@pytest.mark.parametrize("document", [WORDPRESS, ARC])
def test_what_stands_in_places_of_their_own(document: Any) -> None:
    article = only("a.json", document)
    assert (article.body, article.body_headings) == ((TEXT, "La suite", "Deux."), (1,))
    assert (article.lede, article.section) == ("Il reprend.", "Îles")
    assert (article.authors, article.tags) == (("Inès Larrouy",), ("Bac",))
    assert article.image == "https://i.example/1.jpg"


def test_the_summary_and_the_language_of_drupal() -> None:
    article = only("a.json", DRUPAL)
    assert (article.lede, article.language) == ("Il reprend.", "fr")
    assert article.origins["lede"] == "json:body:chapo"


def test_headings_and_lists_of_editors_of_blocks() -> None:
    blocks = [
        {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "La suite"}]},
        {"type": "list", "data": {"style": "unordered", "items": ["Un.", "Deux."]}},
        {"type": "image", "data": {"file": {"url": "u"}, "title": "Le bac"}},
    ]
    article = only("a.json", {"titre": TITLE, "corps": blocks})
    assert (article.body, article.body_headings) == (("La suite", "Un.", "Deux."), (0,))


def test_the_commands_of_a_bulk_export_are_passed_over() -> None:
    lines = [{"index": {"_id": "1"}}, {"titre": TITLE, "texte": TEXT}]
    found = list(outcomes("a.jsonl", "\n".join(map(json.dumps, lines))))
    assert [type(one) for one in found] == [PassedOver, Article]
