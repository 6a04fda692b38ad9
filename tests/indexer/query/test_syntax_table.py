"""Does every example of the query language find what the table says, and is its page up to date?"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.query.syntax_table import FIELD_WORDS, LANGUAGE
from indexer.schema import TEXT_FIELDS
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from tools import query_language

ARTICLES = (
    Article(
        id="reforme",
        title="La réforme des retraites",
        body=("Le gouvernement reçoit le président ; le marché attend.",),
        tags=("Palais de justice",),
        authors=("Anne Élie",),
        source="L’Écho",
        section="Politique",
        published=datetime(2023, 9, 14, 8, tzinfo=PARIS),
    ),
    Article(
        id="elysee",
        title="Grève à l’Élysée",
        lede="Une réforme des cuisines",
        body=("On marche, on reforme les rangs sur les marchés.",),
        source="Gazette",
        section="Société",
        published=datetime(2023, 9, 13, 23, 59, tzinfo=PARIS),
    ),
    Article(
        id="mer",
        title="La mer monte",
        body=("Retraite d’un marin, puis réforme du marché.", "Les Nations unies votent."),
        source="Gazette",
        section="Monde",
        published=datetime(2024, 1, 1, tzinfo=PARIS),
    ),
)
EXAMPLES = {
    "reforme retraites": "reforme mer",
    "+grève marché": "elysee",
    "onu": "mer",
    '"la réforme des retraites"': "reforme",
    '"réforme retraites"~2': "reforme",
    "=marché": "reforme mer",
    "retrait*": "reforme mer",
    "gou*ment": "reforme",
    "elysse~": "elysee",
    "grève ET marché": "elysee",
    "marin OU cuisines": "mer elysee",
    "réforme SAUF grève": "reforme mer",
    "réforme -grève": "reforme mer",
    "retraites PRÈS/2 réforme": "reforme",
    "(grève OU marin) SAUF élysée": "mer",
    "titre:mer": "mer",
    "chapo:cuisines": "elysee",
    "texte:marin": "mer",
    "tag:palais": "reforme",
    "auteur:élie": "reforme",
    "source:gazette": "elysee mer",
    "rubrique:monde": "mer",
    "titre:(mer OU réforme)": "mer reforme",
    "date:septembre 2023": "reforme elysee",
    "date:2023-09-14..2023-09-30": "reforme",
    "depuis:2024": "mer",
    "avant:14/09/2023": "elysee",
}
ROWS = [row for section in LANGUAGE for row in section.rows]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("langue")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


@pytest.mark.parametrize("example", [row.example for row in ROWS])
def test_an_example_finds_what_the_table_says(example: str, searcher: Searcher) -> None:
    results = service.run(ask(SearchRequest(text=example), searcher))
    assert {hit.article.id for hit in results.hits} == set(EXAMPLES[example].split())
    assert results.warnings == ()
    assert results.explanation


def test_each_text_field_has_words_of_its_own_in_the_help() -> None:
    assert set(FIELD_WORDS) == {field.name for field in TEXT_FIELDS}


def test_the_document_is_the_table() -> None:
    assert query_language.TARGET.read_text() == query_language.page()
