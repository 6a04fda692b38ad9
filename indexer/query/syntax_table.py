"""What can be typed? One table, from which the help page and docs/query-language.md are made."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.engines import MOST_POSITIONS
from indexer.engines.tree_rewrites import most_slop
from indexer.query.balancing import MAX_DEPTH
from indexer.query.parser import NEAR_WORDS
from indexer.query.repair import MAX_BETWEEN, MAX_FUZZY, MAX_PATTERNS, MAX_WORDS
from indexer.query.wildcards import LEADING_LETTERS
from indexer.schema import TEXT_FIELDS, TextField


@dataclass(frozen=True, slots=True)
class Row:
    """A way to ask: its sign, what it finds in French and in English, and one example."""

    sign: str
    french: str
    english: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """Ways to ask that belong together, under a French and an English heading."""

    french: str
    english: str
    rows: tuple[Row, ...]


# By field: what it finds in French and in English, and a word to find in an example
FIELD_WORDS: Mapping[str, tuple[str, str, str]] = {
    "title": ("dans le titre", "in the title", "mer"),
    "lede": ("dans le chapô", "in the lede", "cuisines"),
    "body": ("dans le corps de l’article", "in the body", "marin"),
    "tags": ("un mot d’un thème", "a word of a tag", "palais"),
    "authors": ("un mot d’une signature", "a word of a byline", "élie"),
    "source": ("un mot du nom du titre de presse", "a word of the publisher", "gazette"),
    "section": ("un mot de la rubrique", "a word of the section", "monde"),
}
# Of a field whose words are not written yet, which a test names
_ANY_FIELD = ("un mot de ce champ", "a word of this field", "mer")


def _field_row(field: TextField) -> Row:
    french, english, example = FIELD_WORDS.get(field.name, _ANY_FIELD)
    shown = dict.fromkeys((field.names[0], field.names[-1]))
    sign = " ".join(f"{name}:" for name in shown)
    return Row(sign, french, english, f"{field.names[0]}:{example}")


LANGUAGE: tuple[Section, ...] = (
    Section(
        "Mots",
        "Words",
        (
            Row(
                "mot mot",
                "tous ces mots, sous toutes leurs formes, avec ou sans accents\u00a0; les petits "
                "(le, de, qui…) ne sont que préférés",
                "all of these words, in any form, with or without accents; small ones (le, de, "
                "qui…) are only preferred",
                "reforme retraites",
            ),
            Row(
                "+mot",
                "ce mot-là en tout cas, même petit, même parmi les résultats proches",
                "this word in any case, even a small one, even in the second tier",
                "+grève marché",
            ),
            Row(
                "ONU",
                "ce qui s’écrit de plusieurs façons est cherché sous toutes (ONU, Nations "
                "unies)\u00a0; pas entre guillemets ni après «\u00a0=\u00a0»",
                "what is written in several ways is searched in all of them "
                "(equivalences.txt); not in quotation marks, nor after `=`",
                "onu",
            ),
            Row(
                '"…" «\u00a0…\u00a0» “…” ‹…› <<…>>',
                "l’expression telle quelle, petits mots compris",
                "the words as they are, in this order, small ones included",
                '"la réforme des retraites"',
            ),
            Row(
                '"…"~n',
                f"ces mots dans cet ordre, au plus n autres entre deux (jusqu’à {MAX_BETWEEN})",
                f"in this order, with at most n others between two of them (up to {MAX_BETWEEN})",
                '"réforme retraites"~2',
            ),
            Row(
                "=mot",
                "cette forme seulement, avec ses accents",
                "this form only, with its accents",
                "=marché",
            ),
            Row(
                "mot*",
                f"le début d’un mot, d’au moins {LEADING_LETTERS} lettres",
                f"the beginning of a word, of at least {LEADING_LETTERS} letters",
                "retrait*",
            ),
            Row(
                "mot*t mot?t",
                "dans un mot, * pour plusieurs lettres, ? pour une",
                "inside a word, * for any letters, ? for one",
                "gou*ment",
            ),
            Row(
                "mot~",
                "ce mot ou presque, à une ou deux lettres près (~1, ~2)",
                "this word or almost, one or two letters apart (~1, ~2)",
                "elysse~",
            ),
        ),
    ),
    Section(
        "Combiner",
        "Combining",
        (
            Row(
                "ET AND &&",
                "l’un et l’autre (c’est le cas sans rien écrire)",
                "both (the default)",
                "grève ET marché",
            ),
            Row("OU OR ||", "l’un, l’autre ou les deux", "either or both", "marin OU cuisines"),
            Row("SAUF NOT !mot", "sans ce mot", "without this word", "réforme SAUF grève"),
            Row("-mot", "sans ce mot, collé au signe", "the same, in one sign", "réforme -grève"),
            Row(
                "PRÈS NEAR",
                f"deux mots voisins, au plus {NEAR_WORDS} mots entre eux, PRÈS/n pour n",
                f"two words near each other, at most {NEAR_WORDS} words between, "
                "NEAR/n for n of them",
                "retraites PRÈS/2 réforme",
            ),
            Row(
                "( )",
                "ce qui va ensemble\u00a0; ET se lit avant OU",
                "what belongs together; AND is read before OR",
                "(grève OU marin) SAUF élysée",
            ),
        ),
    ),
    Section(
        "Champs",
        "Fields",
        (
            *map(_field_row, TEXT_FIELDS),
            Row(
                "champ:(…)",
                "plusieurs mots dans un champ",
                "several words in one field",
                "titre:(mer OU réforme)",
            ),
        ),
    ),
    Section(
        "Dates",
        "Dates",
        (
            Row(
                "date:",
                "une année, un mois ou un jour, en chiffres ou en lettres",
                "a year, a month or a day, in figures or in words",
                "date:septembre 2023",
            ),
            Row(
                "date:..",
                "de l’une à l’autre, toutes deux comprises",
                "from one to another, both included",
                "date:2023-09-14..2023-09-30",
            ),
            Row(
                "depuis: since:",
                "à partir de ce jour, compris\u00a0; hier, lundi, 3 jours, semaine dernière aussi",
                "from this day on, included; hier, lundi, 3 jours, semaine dernière too",
                "depuis:2024",
            ),
            Row(
                "avant: before:",
                "jusqu’à la veille de ce jour",
                "before this day",
                "avant:14/09/2023",
            ),
        ),
    ),
)

# Of a quotation of three, four and five words
_ROOM = [most_slop(length, MOST_POSITIONS) - 1 for length in (3, 4, 5)]
LIMITS_FRENCH = (
    f"Une recherche lit {MAX_WORDS}\u00a0mots, {MAX_PATTERNS}\u00a0mots avec une étoile, "
    f"{MAX_FUZZY}\u00a0mots avec un tilde et {MAX_DEPTH}\u00a0parenthèses les unes dans les "
    "autres. Les expressions avec un écart ont ensemble une limite\u00a0: seule, celle de trois "
    f"mots en a jusqu’à {_ROOM[0]} entre deux, celle de quatre {_ROOM[1]}, celle de cinq "
    f"{_ROOM[2]}. Une recherche trop longue donne une réponse incomplète, qui le dit. Ce qui n’est "
    "pas compris est signalé et n’empêche jamais de chercher."
)
LIMITS_ENGLISH = (
    f"A query reads {MAX_WORDS} words, {MAX_PATTERNS} patterns, {MAX_FUZZY} approximate words and "
    f"{MAX_DEPTH} parentheses one inside another. Quotations with room between their words share a "
    f"limit: one of three words, alone, has up to {_ROOM[0]} between two, one of four {_ROOM[1]}, "
    f"one of five {_ROOM[2]}. A search that takes too long gives a partial answer and says so. "
    "What is not understood is told and never prevents a search."
)
