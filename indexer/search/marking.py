"""Where is what was asked for, in what is shown of an article?"""

from collections.abc import Mapping, Sequence

from whoosh.query import Or, Query

from indexer.article import Article
from indexer.engines.request import EngineHit
from indexer.search import highlight, other_fields
from indexer.search.highlight import Marks, Passage
from indexer.search.other_fields import FieldPassages
from indexer.search.question import Question
from indexer.search.results import Hit
from indexer.search.snippets import passages
from indexer.search.why import with_equivalents

# Marks nothing: no text is analysed, however long
_NOTHING = Marks()


def hits(found: Sequence[EngineHit], tree: Query, question: Question) -> tuple[Hit, ...]:
    """What an engine found, with what a tree asks for marked in it.

    Each hit says by which equivalents of a question it was found.
    """
    marks = highlight.marks(tree, question.searcher)
    articles = (Article.load(hit.stored) for hit in found)
    marked_hits = [
        Hit(
            article,
            hit.score,
            highlight.whole(article.title, marks.get("title", _NOTHING)),
            highlight.whole(article.lede, marks.get("lede", _NOTHING)),
            passages(article.body, marks.get("body", _NOTHING)),
            tuple(highlight.wholes(article.tags, marks.get("tags", _NOTHING))),
            tuple(highlight.wholes(article.authors, marks.get("authors", _NOTHING))),
            other_fields.excerpts(article, marks),
        )
        for hit, article in zip(found, articles, strict=True)
    ]
    return tuple(with_equivalents(marked_hits, question.parsed.spellings))


def marked(question: Question, article: Article) -> tuple[Passage, ...]:
    """Title, lede and every paragraph of an article, whole, with the hits of a question marked.

    At most MOST_HITS hits of each field are.
    """
    marks = highlight.marks(question.parsed.tree, question.searcher)
    return (
        highlight.whole(article.title, marks.get("title", _NOTHING)),
        highlight.whole(article.lede, marks.get("lede", _NOTHING)),
        *highlight.wholes(article.body, marks.get("body", _NOTHING)),
    )


def excerpts(
    questions: Sequence[Question], articles: Sequence[Article]
) -> Mapping[str, tuple[Passage, ...]]:
    """The passages of each article, by its id, that show best what some questions ask for."""
    tree = Or([question.parsed.tree for question in questions])
    marks = highlight.marks(tree, questions[0].searcher) if questions else {}
    body = marks.get("body", _NOTHING)
    return {article.id: passages(article.body, body) for article in articles}


def marked_elsewhere(question: Question, article: Article) -> tuple[FieldPassages, ...]:
    """The fields without a place of their own that a search is found in, whole, with its hits."""
    return other_fields.whole(article, highlight.marks(question.parsed.tree, question.searcher))
