"""Are words found as far from each other as they may be, and no farther, on every engine?"""

from itertools import pairwise, product
from random import Random

from support.building import Built, found, literals
from whoosh.query import Phrase

from indexer.article import Article

WORDS = "mer port vent".split()
ASKED = ["mer port", "port mer", "mer mer", "mer port vent", "mer port mer", "vent mer port mer"]
MOST_SLOP = 6


def stand(words: list[str], text: list[str], slop: int) -> bool:
    """Whether words stand in a text in order, each at most `slop` after the one before."""
    places = [[rank for rank, word in enumerate(text) if word == asked] for asked in words]
    return any(
        all(0 < after - before <= slop for before, after in pairwise(chosen))
        for chosen in product(*places)
    )


def test_words_stand_in_order_at_most_so_far_apart(built: Built) -> None:
    random = Random(7)  # noqa: S311 - the same texts each time
    texts = [
        [random.choice([*WORDS, *["et"] * 6]) for _ in range(random.randrange(2, 14))]
        for _ in range(150)
    ]
    searcher = built(
        *(Article(id=f"{n:03}", title="un", body=(" ".join(t),)) for n, t in enumerate(texts))
    )
    for asked, slop in product(ASKED, range(1, MOST_SLOP + 1)):
        expected = {f"{n:03}" for n, text in enumerate(texts) if stand(asked.split(), text, slop)}
        tree = Phrase("body", literals(asked), slop=slop)
        assert found(searcher, tree) == expected, (asked, slop)
