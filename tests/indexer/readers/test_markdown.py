"""Which article is a Markdown file with front matter, without the marks of its text?"""

import pytest
from support.exports import only, outcomes

from indexer.article import PassedOver, Rejected
from indexer.readers import markdown, markdown_text
from indexer.readers.part import Rules

HEAD = "---\ntitle: Le bac reprend\n"
TEXT = "Il reprend lundi, après neuf mois."


def test_the_front_matter_gives_the_fields() -> None:
    article = only(
        "bac.md",
        """---
# pour le site
title: 'L’été : le bac'
author:
  name: Inès Larrouy
  email: i@gazette.example
date: 2024-05-15 03:40:00 +0200
lastmod: "2024-05-16T08:00:00+02:00"
tags:
  - eau
  - "le port"   # deux mots
categories: [Mer, Régions]
description: >
  Neuf mois
  d’arrêt.
image: https://g.example/bac.jpg
lang: fr-FR
---
"""
        + TEXT,
    )
    assert (article.title, article.lede, article.body) == (
        "L’été : le bac",
        "Neuf mois d’arrêt.",
        (TEXT,),
    )
    assert (article.authors, article.tags) == (("Inès Larrouy",), ("eau", "le port"))
    assert (article.section, article.language) == ("Mer", "fr")
    assert (str(article.published), str(article.modified)) == (
        "2024-05-15 03:40:00+02:00",
        "2024-05-16 08:00:00+02:00",
    )
    assert article.image == "https://g.example/bac.jpg"
    assert article.origins["title"] == "front-matter:title"
    assert article.origins["body"] == "markdown"


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("authors: [Inès Larrouy, 'Yann Diop']", ("Inès Larrouy", "Yann Diop")),
        ("authors:\n- Inès Larrouy\n- Yann Diop", ("Inès Larrouy", "Yann Diop")),
        (
            "authors:\n  - name: Inès Larrouy\n    role: mer\n  - name: Yann Diop",
            ("Inès Larrouy", "Yann Diop"),
        ),
        ("authors: [{name: Inès Larrouy}, {name: Yann Diop}]", ("Inès Larrouy", "Yann Diop")),
        ("authors: [\n  Inès Larrouy,\n  Yann Diop\n]", ("Inès Larrouy", "Yann Diop")),
        ("author: Inès Larrouy et\n  Yann Diop", ("Inès Larrouy", "Yann Diop")),
        ("author: {name: Inès Larrouy, age: 3}", ("Inès Larrouy",)),
        ("author: ~", ()),
        ("author:", ()),
        ("author: null # personne", ()),
    ],
)
def test_values_are_read_in_the_forms_that_yaml_has(lines: str, authors: tuple[str, ...]) -> None:
    assert only("a.md", f"{HEAD}{lines}\n---\n{TEXT}").authors == authors


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Quais : le budget", "Quais : le budget"),
        ('"Quais" : le budget', '"Quais" : le budget'),
        ('"Le \\"bac\\" : suite"', 'Le "bac" : suite'),
        ("'L''été'", "L’été".replace("’", "'")),
        ("[Vidéo] Le bac", "[Vidéo] Le bac"),
        ("Le bac # note", "Le bac"),
        ("C#, le langage", "C#, le langage"),
        ("|\n  Le bac\n  reprend", "Le bac reprend"),
        ("2024", "2024"),
    ],
)
def test_a_title_is_read_as_it_was_meant(title: str, expected: str) -> None:
    assert only("a.md", f"---\ntitle: {title}\n---\n{TEXT}").title == expected


def test_toml_is_read() -> None:
    article = only(
        "a.md",
        '+++\ntitle = "Le bac"\ndate = 2024-05-15T03:40:00+02:00\nauthors = ["Inès Larrouy"]\n'
        "draft = false\n[params]\nx = 1\n+++\n" + TEXT,
    )
    assert (article.title, article.authors) == ("Le bac", ("Inès Larrouy",))
    assert str(article.published) == "2024-05-15 03:40:00+02:00"


