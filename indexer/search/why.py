"""Why is an article among the results? What it holds of what was asked for, in its own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.query import Query

from indexer.article import Article
from indexer.query import Parsed
from indexer.query.description import shown
from indexer.query.parts import Spellings
from indexer.query.syntax_tree import Equivalence, Negation
from indexer.schema import TEXT_FIELDS
from indexer.search import highlight
from indexer.search.article_terms import ArticleTerms

MOST_FORMS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a query as it was typed, its first forms in an article, the fields they stand in.

    Forms are in lower case; fields have their French names. Both are empty where it is lacking.
    """

    asked: str
    forms: tuple[str, ...]
    places: tuple[str, ...]


def found_by(article: Article, spellings: Sequence[Spellings]) -> tuple[str, ...]:
    """The equivalents that an article holds of what was typed and it does not."""
    if not spellings:
        return ()
    terms = ArticleTerms(article)
    return tuple(
        other.text
        for one in spellings
        if not (one.excluded or terms.hold(one.typed.tree))
        for other in one.others
        if terms.hold(other.tree)
    )


def reasons(article: Article, parsed: Parsed) -> Iterator[Reason]:
    """Why an article answers a query: a reason for each of its parts that is not excluded."""
    for part in parsed.parts:
        if not isinstance(part.node, Negation):
            typed = part.node.text if isinstance(part.node, Equivalence) else shown(part.node)
            yield Reason(typed, *_held(article, part.tree))


def _held(article: Article, tree: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms that an article has of a tree, and the fields where it has them."""
    marks = highlight.marks(tree)
    found = [
        (text[start:end].lower(), field.names[0])
        for field in TEXT_FIELDS
        if field.name in marks
        for text in field.values(article)
        for start, end in marks[field.name].spans(text)
    ]
    forms, places = dict.fromkeys(form for form, _ in found), dict.fromkeys(at for _, at in found)
    return tuple(forms)[:MOST_FORMS], tuple(places)
