"""Are rewritten texts told from different ones, the same way on every run?"""

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rewritings import REWRITINGS, different

from indexer.analysis import minhash
from indexer.article import Article
from indexer.search.near_duplicates import Text

ARTICLES = 150
DRAWN = """
from indexer.analysis import minhash
print(minhash.keys(minhash.shingles([f"m{n}" for n in range(200)])))
"""


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    """Texts that have nothing to do with each other."""
    return [Text(article) for article in different(ARTICLES)]


@pytest.mark.parametrize("rewrite", REWRITINGS.values(), ids=REWRITINGS)
def test_a_rewritten_text_is_nearly_always_the_same(
    rewrite: Callable[[Article], Article], texts: list[Text]
) -> None:
    same = sum(text.same(Text(rewrite(text.article))) for text in texts)
    assert same >= 0.95 * ARTICLES


def test_different_texts_never_are(texts: list[Text]) -> None:
    assert not any(one.same(other) for one, other in combinations(texts, 2))
    near = max(
        minhash.nearness(one.shingles, other.shingles) for one, other in combinations(texts, 2)
    )
    assert near < minhash.NEAR / 10


def test_a_text_too_short_is_like_no_other() -> None:
    brief = Text(Article(id="a", title="Brèves", body=("Les titres du jour à neuf heures.",)))
    assert (brief.keys, brief.shingles) == (frozenset(), frozenset())
    assert not brief.same(brief)
    assert minhash.nearness(brief.shingles, brief.shingles) == 0


def test_accents_and_capitals_make_no_other_text() -> None:
    plain = " ".join(f"été numéro{n} côté" for n in range(30))
    one, other = (
        Text(Article(id="a", title="a", body=(text,)))
        for text in (plain, plain.upper().replace("É", "E").replace("Ô", "O"))
    )
    assert one.shingles == other.shingles
    assert one.same(other)


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    begin = [f"m{n}" for n in range(minhash.MOST_WORDS)]
    article = Article(id="a", title="a", body=(" ".join(begin), "suite " * 200_000))
    assert Text(article).shingles == minhash.shingles(begin)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_keys_are_the_same_in_every_process(seed: str, environment: dict[str, str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", DRAWN],
        env={**environment, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
    )
    keys = minhash.keys(minhash.shingles([f"m{n}" for n in range(200)]))
    assert run.stdout.strip() == repr(keys)
    assert len(keys) == minhash.BANDS


@given(st.sets(st.text(max_size=3)), st.sets(st.text(max_size=3)))
def test_nearness_is_a_share_whatever_the_order(one: set[str], other: set[str]) -> None:
    near = minhash.nearness(one, other)
    assert 0 <= near <= 1
    assert near == minhash.nearness(other, one)
    assert (near == 1) == (one == other and bool(one))
