"""Is an article cited as the French press does, whatever its title and its authors?"""

from datetime import UTC, datetime

import pytest

from indexer.article import Article
from webapp.views.citations import press

NBSP = "\u00a0"
DAY = datetime(2023, 9, 1, 10, tzinfo=UTC)


def _article(title: str = "Titre", **values: object) -> Article:
    return Article(id="a", title=title, source="L’Écho", published=DAY, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ((), ""),
        (("Ana Sy",), "Ana Sy, "),
        (("Ana Sy", "Zoé P."), "Ana Sy et Zoé P., "),
        (("Ana Sy", "Zoé P.", "Léo"), "Ana Sy, Zoé P. et Léo, "),
    ],
)
def test_authors_come_first(authors: tuple[str, ...], expected: str) -> None:
    text = press(_article(authors=authors))
    assert text == f"{expected}«{NBSP}Titre{NBSP}», L’Écho, 1er{NBSP}septembre{NBSP}2023."


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Le « pacte » tient", "Le “pacte” tient"),
        (f"Le «{NBSP}pacte{NBSP}» tient", "Le “pacte” tient"),
        ("Le «pacte» tient", "Le “pacte” tient"),
        ('Le "pacte" tient', 'Le "pacte" tient'),
        ("Deux\nlignes\x00", "Deux lignes"),
        ("<b>&", "<b>&"),
    ],
)
def test_guillemets_inside_a_title_are_inner_ones(title: str, inside: str) -> None:
    assert press(_article(title)).startswith(f"«{NBSP}{inside}{NBSP}», ")


@pytest.mark.parametrize(
    ("url", "end"),
    [
        ("https://www.exemple.info/a", f"{NBSP}2023, https://www.exemple.info/a"),
        ("javascript:alert(1)", f"{NBSP}2023."),
        (None, f"{NBSP}2023."),
    ],
)
def test_only_a_plain_address_is_cited(url: str | None, end: str) -> None:
    assert press(_article(url=url)).endswith(end)
