"""A byline gives the people and the agencies that sign, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.bylines import names

# a byline | the names, a « ; » apart
BYLINES = """
Inès Larrouy | Inès Larrouy
Par Inès Larrouy | Inès Larrouy
par Inès Larrouy | Inès Larrouy
Par : Inès Larrouy | Inès Larrouy
By Inès Larrouy and Théo Sabatier | Inès Larrouy;Théo Sabatier
PAR INÈS LARROUY ET THÉO SABATIER | INÈS LARROUY;THÉO SABATIER
Par INÈS LARROUY (avec Yann Quéméner-Diop) | INÈS LARROUY;Yann Quéméner-Diop
Par Maëlle Kerdoncuff et Théo Sabatier-Nkosi | Maëlle Kerdoncuff;Théo Sabatier-Nkosi
Inès Larrouy, Théo Sabatier | Inès Larrouy;Théo Sabatier
Inès Larrouy, Théo Sabatier et Yann Diop | Inès Larrouy;Théo Sabatier;Yann Diop
Inès Larrouy & Théo Sabatier / AFP | Inès Larrouy;Théo Sabatier;AFP
Inès Larrouy/Théo Sabatier | Inès Larrouy;Théo Sabatier
Inès Larrouy; Théo Sabatier | Inès Larrouy;Théo Sabatier
Inès Larrouy - AFP | Inès Larrouy;AFP
Larrouy, Inès | Inès Larrouy
LARROUY, Inès | Inès LARROUY
Roy, Jean-Luc | Jean-Luc Roy
Quéméner-Diop, Yann | Yann Quéméner-Diop
O’Neill, Sean | Sean O’Neill
Le Goff, Yann | Yann Le Goff
De Villiers, Jean | Jean De Villiers
de Villiers, Jean | Jean de Villiers
d'Ormesson, Jean | Jean d'Ormesson
Larrouy, Inès, Sabatier, Théo | Inès Larrouy;Théo Sabatier
Larrouy, Inès ; Sabatier, Théo | Inès Larrouy;Théo Sabatier
Larrouy, Inès et Sabatier, Théo | Inès Larrouy;Théo Sabatier
Larrouy, Inès, AFP | Inès Larrouy;AFP
Auteurs : Larrouy, Inès | Inès Larrouy
Larrouy, Inès, Sabatier | Larrouy;Inès;Sabatier
AFP | AFP
AFP, Reuters | AFP;Reuters
Reuters, Belga | Reuters;Belga
Avec AFP | AFP
avec l’AFP | AFP
Inès Larrouy avec l'AFP et Reuters | Inès Larrouy;AFP;Reuters
Inès Larrouy (AFP) | Inès Larrouy;AFP
Inès Larrouy (avec AFP) | Inès Larrouy;AFP
Inès Larrouy (avec l’AFP | Inès Larrouy;AFP
Le Figaro avec AFP | AFP
Inès Larrouy, Le Figaro | Inès Larrouy
Figaro |
Inès Larrouy avec les agences | Inès Larrouy
Inès Larrouy, à Port-Lézard | Inès Larrouy
Inès Larrouy (à Port-Lézard) | Inès Larrouy
Inès Larrouy (Port-Lézard) | Inès Larrouy
Inès Larrouy, correspondante à Port-Lézard | Inès Larrouy
Inès Larrouy, envoyée spéciale à Port-Lézard, et Théo Sabatier | Inès Larrouy;Théo Sabatier
Inès Larrouy, Journaliste | Inès Larrouy
Inès Larrouy (texte) et Théo Sabatier (photos) | Inès Larrouy;Théo Sabatier
De notre correspondante Inès Larrouy | Inès Larrouy
De notre correspondant à Rome, Théo Sabatier | Théo Sabatier
Par notre envoyée spéciale Inès Larrouy | Inès Larrouy
De Villiers | De Villiers
Philippe De Villiers | Philippe De Villiers
Denis Durand | Denis Durand
Parisot Luc | Parisot Luc
Byron King | Byron King
Etcheverry et Avecilla | Etcheverry;Avecilla
Jean-Pierre Dupont-Aignan | Jean-Pierre Dupont-Aignan
J.-C. Martin | J.-C. Martin
Propos recueillis par Inès Larrouy | Inès Larrouy
Propos recueillis par : Inès Larrouy. | Inès Larrouy
Propos recueillis et traduits par Inès Larrouy | Inès Larrouy
Recueilli par Inès Larrouy | Inès Larrouy
Un article de Inès Larrouy | Inès Larrouy
Auteur : Inès Larrouy | Inès Larrouy
Auteur(s) : Inès Larrouy, Théo Sabatier | Inès Larrouy;Théo Sabatier
Publié par Inès Larrouy | Inès Larrouy
Écrit par Inès Larrouy | Inès Larrouy
Inès Larrouy, avec la contribution de Théo Sabatier | Inès Larrouy;Théo Sabatier
Inès Larrouy le 07 Mai 2024 | Inès Larrouy
Inès Larrouy, publié le 4 mars 2024 | Inès Larrouy
Inès Larrouy Publié le 4 mars 2024 à 19h25 | Inès Larrouy
Inès Larrouy, mis à jour à 19h25 | Inès Larrouy
Inès Larrouy 19h25 | Inès Larrouy
Inès Larrouy - 04/03/2024 | Inès Larrouy
Publié le 4 mars 2024 par Inès Larrouy | Inès Larrouy
Le 4 mars 2024, par Inès Larrouy et Théo Sabatier | Inès Larrouy;Théo Sabatier
Publié le 4 mars 2024 |
redaction@echo.example (Inès Larrouy) | Inès Larrouy
Inès Larrouy <ines@echo.example> | Inès Larrouy
Inès Larrouy @ilarrouy | Inès Larrouy
https://www.facebook.com/echo |
20 Minutes |
par la rédaction |
, ; |
Inès Larrouy, Inès LARROUY | Inès Larrouy
Texte : Inès Larrouy. Photos : Théo Sabatier | Inès Larrouy
"""


@pytest.mark.parametrize(
    ("byline", "signed"), [row.rsplit(" |", 1) for row in BYLINES.strip("\n").splitlines()]
)
def test_a_byline_gives_its_names(byline: str, signed: str) -> None:
    assert names(byline, "Le Figaro") == tuple(filter(None, signed.strip().split(";")))


def test_lines_are_bylines_of_their_own() -> None:
    assert names("Inès Larrouy\nThéo Sabatier") == ("Inès Larrouy", "Théo Sabatier")


def test_a_name_is_composed_and_its_spaces_are_plain() -> None:
    assert names("Ine\u0300s\xa0Larrouy") == ("Inès Larrouy",)


def test_a_text_is_no_byline() -> None:
    assert names("Inès " * 300) == ()


PIECES = st.sampled_from(
    "Par De de l' avec et ( ) , ; / Inès Larrouy AFP publié le 4 12h @ http://x : . é É".split()
)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_no_text_raises_and_a_name_is_a_line(text: str) -> None:
    for name in names(text, "AFP"):
        assert name == name.strip()
        assert "\n" not in name
        # a line with a tag stays as it is written
        assert "<" in name or not any(char.isdigit() for char in name)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Propos recueillis par Inès Larrouy à Lomé", ("Inès Larrouy",)),
        ("Une enquête d’Inès Larrouy", ("Inès Larrouy",)),
        ("Dossier réalisé par Inès Larrouy et Yann Diop", ("Inès Larrouy", "Yann Diop")),
        ("Article écrit par Inès Larrouy", ("Inès Larrouy",)),
        ("Tribune. Par Inès Larrouy, économiste", ("Inès Larrouy",)),
        ("Inès Larrouy avec AFP agence", ("Inès Larrouy", "AFP")),
        ("Agence AFP", ("AFP",)),
        ("Rédaction", ()),
    ],
)
def test_what_opens_a_line_or_follows_a_name_is_no_name(line: str, wanted: tuple[str, ...]) -> None:
    assert names(line) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le Courrier Inès Larrouy", ("Inès Larrouy",)),
        ("Le Courrier : Inès Larrouy et Théo Sabatier", ("Inès Larrouy", "Théo Sabatier")),
        ("Le Courrier", ()),
        ("Le Courrier avec AFP", ("AFP",)),
        ("Le Courriero Inès", ("Le Courriero Inès",)),
        ("Inès Le Courrier", ("Inès Le Courrier",)),
    ],
)
def test_the_publication_that_opens_a_byline_is_no_name(text: str, found: tuple[str, ...]) -> None:
    assert names(text, "Le Courrier") == found
