"""Does what a journalist types find what it says, and is it read back faithfully?"""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archive import publish
from support.spellings import SPELLINGS
from support.words import NO_WORDS

from indexer import engines, query
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.query.wildcards import pattern
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

ARTICLES = (
    Article(
        id="reforme",
        title="La réforme des retraites",
        lede="Un texte contesté",
        body=("La grève continue à Paris.", "Le comité attend."),
        tags=("Retraites", "Grève générale"),
        authors=("Anne Élie",),
        source="L’Écho des Brumes",
        section="Politique",
    ),
    Article(
        id="elysee",
        title="Grève à l’Élysée",
        lede="Une réforme des cuisines",
        body=("Le président a dit : « Je n’y suis pour rien. »",),
        tags=("Palais",),
        authors=("Paul Retraites",),
        source="Gazette",
        section="Société",
    ),
    Article(
        id="mer",
        title="La mer monte",
        lede="Côte d’Ivoire : 1 000 maisons menacées",
        body=("Le mot « retraite » est un mot de marin.",),
        source="Gazette",
        section="Monde",
    ),
)
EVERY = {article.id for article in ARTICLES}

CASES = {
    # words
    "": EVERY,
    "  ": EVERY,
    "réforme": {"reforme", "elysee"},
    "reforme": {"reforme", "elysee"},
    "réforme comité": {"reforme"},
    "réforme grève": {"reforme", "elysee"},
    "réforme absente": set(),
    "retraites": EVERY,
    "l’Élysée": {"elysee"},
    "côte-d’ivoire": {"mer"},
    "1 000 maisons": {"mer"},
    "1000": {"mer"},
    "brumes": set(),
    "société": set(),
    "12:30": set(),
    "https://echo.example/reforme": set(),
    # phrases are literal, small words included
    '"la réforme des retraites"': {"reforme"},
    '"réforme retraites"': set(),
    '"la réforme"': {"reforme"},
    '"réforme des"': {"reforme", "elysee"},
    '"réformes des"': set(),
    '"je n’y suis pour rien"': {"elysee"},
    "« réforme des retraites »": {"reforme"},
    "“réforme des retraites”": {"reforme"},
    "„réforme des retraites“": {"reforme"},
    "«\u202fréforme des retraites\u202f»": {"reforme"},
    '"retraites"': {"reforme", "elysee"},
    '"continue à Paris. Le comité"': set(),
    '"retraites grève"': set(),
    '"mot de" retraite': {"mer"},
    '"réforme des retraites': {"reforme"},
    '""': EVERY,
    # exclusion
    "réforme -comité": {"elysee"},
    "réforme −comité": {"elysee"},
    "-réforme": {"mer"},
    '-"la réforme"': {"elysee", "mer"},
    "-titre:réforme": {"elysee", "mer"},
    "-réforme -mer": set(),
    "réforme -réforme": set(),
    "-retrait*": set(),
    "porte-réforme": set(),
    "réforme - comité": {"reforme"},
    # fields, French or English, whatever their case and accents
    "titre:grève": {"elysee"},
    "title:grève": {"elysee"},
    "TITRE:grève": {"elysee"},
    "chapo:réforme": {"elysee"},
    "chapô:réforme": {"elysee"},
    "lede:réforme": {"elysee"},
    "texte:grève": {"reforme"},
    "body:grève": {"reforme"},
    "text:grève": {"reforme"},
    "tag:grève": {"reforme"},
    "thème:palais": {"elysee"},
    "auteur:élie": {"reforme"},
    "author:retraites": {"elysee"},
    "source:gazette": {"elysee", "mer"},
    "source:écho": {"reforme"},
    "rubrique:monde": {"mer"},
    "section:monde": {"mer"},
    'titre:"la réforme"': {"reforme"},
    "titre:« la réforme »": {"reforme"},
    "titre:l’élysée": {"elysee"},
    "titre:mer lede:ivoire": {"mer"},
    "source:gazette -rubrique:monde": {"elysee"},
    "inconnu:mer": set(),
    # prefixes
    "retr*": EVERY,
    "réfo*": {"reforme", "elysee"},
    "comité*": {"reforme"},
    "cont* comi*": {"reforme"},
    "titre:retr*": {"reforme"},
    "prés*": {"elysee"},
    "pré*": {"elysee"},
    "l’élys*": {"elysee"},
    "xyz*": set(),
    "me*": set(),
    "mer*": {"mer"},
    "côte-d’ivo*": {"mer"},
    '"retr*"': set(),
}


