"""Does a title lose the name of its newspaper, and nothing else?"""

# ruff: noqa: E501 (a line of text is a line)

import pytest

from indexer.readers.html.furniture import is_furniture
from indexer.readers.html.titles import titled

SITES = ("Le Courrier d’Anse-Noire", "courrier-anse-noire")


@pytest.mark.parametrize(
    ("found", "heading", "title"),
    [
        ("La criée rouvre - Le Courrier d’Anse-Noire", "", "La criée rouvre"),
        ("La criée rouvre | Courrier Anse-Noire", "", "La criée rouvre"),
        (
            "La criée rouvre – Le Courrier d’Anse-Noire — Abonnés",
            "La criée rouvre",
            "La criée rouvre",
        ),
        ("La criée rouvre | Économie | Le Courrier d’Anse-Noire", "", "La criée rouvre | Économie"),
        (
            "Le Courrier d’Anse-Noire - La criée rouvre",
            "Le Courrier d’Anse-Noire",
            "La criée rouvre",
        ),
        (
            "La criée rouvre après…",
            "La criée rouvre après quarante ans",
            "La criée rouvre après quarante ans",
        ),
        ("Pêche - la criée rouvre", "Pêche", "Pêche"),
        ("Pêche : la criée rouvre", "Pêche", "Pêche : la criée rouvre"),
        (
            "Bras de fer Nord-Sud - le port attend",
            "Autre chose",
            "Bras de fer Nord-Sud - le port attend",
        ),
        ("La criee rouvre", "La criée rouvre", "La criée rouvre"),
        (
            "Le Courrier d’Anse-Noire fête ses cent ans",
            "",
            "Le Courrier d’Anse-Noire fête ses cent ans",
        ),
    ],
)
def test_a_title_loses_the_name_of_its_newspaper(found: str, heading: str, title: str) -> None:
    assert titled(found, heading, SITES) == title


@pytest.mark.parametrize(
    "line",
    [
        "Cet article est réservé aux abonnés.",
        "Il vous reste 78 % de cet article à découvrir.",
        "Déjà abonné ? Se connecter",
        "Abonnez-vous à partir de 1 € par mois",
        "Partager sur Facebook",
        "Temps de lecture : 4 min",
        "La suite après cette publicité",
        "Photo : Ulysse Bergogne",
        "Suivez toute l’actualité d’Anse-Noire sur notre canal",
    ],
)
def test_lines_of_the_page_are_no_text(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "S’inscrire au concours coûte douze euros, et il faut venir avec son propre filet.",
        "Il est reparti sans engagement de la part du préfet, qui attend la fin de l’enquête.",
        "Déjà inscrit au championnat, le club attend encore sa licence.",
        "Le parking est réservé aux abonnés du théâtre depuis 2019.",
        "Il manque 12 % des électeurs, selon ce sondage.",
        "La photo d’illustration montre le port tel qu’il était avant la tempête, et rien de ce que les riverains décrivent aujourd’hui n’y paraît, ce que la mairie a fini par reconnaître.",
        "Se connecter à internet reste difficile dans la vallée, où la fibre n’arrivera pas avant 2027.",
        "« Lire aussi bien que parler » : c’était le vœu de l’instituteur de Saint-Brévalan, et celui de ses élèves, dont il tenait le compte dans un cahier qu’on vient de retrouver au grenier.",
    ],
)
def test_sentences_are_text(line: str) -> None:
    assert not is_furniture(line)