@pytest.mark.parametrize(
    ("text", "lines", "headings"),
    [
        pytest.param(
            "Un\nsuite  \nfin\\\nici.\n\nDeux.", ["Un suite fin ici.", "Deux."], (), id="lines"
        ),
        pytest.param("Un.\n\n## Inter ##\n\nDeux.", ["Un.", "Inter", "Deux."], (1,), id="heading"),
        pytest.param(
            "Un.\n\nInter\n-----\nDeux.", ["Un.", "Inter", "Deux."], (1,), id="underlined"
        ),
        pytest.param("Un.\n\n***\n\n- - -\nDeux.", ["Un.", "Deux."], (), id="rules"),
        pytest.param(
            "*Un* **deux** ***trois*** _quatre_ __cinq__ ~~six~~ `sept`.",
            ["Un deux trois quatre cinq six sept."],
            (),
            id="emphasis",
        ),
        pytest.param(
            "a_b_c, 2 * 3 * 4, \\*pas\\* et `*code*`",
            ["a_b_c, 2 * 3 * 4, *pas* et *code*"],
            (),
            id="no-emphasis",
        ),
        pytest.param(
            "[Un](https://g.example/a_(b) 'x'), [deux][r], [trois][] et <https://g.example/>.\n\n"
            "[r]: https://g.example",
            ["Un, deux, trois et https://g.example/."],
            (),
            id="links",
        ),
        pytest.param(
            "![Le bac](a.jpg)\n\nUn[^1].\n\n[^1]: Note.", ["Un.", "Note."], (), id="image-note"
        ),
        pytest.param(
            "- un\n- deux\n  suite\n* trois\n1. quatre\n2) cinq",
            ["un", "deux suite", "trois", "quatre", "cinq"],
            (),
            id="lists",
        ),
        pytest.param("> Un\n> deux.\n\n> > Trois.", ["Un deux.", "Trois."], (), id="quotes"),
        pytest.param("| A | B |\n|:--|--:|\n| 1 | **2** |", ["A | B", "1 | 2"], (), id="table"),
        pytest.param("```\nx > y\n# z\n```\nFin.", ["x > y", "# z", "Fin."], (), id="fence"),
        pytest.param(
            "Un &eacute;t&eacute; < 5 & <em>plus</em>.", ["Un été < 5 & plus."], (), id="html"
        ),
        pytest.param(
            "<div>\n<p>Un.</p>\n<p>Deux.</p>\n</div>\n\nTrois.",
            ["Un.", "Deux.", "Trois."],
            (),
            id="blocks-of-html",
        ),
        pytest.param(
            "Un.\n{{< video abc >}}\n{% include x %}<!-- more -->", ["Un."], (), id="shortcodes"
        ),
        pytest.param("#Motdièse et suite", ["#Motdièse et suite"], (), id="hashtag"),
        pytest.param("Dix mille\xa0euros.", ["Dix mille\xa0euros."], (), id="no-break-space"),
    ],
)
def test_the_marks_of_a_text_are_no_text(
    text: str, lines: list[str], headings: tuple[int, ...]
) -> None:
    body = markdown_text.body(text)
    assert (list(body.lines), body.headings) == (lines, headings)


def test_a_heading_that_opens_the_text_is_its_title() -> None:
    told = only("a.md", f"{HEAD}---\n\n# Le bac reprend\n\n{TEXT}")
    given = only("a.md", f"---\nauthor: Inès Larrouy\n---\n# Le *bac*\n\n{TEXT}")
    other = only("a.md", f"{HEAD}---\n# Autre\n\n{TEXT}")
    assert (told.body, given.title, given.body) == ((TEXT,), "Le bac", (TEXT,))
    assert other.body == ("Autre", TEXT)


def test_a_day_in_the_name_dates_what_nothing_else_does() -> None:
    named = only("posts.zip!2024-05-15-bac.md", f"{HEAD}---\n{TEXT}")
    dated = only("2024-05-15-bac.md", f"{HEAD}date: 2023-01-02\n---\n{TEXT}")
    assert (str(named.day), named.origins["published"]) == ("2024-05-15", "nom du fichier")
    assert str(dated.day) == "2023-01-02"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("# Le bac\n\nTexte", "sans en-tête"),
        ("---\ntitle: Le bac\n", "sans en-tête"),
        ("---\ndate: 2024-01-01\n---\nTexte", "aucun titre"),
        ("---\ntitle: Le bac\n---\n", "aucun texte"),
        ("---\ntitle: X\n  - mauvais\n: x\n---\nTexte", "ligne 4"),
        ('---\ntitle: "X\n---\nTexte', "en-tête illisible"),
        ("+++\ntitle = \n+++\nTexte", "TOML"),
        ("+++\na = " + "[" * 5000 + "\n+++\nTexte", "TOML"),
        ("", "fichier vide"),
    ],
)
def test_what_is_no_article_is_refused(content: str, reason: str) -> None:
    (found,) = outcomes("a.md", content)
    assert isinstance(found, Rejected)
    assert reason in found.reason


@pytest.mark.parametrize("line", ["draft: true", "published: false", "status: brouillon"])
def test_a_draft_is_passed_over(line: str) -> None:
    (found,) = outcomes("a.md", f"{HEAD}{line}\n---\n{TEXT}")
    assert isinstance(found, PassedOver)


def test_the_house_names_its_fields() -> None:
    rules = Rules(fields={"chapo": "intro"})
    assert only("a.md", f"{HEAD}intro: Neuf mois.\n---\n{TEXT}", rules).lede == "Neuf mois."


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEAD}---\nÉté\r\n".encode(),
        f"{HEAD}---\nÉté\n".replace("\n", "\r\n").encode(),
        f"{HEAD}---\nÉté\n".encode("cp1252"),
        f"{HEAD}---\nÉté\n".encode("utf-16"),
    ],
)
def test_it_is_read_in_any_encoding(content: bytes) -> None:
    assert only("a.md", content).body == ("Été",)


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.md", b"# Titre", True),
        ("a.MARKDOWN", b"", True),
        ("a.txt", b"---\ntitle: X\n---\n", True),
        ("a.txt", b"---\n\nUn tiret long ouvre la page\n", False),
        ("a.txt", b"---\nlayout: x\n---\n", False),
        ("a.md", b"<!DOCTYPE html>", False),
        ("a.txt", b"title: X\n", False),
    ],
)
def test_it_is_known_by_its_name_or_its_front_matter(
    name: str,
    head: bytes,
    accepted: bool,  # noqa: FBT001
) -> None:
    assert markdown.accepts(name, head) is accepted
