"""Publish an index of given articles as they are, hostile ones too, past every reader."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from indexer import engines
from indexer.article import Article
from indexer.engines.document import to_document
from indexer.generations import store
from indexer.generations.manifest import Manifest

ENGINE = "whoosh"


def publish(root: Path, articles: Sequence[Article], engine: str = ENGINE) -> Manifest:
    """Make these articles the current generation of the index directory `root`."""
    place = store.begin(root)
    with engines.load(engine).writer(place) as writer:
        for article in articles:
            writer.put(to_document(article))
    days = sorted(article.day for article in articles if article.day)
    manifest = Manifest(
        generation=place.name,
        engine=engine,
        created=datetime.now(UTC),
        articles=len(articles),
        rejected=0,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        sources=("tests",),
    )
    store.publish(root, manifest)
    return manifest