# What depends on capitals, accents or signs
ADVANCED = {
    # compounds are words that follow each other, inflected or not
    "côtes-d’ivoire": {"mer"},
    "mot-retraite": {"mer"},
    "réforme-retraites": set(),
    # proximity, exact spelling, approximate spelling
    "réforme PRÈS/1 retraites": {"reforme"},
    "retraites PRÈS/1 réforme": {"reforme"},
    "réforme PRÈS/0 retraites": set(),
    "mot PRÈS marin": {"mer"},
    "comité PRÈS paris": set(),
    "=réforme": {"reforme", "elysee"},
    "=reforme": set(),
    '="la réforme"': {"reforme"},
    '="la reforme"': set(),
    "réfrome~": {"reforme", "elysee"},
    "élysé~1": {"elysee"},
    # patterns inside words
    "ret*ites": {"reforme", "elysee"},
    "ret?aites": {"reforme", "elysee"},
    # operators
    "grève ET comité": {"reforme"},
    "comité OU marin": {"reforme", "mer"},
    "comité OR marin": {"reforme", "mer"},
    "grève SAUF comité": {"elysee"},
    "grève NOT comité": {"elysee"},
    "(comité OU marin) -réforme": {"mer"},
    "-(grève OU mer)": set(),
    "titre:(mer OU grève)": {"mer", "elysee"},
    "comité OU marin mer": {"reforme", "mer"},
    "+réforme +comité": {"reforme"},
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("requetes")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def found(text: str, searcher: Searcher) -> set[str]:
    results = service.run(ask(SearchRequest(text=text), searcher))
    assert results.total == len(results.hits)
    return {hit.article.id for hit in results.hits}


@pytest.mark.parametrize(("text", "expected"), (CASES | ADVANCED).items(), ids=CASES | ADVANCED)
def test_what_is_typed_finds_what_it_says(
    text: str, expected: set[str], searcher: Searcher
) -> None:
    assert found(text, searcher) == expected


# A soft hyphen inside the name of a field is nothing that anyone types
HYPHENATED = {"traits d’union conditionnels", "tout à la fois"}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)
def test_spelling_never_changes_what_is_found(
    text: str, expected: set[str], spelling: str, searcher: Searcher
) -> None:
    if ":" not in text or spelling not in HYPHENATED:
        assert found(SPELLINGS[spelling](text), searcher) == expected


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("", ""),
        ("Réforme", "ce mot\u00a0: Réforme"),
        (
            "réforme des  retraites",
            "tous ces mots\u00a0: réforme, retraites\u00a0; de préférence\u00a0: des",
        ),
        ("réforme -grève", "ce mot\u00a0: réforme\u00a0; sauf\u00a0: grève"),
        ("-grève", "sauf\u00a0: grève"),
        ("-grève -mer", "sauf\u00a0: grève, mer"),
        ('"la réforme"', "ce mot\u00a0: «\u00a0la réforme\u00a0»"),
        ("« la réforme » mer", "tous ces mots\u00a0: «\u00a0la réforme\u00a0», mer"),
        ("title:mer", "ce mot\u00a0: mer (dans titre)"),
        (
            'tag:"la mer" -chapô:eau',
            "ce mot\u00a0: «\u00a0la mer\u00a0» (dans tag)\u00a0; sauf\u00a0: eau (dans chapo)",
        ),
        ("retrait*", "ce mot\u00a0: retrait*"),
        ("1 000 maisons", "tous ces mots\u00a0: 1 000, maisons"),
        ("<b>gras</b>", "ce mot\u00a0: <b>gras</b>"),
    ],
)
def test_the_query_is_read_back(text: str, explanation: str) -> None:
    assert query.parse(text, NO_WORDS).explanation == explanation


