"""Does every engine match the keys of an article, and only match them?"""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.building import Built, ask, found, stem, write
from whoosh.query import And, Or, Term

from indexer.article import Article
from indexer.engines import Engine
from indexer.engines.document import to_document
from indexer.engines.request import Sort
from indexer.identity import article_id, former_id
from indexer.schema import KEYS, NEAR
from indexer.search import article_lookup

LONG = " ".join(f"m{n}" for n in range(60))
STORY = Article(id="story", title="mer", body=(LONG,), url="https://journal.example/?p=88")
REPRISE = Article(id="reprise", title="port", body=(LONG, "fin"))
OTHER = Article(id="other", title="mer", body=(" ".join(f"autre{n}" for n in range(60)),))
BRIEF = Article(id="brief", title="mer", body=("Trois mots seulement.",))


def keys(article: Article) -> tuple[str, ...]:
    return to_document(article).keys[NEAR.name]


@pytest.mark.parametrize("key", [key.name for key in KEYS])
def test_a_key_matches_whole(key: str, built: Built) -> None:
    searcher = built(STORY, OTHER, BRIEF)
    assert to_document(STORY).keys[key]
    for value in to_document(STORY).keys[key]:
        assert found(searcher, Term(key, value)) == {"story"}
        assert found(searcher, Term(key, value[:-1])) == set()
        assert found(searcher, Term(key, value + "0")) == set()
        assert found(searcher, Term("body", value)) == set()


def test_articles_of_one_text_share_a_key(built: Built) -> None:
    searcher = built(STORY, REPRISE, OTHER, BRIEF)
    tree = Or([Term(NEAR.name, key) for key in keys(STORY)])
    assert found(searcher, tree) == {"story", "reprise"}
    assert keys(BRIEF) == ()


def test_keys_are_counted_together(built: Built) -> None:
    searcher = built(STORY, REPRISE, OTHER, BRIEF)
    counts = Counter((*keys(STORY), *keys(REPRISE), *keys(OTHER)))
    assert 2 in counts.values()
    assert searcher.vocabulary.frequencies(NEAR.name, [*counts, "absent"]) == {
        **counts,
        "absent": 0,
    }


def test_an_id_leads_to_its_article_else_to_those_that_had_it(built: Built) -> None:
    urls = [f"https://journal.example/{path}-20241122" for path in ("un", "deux")]
    urls += ["https://journal.example/spip.php?article8532", "https://journal.example/a-1000001"]
    days = [datetime(2024, 11, day, tzinfo=UTC) for day in (22, 23, 24, 25)]
    articles = [
        Article(id=article_id(url, "", None), title="mer", url=url, published=day)
        for url, day in zip(urls, days, strict=True)
    ]
    searcher = built(*articles)
    one, two, spip, numbered = articles
    for article in articles:
        assert article_lookup.known(article.id, searcher) == (article,)
    assert article_lookup.known(former_id(one.url, "", None), searcher) == (two, one)
    assert article_lookup.known(former_id(spip.url, "", None), searcher) == (spip,)
    assert article_lookup.known(former_id(numbered.url, "", None), searcher) == (numbered,)
    for absent in ("0" * 16, "", "absent", "'\x00", "*"):
        assert article_lookup.known(absent, searcher) == ()


def test_a_key_scores_nothing(built: Built) -> None:
    searcher = built(STORY, OTHER, BRIEF)
    word, key = stem("title", "mer"), Term(NEAR.name, keys(STORY)[0])
    with_key = ask(searcher, And([word, key]), sort=Sort.RELEVANCE)
    alone = ask(searcher, word, sort=Sort.RELEVANCE)
    (score,) = {hit.score for hit in alone.hits if Article.load(hit.stored) == STORY}
    assert [hit.score for hit in with_key.hits] == pytest.approx([score])
    assert [hit.score for hit in ask(searcher, key, sort=Sort.RELEVANCE).hits] == [0]


def test_the_keys_of_a_deleted_article_match_nothing(engine: Engine, tmp_path: Path) -> None:
    write(engine, tmp_path, [STORY, OTHER])
    with engine.writer(tmp_path) as writer:
        writer.delete("story")
        writer.put(to_document(REPRISE))
    with closing(engine.searcher(tmp_path)) as searcher:
        tree = Or([Term(NEAR.name, key) for key in keys(STORY)])
        assert found(searcher, tree) == {"reprise"}
