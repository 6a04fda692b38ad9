"""What is read of an article, with the hits of the search it was reached from?"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from indexer.article import Article
from indexer.search import marking
from indexer.search.highlight import Passage
from indexer.search.other_fields import FieldPassages
from indexer.search.question import Question
from webapp import sanitize


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article and its passages, `marks` hits in all; `archived` is a public copy of its page.

    `anchored` makes HTML of a passage, its marks numbered in the order of the calls.
    """

    article: Article
    title: Passage
    lede: Passage
    body: tuple[Passage, ...]
    others: tuple[FieldPassages, ...]
    marks: int
    archived: str | None
    anchored: Callable[[Passage], str]


def reading(question: Question, article: Article) -> Reading:
    """An article as a search marks it."""
    title, lede, *body = marking.marked(question, article)
    others = tuple(marking.marked_elsewhere(question, article))
    shown = (title, lede, *body, *(passage for other in others for passage in other.passages))
    ranks = count(1)
    return Reading(
        article=article,
        title=title,
        lede=lede,
        body=tuple(body),
        others=others,
        marks=sum(segment.hit for passage in shown for segment in passage),
        archived=sanitize.archived(article.url, article.published),
        anchored=lambda passage: sanitize.anchored(passage, ranks),
    )
