"""Which article does an id lead to: the one that has it, else those that had it before?"""

from whoosh.query import Term

from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, Sort
from indexer.errors import Unavailable
from indexer.identity import is_id
from indexer.schema import FORMER
from indexer.search import service

MOST = 20


def known(article_id: str, searcher: Searcher) -> tuple[Article, ...]:
    """The article of an id, else the articles whose former id it is, newest first, at most MOST.

    Unavailable where a part of the archive that may hold them does not answer.
    """
    own = service.read(article_id, searcher)
    if own:
        return (own,)
    if not is_id(article_id):
        return ()
    results = searcher.search(
        EngineRequest(
            matching=Term(FORMER.name, article_id),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=MOST,
            counted=frozenset(),
        )
    )
    if results.counts.shards_missing:
        raise Unavailable(
            "une partie de l’archive ne répond pas : réessayer dans quelques secondes"
        )
    return tuple(Article.load(hit.stored) for hit in results.hits)
