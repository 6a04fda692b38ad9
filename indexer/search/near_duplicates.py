"""Which of the articles that a search finds are near duplicates? A page shows each text once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, takewhile

from whoosh.query import Or, Query, Term

from indexer.analysis import minhash
from indexer.analysis.terms import literals
from indexer.article import PARIS, Article
from indexer.engines.request import Sort
from indexer.schema import NEAR
from indexer.search import service
from indexer.search.question import Question
from indexer.search.results import Hit

# Each is compared: of a text that came back more often, the oldest ones are listed
MOST = 100
_LAST = datetime.max.replace(tzinfo=PARIS)


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Articles that are near duplicates: one text that several sources ran.

    `hit` is the earliest of them among the hits of a page; `reprises` are all others that the
    search finds, on whatever page, the earliest first, at most MOST. `is_known` where one of them
    stands on a page before.
    """

    hit: Hit
    reprises: tuple[Article, ...] = ()
    is_known: bool = False


class Text:
    """The text of an article as the comparison needs it: its keys, and its shingles."""

    def __init__(self, article: Article) -> None:
        """The keys of `article` are those it was stored with; drawn here for a draft."""
        self.article = article
        self.keys = frozenset(article.near or minhash.keys(self.shingles))

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Those of lede and body only: each source writes a title of its own.

        Most texts share no key with another one, and are never analysed.
        """
        words = map(literals, (self.article.lede, *self.article.body))
        return minhash.shingles(chain.from_iterable(words))

    def same(self, other: "Text") -> bool:
        """Whether two texts are near duplicates: nearness at least minhash.NEAR."""
        if self.keys.isdisjoint(other.keys):
            return False
        return minhash.nearness(self.shingles, other.shingles) >= minhash.NEAR


def groups(question: Question, hits: Sequence[Hit]) -> tuple[DuplicateGroup, ...]:
    """The hits of one page in their order; those that are one text make one group.

    A group stands where the first of its hits stood.
    """
    texts = {hit.article.id: Text(hit.article) for hit in hits}
    leaders: list[Text] = []
    alike: dict[str, list[Text]] = {}
    for text in (*texts.values(), *_elsewhere(question, texts.values())):
        leader = next((one for one in leaders if one.same(text)), None)
        if leader:
            alike[leader.article.id].append(text)
        elif text.article.id in texts:
            leaders.append(text)
            alike[text.article.id] = [text]
    shown = {hit.article.id: hit for hit in hits}
    before = _before(question, texts) if any(len(same) > 1 for same in alike.values()) else set()
    return tuple(_group(same, shown, before) for same in alike.values())


def _elsewhere(question: Question, texts: Collection[Text]) -> list[Text]:
    """The texts that the search finds on other pages and that share a key with `texts`."""
    known = {text.article.id for text in texts}
    held = Counter(key for text in texts for key in text.keys)
    # few texts come back: the search itself is only asked again where one does, or was deleted
    if question.searcher.vocabulary.frequencies(NEAR.name, list(held)) == held:
        return []
    sharing = _sharing(held)
    oldest = question.instead(replace(question.request, sort=Sort.OLDEST))
    ranks = range(MOST + len(known))
    articles = service.listed(oldest, ranks, sharing).articles
    return [Text(article) for article in articles if article.id not in known]


def _sharing(keys: Iterable[str]) -> Query:
    return Or([Term(NEAR.name, key) for key in sorted(keys)])


def _before(question: Question, texts: Mapping[str, Text]) -> set[str]:
    """The ids of articles on earlier pages that share a key with the texts of a page, by id."""
    if question.request.page == 1:
        return set()
    sharing = _sharing({key for text in texts.values() for key in text.keys})
    found = service.listed_among(question, sharing, MOST + len(texts))
    # a page is one piece of the order: what stands before any of it is on an earlier one
    return {one.id for one in takewhile(lambda one: one.id not in texts, found)}


def _group(
    texts: Sequence[Text], shown: Mapping[str, Hit], before: Collection[str]
) -> DuplicateGroup:
    articles = sorted((text.article for text in texts), key=_age)
    first = next(article for article in articles if article.id in shown)
    return DuplicateGroup(
        hit=shown[first.id],
        reprises=tuple(one for one in articles if one.id != first.id),
        is_known=any(one.id in before for one in articles),
    )


def _age(article: Article) -> tuple[datetime, str]:
    return (article.published or _LAST, article.id)
