"""Are the lines of the page around a text told from sentences of the text?"""

import pytest

from indexer.readers.html.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Il vous reste 65.3% de cet article à lire.",
        "Vous êtes déjà abonné ? Se connecter",
        "Lisez la suite pour 1 € sans engagement.",
        "Accédez à tous nos articles à partir de 5,99€/mois",
        "Publicité, votre contenu continue ci-dessous",
        "Ce contenu est bloqué car vous n’avez pas accepté les cookies.",
        "Suivre sur Google Actualités",
        "Voir cette publication sur Instagram",
        "Lire la suite après la publicité",
        "Commentaires (12)",
        "Tous droits réservés",
        "(avec AFP)",
        "Photo AFP",
        "Sur le même sujet :",
        "Du lundi au vendredi, recevez l’essentiel de l’actualité de votre ville.",
    ],
)
def test_a_line_of_the_page_is_told(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Il reste 12 % de logements vacants dans le bourg.",
        "« Vous êtes déjà inscrit ? », demande le guichetier.",
        "Il a reçu 300 euros le premier mois, puis plus rien.",
        "Un studio s’y loue désormais 450 euros par mois.",
        "L’abonnement annuel à la piscine coûtera 150 euros aux habitants.",
        "Lire coûte en moyenne 200 euros par an aux familles.",
        "Retrouvez tous ceux qui ont marqué l’année, a lancé le préfet.",
        "Photo : un cliché de 1920 conservé aux archives de l’île.",
        "Sujets : la sécurité, l’eau, les transports.",
        "Voir également la mer depuis le train reste un privilège.",
        "Il travaille avec EDF.",
        "Du lundi au vendredi, ils reçoivent tous les patients du canton.",
    ],
)
def test_a_sentence_of_the_text_is_kept(line: str) -> None:
    assert not is_furniture(line)
