"""Does an engine stop when time is up, say so, and otherwise answer as if there were no limit?"""

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from support.building import Built, counted, ids, write
from support.generated import archive, tree
from whoosh.query import Or, Phrase, Term

from benchmarks import corpus
from indexer import deadline, engines
from indexer.article import Article
from indexer.engines.request import EngineRequest, Sort
from indexer.engines.tantivy import slices

FORMS = [Term("body", "l:mer"), Term("body", "l:port")]


def request(random: Random, sort: Sort) -> EngineRequest:
    """A random question with a selection, term_counts, and a page that is not the first."""
    return EngineRequest(
        matching=tree(random, 4),
        selections={"tag": Or([Term("tag_facet", "mer"), Term("tag_facet", "elysee")])},
        sort=sort,
        offset=random.choice([0, 2]),
        limit=random.choice([0, 3, 100]),
        term_counts={"tag": FORMS, "mer": FORMS[:1]},
    )


@pytest.mark.parametrize("name", ["identifiants de l’archive", "autres identifiants"])
def test_slices_add_up_to_the_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(11)  # noqa: S311 - the same questions each time
    found = archive(5) + archive(6) + archive(7)
    if name == "identifiants de l’archive":
        found = [
            replace(one, id=article.id)
            for one, article in zip(found, corpus.articles(len(found), 1), strict=True)
        ]
    else:
        found = [replace(one, id=f"{'éz0-'[n % 4]}{one.id}{n}") for n, one in enumerate(found)]
        found += [Article(id=short, title="mer") for short in ("a", "0f", "z")]
    write(engines.load("tantivy"), tmp_path, found)
    with closing(engines.load("tantivy").searcher(tmp_path)) as searcher:
        for sort in [*Sort] * 15:
            asked = request(random, sort)
            whole = counted(searcher.search(asked))
            with monkeypatch.context() as patch:
                patch.setattr(slices, "COSTLY", 1)
                sliced = counted(searcher.search(asked))
            assert ids(sliced) == ids(whole)
            assert [h.score for h in sliced.hits] == pytest.approx([h.score for h in whole.hits])
            assert replace(sliced, hits=()) == replace(whole, hits=()), asked.matching


@pytest.mark.parametrize("work", [0, 10**8, 10**9, 10**11, 10**15])
def test_every_article_is_in_one_slice(work: int) -> None:
    held = [f"{n:03x}0" for n in range(4096)] + ["é", "0", "zz", "00", "00z", "A00", "f-f", "0é0"]
    patterns = [re.compile(pattern or "") for pattern in slices.in_time(work)]
    assert len(patterns) > 1
    assert {one: sum(bool(p.fullmatch(one)) for p in patterns) for one in held} == dict.fromkeys(
        held, 1
    )


@pytest.mark.parametrize("left", [pytest.param(-1.0, id="no time"), pytest.param(60.0, id="gone")])
def test_what_is_not_looked_at_is_told(
    left: float, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = built(*(Article(id=f"{n:016x}", title="la mer", body=("mer",)) for n in range(9)))
    asked = EngineRequest(
        matching=Phrase("title", ["l:la", "l:mer"]),
        selections={},
        sort=Sort.RELEVANCE,
        offset=0,
        limit=5,
        term_counts={"mer": FORMS},
    )
    assert counted(searcher.search(asked)).total == 9
    monkeypatch.setattr(deadline, "HERE_SECONDS", left)
    deadline.begin(left, lambda: left > 0)
    try:
        results = counted(searcher.search(asked))
    finally:
        deadline.begin(None)
    assert results.timed_out
    assert (results.total, results.hits, results.term_counts) == (0, (), {"mer": 0})