@pytest.mark.parametrize(
    ("text", "piece", "part"),
    [
        ("réforme inconnu:mer", "inconnu", "inconnu:mer"),
        ('mer "la réforme', "guillemet", '"la réforme'),
        ("mer re*", "3 lettres", "re*"),
        ("…", "aucun mot", "…"),
        ("l’", "aucun mot", "l’"),
        ("***", "aucun mot", "***"),
        ("mer go*ment", "*", "go*ment"),
        ("mer OU", "rien à sa droite", "OU"),
        ("mer PRÈS", "rien à sa droite", "PRÈS"),
        ("=mer PRÈS/1 port", "PRÈS", "PRÈS/1"),
        ("mar?d' PRÈS grève", "PRÈS", "PRÈS"),
        ("titre: mer", "espace", "titre: "),
        ("=élec*", "exacte", "élec*"),
        ('"élec* mer"', "exacte", '"élec* mer"'),
        ('"a b c d"~20', "5", '"a b c d"~20'),
        ("OU mer", "rien à sa gauche", "OU"),
        ("mer ET OU port", "OU", "OU"),
        ("mer (port", "parenthèse", "(port"),
        ("mer port)", "parenthèse", ")"),
        ("mer ()", "vides", "()"),
        ("titre:a PRÈS (b OU c)", "PRÈS", "PRÈS"),
        ("mer date:septembre", "date", "date:septembre"),
        ("mer avant:2023..", "date", "avant:2023.."),
        ("tittre:mer", "tittre", "tittre:mer"),
        ('"la mer"~500', "50", '"la mer"~500'),
        ("Saint-Malo~", "un seul mot", "Saint-Malo~"),
        ("mer *tion", "*", "*tion"),
    ],
)
def test_what_is_not_understood_is_a_warning_on_its_place(text: str, piece: str, part: str) -> None:
    (warning,) = query.parse(text, NO_WORDS).warnings
    assert piece in warning.message
    assert text[warning.start : warning.end] == part


@pytest.mark.parametrize("text", [text for text in CASES if "inconnu" not in text])
def test_what_is_understood_gives_no_warning(text: str, searcher: Searcher) -> None:
    odd = text in {'""', "me*", '"retr*"'} or text.count('"') % 2 or "„" in text
    warnings = query.parse(text, searcher.vocabulary).warnings
    assert [warning.message for warning in warnings if not odd] == []


SYNTAX = st.sampled_from(
    ["-", '"', "«", "»", "*", ":", " ", "titre:", "inconnu:", "l'", "été", "1 000", "retr*", "-mer"]
)


@given(st.lists(SYNTAX, max_size=30).map("".join) | st.text(max_size=60))
def test_any_query_is_answered(searcher: Searcher, text: str) -> None:
    assert found(text, searcher) <= EVERY


@pytest.mark.parametrize(
    ("text", "piece", "repair"),
    [
        ("grève ou climat", "ou", "grève OU climat"),
        ("réforme sauf grève", "sauf", "réforme SAUF grève"),
    ],
)
def test_an_operator_in_lower_case_is_a_word_and_one_click_away(
    text: str, piece: str, repair: str
) -> None:
    parsed = query.parse(text, NO_WORDS)
    (warning,) = parsed.warnings
    assert text[warning.start : warning.end] == piece
    assert warning.repair == repair
    assert str(query.parse(repair, NO_WORDS).tree) != str(parsed.tree)


@pytest.mark.parametrize(
    "text", ["où va la mer", "réforme et grève", '"grève ou climat"', "ou mer"]
)
def test_other_small_words_ask_for_no_operator(text: str) -> None:
    assert query.parse(text, NO_WORDS).warnings == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("TOUT SAUF LA MER", True),
        ("LE PRÉSIDENT OU RIEN", True),
        ("SNCF OU RATP", False),
        ("PSG SAUF OM", False),
        ("réforme SAUF grève", False),
    ],
)
def test_a_text_all_in_capitals_has_no_operators_and_says_so(text: str, told: bool) -> None:  # noqa: FBT001
    warnings = query.parse(text, NO_WORDS).warnings
    assert ["capitales" in warning.message for warning in warnings] == [True] * told
    for warning in warnings:
        again = query.parse(warning.repair, NO_WORDS)
        assert (again.warnings, str(again.tree)) == ((), str(query.parse(text, NO_WORDS).tree))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("prud'homm*", ("", "prudhomm*")),
        ("prud’homal*", ("", "prudhomal*")),
        ("O'Bri*", ("", "obri*")),
        ("d'O'Bri*", ("d'", "obri*")),
        ("N’Djam*", ("", "ndjam*")),
        ("aujourd'h?i", ("", "aujourdh?i")),
        ("l'élec*", ("l'", "elec*")),
        ("week-en*", ("week-", "en*")),
    ],
)
def test_a_pattern_holds_an_apostrophe_that_its_word_holds(text: str, cut: tuple[str, str]) -> None:
    assert pattern(text) == cut
