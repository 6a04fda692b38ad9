"""Make up press articles, and what becomes of them when other titles take them over."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks import corpus
from indexer.article import Article

FRAME = (
    "Publié avec notre partenaire, voir aussi nos autres articles du jour.",
    "Suivez-nous et abonnez-vous à notre lettre du soir pour tout lire.",
)
OTHERS = ("hier", "ainsi", "selon", "environ", "lundi", "plusieurs")
SEED = 11
NOON = datetime(2023, 9, 14, 10, tzinfo=UTC)


def different(count: int) -> list[Article]:
    """So many articles that share no text."""
    return list(corpus.articles(count, SEED))


def framed(article: Article) -> Article:
    """The article between the boilerplate of a page."""
    return replace(article, body=(FRAME[0], *article.body, FRAME[1]))


def shortened(article: Article) -> Article:
    """The article without its last quarter."""
    return replace(article, body=article.body[: max(1, round(len(article.body) * 0.75))])


def reworded(article: Article) -> Article:
    """The article with one word in twenty changed."""
    rng = random.Random(SEED)  # noqa: S311 - the same words each time

    def paragraph(text: str) -> str:
        return " ".join(
            rng.choice(OTHERS) if rng.random() < 0.05 else word for word in text.split()
        )

    return replace(article, body=tuple(map(paragraph, article.body)))


REWRITINGS: dict[str, Callable[[Article], Article]] = {
    "framed": framed,
    "shortened": shortened,
    "reworded": reworded,
}


def taken_over(article: Article, name: str, hours: int) -> Article:
    """The article reworded by another source, `hours` after NOON, under another id."""
    return replace(
        reworded(article),
        id=f"{name}-{article.id}",
        title=f"{article.title} selon {name}",
        source=name,
        published=NOON + timedelta(hours=hours),
    )
