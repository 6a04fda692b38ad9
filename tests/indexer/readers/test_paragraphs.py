"""Are the paragraphs of a page rebuilt from its two copies, one glued, one broken at links?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.pagedump.paragraphs import Glued, join, split_glued


@pytest.mark.parametrize(
    ("glued", "expected"),
    [
        pytest.param("", [], id="vide"),
        pytest.param("Un mot", ["Un mot"], id="sans point"),
        pytest.param("Il part.Elle reste.", ["Il part.", "Elle reste."], id="point collé"),
        pytest.param("Il part. Elle reste.", ["Il part. Elle reste."], id="point et espace"),
        pytest.param("Il part !Elle ?Été.", ["Il part !Elle ?Été."], id="ponctuation haute"),
        pytest.param("Il part!Elle reste.", ["Il part!", "Elle reste."], id="exclamation"),
        pytest.param("Fini…Évidemment.", ["Fini…", "Évidemment."], id="capitale accentuée"),
        pytest.param('dit "oui".Le maire', ['dit "oui".', "Le maire"], id="après guillemet"),
        pytest.param("dit « oui ».Le maire", ["dit « oui ».", "Le maire"], id="après »"),
        pytest.param("une agence (ALP).Le maire", ["une agence (ALP).", "Le maire"], id="(ALP)."),
        pytest.param("en 2019.Le maire", ["en 2019.", "Le maire"], id="après un nombre"),
        pytest.param("Il part.« Oui »", ["Il part.", "« Oui »"], id="avant «"),
        pytest.param("M.Dupont et M.Yavo", ["M.Dupont et M.Yavo"], id="monsieur"),
        pytest.param("MM.Kim et Mme.Li", ["MM.Kim et Mme.Li"], id="messieurs"),
        pytest.param("la S.A.R.L.Koutoubou", ["la S.A.R.L.Koutoubou"], id="sigle"),
        pytest.param("Un bilanLe maire part", ["Un bilan", "Le maire part"], id="intertitre"),
        pytest.param("le McDonald et TikTok", ["le McDonald et TikTok"], id="capitale intérieure"),
        pytest.param("à 3.5 km", ["à 3.5 km"], id="décimale"),
    ],
)
def test_a_glued_text_splits_where_a_capital_touches_an_end(
    glued: str, expected: list[str]
) -> None:
    assert split_glued(glued) == expected


@given(st.text("Aé. !?…«»\"'MLe9", max_size=60))
def test_splitting_loses_nothing_but_white_space(glued: str) -> None:
    found = split_glued(glued)
    assert "".join("".join(found).split()) == "".join(glued.split())
    assert all(piece == piece.strip() != "" for piece in found)


@pytest.mark.parametrize(
    ("lines", "glued", "expected"),
    [
        pytest.param(
            ["Il part.", "Elle reste."],
            "Il part.Elle reste.",
            ["Il part.", "Elle reste."],
            id="collé : un paragraphe",
        ),
        pytest.param(
            ["Il va à", "Paris ce soir."],
            "Il va à Paris ce soir.",
            ["Il va à Paris ce soir."],
            id="espace : un lien",
        ),
        pytest.param(
            ["Il part.", "Elle reste."],
            "Il part. Elle reste.",
            ["Il part.", "Elle reste."],
            id="espace, mais une phrase finit",
        ),
        pytest.param(
            ["Vu par M.", "Kim hier."],
            "Vu par M. Kim hier.",
            ["Vu par M. Kim hier."],
            id="monsieur ne finit rien",
        ),
        pytest.param(
            ["Deuxième acte", "Le maire part."],
            "Deuxième acteLe maire part.",
            ["Deuxième acte", "Le maire part."],
            id="intertitre",
        ),
        pytest.param(
            ["le pain", "le vin"], "le painle vin", ["le pain", "le vin"], id="liste en minuscules"
        ),
        pytest.param(
            ["Il voit l'", "Élysée."], "Il voit l'Élysée.", ["Il voit l'Élysée."], id="l'"
        ),
        pytest.param(["Vu à Paris", ", hier."], "Vu à Paris, hier.", ["Vu à Paris, hier."], id=","),
        pytest.param(
            ["Le maire, qui", "part."], "", ["Le maire, qui part."], id="sans copie, minuscule"
        ),
        pytest.param(
            ["Il part.", "le soir"], "", ["Il part.", "le soir"], id="sans copie, après un point"
        ),
        pytest.param(["Il part.", "Oui."], "", ["Il part.", "Oui."], id="sans copie, phrases"),
        pytest.param(
            ["Il part.", "« Un seul, un", "autre », dit-il.", "Fin."],
            "Il part.Fin.",
            ["Il part.", "« Un seul, un autre », dit-il.", "Fin."],
            id="citation absente",
        ),
        pytest.param(
            ["L’un « dit »", "oui."],
            'L\'un "dit" oui.',
            ["L’un « dit » oui."],
            id="guillemets et apostrophes différents",
        ),
        pytest.param(
            ["Le pont relie la ville de Saint-Ambrel et", "Villeneuve", "Marchand le dit."],
            "Le pont relie la ville de Saint-Ambrel et Villeneuve Marchand le dit.",
            ["Le pont relie la ville de Saint-Ambrel et Villeneuve Marchand le dit."],
            id="un lien court entre deux",
        ),
        pytest.param(
            ["Oui.", "Non.", "Le pont", "relie"],
            "Oui.Non.Oui.Le pont relie",
            ["Oui.", "Non.", "Le pont relie"],
            id="une ligne manque à la page",
        ),
        pytest.param([], "Il part.", [], id="rien"),
    ],
)
def test_lines_join_where_the_glued_copy_has_a_space(
    lines: list[str], glued: str, expected: list[str]
) -> None:
    assert join(lines, Glued(glued)) == expected


@given(st.lists(st.text("Aé.,'« »", min_size=1).map(str.strip).filter(bool), max_size=8), st.text())
def test_joining_loses_nothing_but_white_space(lines: list[str], glued: str) -> None:
    joined = "".join("".join(join(lines, Glued(glued))).split())
    assert joined == "".join("".join(lines).split())


@given(st.lists(st.sampled_from(["Il part.", "Elle reste", "l'", "à", "Oui !"]), min_size=1))
def test_a_copy_glued_at_every_break_keeps_every_line(lines: list[str]) -> None:
    # a line that opens a bracket or elides is joined to what follows in any case
    whole = [line for line in lines if line != "l'"]
    assert join(whole, Glued("".join(whole))) == whole


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        pytest.param("Le maire est parti à la grande mer.", "", True, id="longue, partout"),
        pytest.param("Le maire  est parti\u00a0à la grande mer.", "", True, id="aux espaces près"),
        pytest.param("Le maire est revenu de la grande mer.", "", False, id="longue, absente"),
        pytest.param("2023", "la grande mer.", True, id="courte, à sa place"),
        pytest.param("2023", "du pont.", False, id="courte, ailleurs"),
        pytest.param("Hier,", "", True, id="courte, au début"),
        pytest.param("2023", "", False, id="courte, pas au début"),
    ],
)
def test_a_glued_text_holds_a_line(line: str, before: str, expected: bool) -> None:  # noqa: FBT001
    glued = Glued(
        "Hier, le maire est parti. Le maire est parti à la grande mer.2023 fut une année."
    )
    assert glued.holds(line, before) is expected
