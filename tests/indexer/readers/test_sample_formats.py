"""Do the samples of formats give what the demonstration is to show, beside the judged set?"""

import pytest
from support.exports import outcomes
from support.places import JUDGED, SAMPLES

from indexer.article import Article

FORMATS = SAMPLES / "formats"
MEDIA = {"Agence Quatre-Vents", "Le Courrier du littoral", "L’Écho des Hautes-Brumes"}


@pytest.mark.parametrize(
    ("name", "count"),
    [("export.json", 1), ("export.jsonl", 3), ("export.csv", 2), ("billet.md", 1)],
)
def test_the_samples_of_exports_are_whole_articles(name: str, count: int) -> None:
    articles = list(outcomes(name, (FORMATS / name).read_bytes()))
    assert len(articles) == count
    for article in articles:
        assert isinstance(article, Article), article
        assert article.source in MEDIA
        assert all((article.authors, article.tags, article.section, article.day, article.body))


def test_the_formats_stand_beside_what_is_judged() -> None:
    assert {*JUDGED, FORMATS} == set(SAMPLES.iterdir())
    assert len(list(FORMATS.iterdir())) >= 11
