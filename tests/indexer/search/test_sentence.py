"""Does one sentence say the whole search?"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.generations import store
from indexer.messages.french_format import NBSP
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.sentence import sentence

YEAR_2023 = {"since": date(2023, 1, 1), "until": date(2023, 12, 31)}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("phrases")
    article = Article(
        id="a",
        title="Un",
        tags=("Grève", "Syndicats", "Élysée"),
        source="Ouest Matin",
        authors=("Zoé Pérignac",),
        published=datetime(2023, 2, 1, tzinfo=UTC),
    )
    manifest = publish(root, (article,))
    with closing(
        engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    ) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, "toute l’archive", id="tout"),
        pytest.param({"text": "  retraites\t 64 ans "}, "retraites 64 ans", id="texte"),
        pytest.param(
            {
                "text": "retraites",
                "filters": {"tag": ("greve", "syndicats")},
                "all_of": ("tag",),
                "exclusions": {"source": ("ouest matin",)},
                **YEAR_2023,
            },
            "retraites ; thèmes Grève et Syndicats ; sauf Ouest Matin ; en 2023",
            id="et, sauf, période",
        ),
        pytest.param(
            {"filters": {"tag": ("greve", "syndicats", "elysee"), "year": ("2022", "2023")}},
            "thèmes Grève, Syndicats ou Élysée ; 2022 ou 2023",
            id="ou",
        ),
        pytest.param(
            {"filters": {"author": ("zoe perignac",)}, "all_of": ("author", "tag")},
            "auteur Zoé Pérignac",
            id="un seul",
        ),
        pytest.param(
            {"exclusions": {"tag": ("greve",), "source": ("ouest matin",)}},
            "sauf Grève ou Ouest Matin",
            id="sauf deux",
        ),
        pytest.param({"filters": {"tag": ("inconnu",)}}, "thème inconnu", id="valeur inconnue"),
        pytest.param({"sort": Sort.NEWEST}, "toute l’archive", id="ordre usuel sans texte"),
        pytest.param(
            {"text": "mer", "sort": Sort.OLDEST}, "mer ; les plus anciens d’abord", id="ordre"
        ),
        pytest.param({"text": "mer", "sort": Sort.RELEVANCE, "page": 3}, "mer", id="page"),
        pytest.param(
            {"text": "mer", "unwanted": ("mers",), "as_typed": ("rn",), "since": date(2023, 9, 1)},
            "mer ; sans la forme « mers » ; « rn » sans équivalent ; depuis le 1ᵉʳ septembre 2023",
            id="formes",
        ),
    ],
)
def test_a_search_is_said(asked: dict[str, Any], expected: str, searcher: Searcher) -> None:
    said = sentence(ask(SearchRequest(**asked), searcher))
    assert said.replace(NBSP, " ") == expected


def test_what_was_understood_may_stand_for_the_text(searcher: Searcher) -> None:
    question = ask(SearchRequest(text="mer -port", filters={"tag": ("greve",)}), searcher)
    said = sentence(question, question.parsed.explanation)
    assert said.replace(NBSP, " ") == "ce mot : mer ; sauf : port ; thème Grève"
