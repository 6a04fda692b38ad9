"""Are texts with the shortcuts of SPIP read as its readers see them, and no others?"""

import json

import pytest

from indexer.article import Article, PassedOver
from indexer.readers import parse, tabular
from indexer.readers.tabular import bodies

TEXT = """Le bac reprend {lundi}, dit {{la mairie}}.<doc12|left>

{{{ Un chantier }}}

Voir [le dossier->art8532] et [le port|titre->https://x.example].[[Une note.]]
- La toiture
-* Les quais"""


def test_a_text_of_spip_gives_its_paragraphs() -> None:
    found = bodies.of_text(TEXT)
    assert found.lines == (
        "Le bac reprend lundi, dit la mairie.",
        "Un chantier",
        "Voir le dossier et le port.",
        "La toiture",
        "Les quais",
    )
    assert found.headings == (1,)


@pytest.mark.parametrize(
    "text", ["Il vit {à Brest}.", "- Oui.", "Le tableau [1, 2] -> fin", "function() {{ x }}"]
)
def test_what_others_write_is_no_shortcut(text: str) -> None:
    assert bodies.of_text(text).lines == (text,)


def test_what_spip_has_not_published_is_passed_over() -> None:
    records = [
        {"titre": "Bac", "texte": TEXT, "statut": one} for one in ("publie", "prepa", "refuse")
    ]
    found = list(parse(tabular, json.dumps(records).encode(), "spip.json"))
    assert [type(one) for one in found] == [Article, PassedOver, PassedOver]


def test_shortcuts_without_an_end_take_no_time() -> None:
    repeated = ("{", "[", "[a->", "{{{a", "->", "{{{" + " " * 50_000, "[" + "a|" * 50_000, "-#")
    for opening in (50_000 // len(one) * one if len(one) < 10 else one for one in repeated):
        bodies.of_text(f"{{{{{{Un}}}}}} {opening}")
