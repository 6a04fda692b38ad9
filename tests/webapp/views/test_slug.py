"""Does the name of a file say what was searched, and not the opposite?"""

import pytest

from webapp.views.slug import slug


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("grève", "greve"),
        ("-grève", "sauf-greve"),
        ("retraites -grève ; thème mer", "retraites-sauf-greve-theme-mer"),
        ("(-grève OU -port)", "sauf-greve-ou-sauf-port"),
        ("Saint-Malo - 2023", "saint-malo-2023"),
        ("Œuvre d’art", "oeuvre-d-art"),
        ("???", "recherche"),
        ("mot " * 40, "-".join(["mot"] * 25)),
        ("a" * 120, "a" * 100),
    ],
)
def test_a_search_has_a_name(said: str, name: str) -> None:
    assert slug(said) == name
