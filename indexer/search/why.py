"""Why is an article among the results? What it holds of what was asked for, in its own words."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from whoosh.query import Phrase, Query, Term

from indexer.article import Article
from indexer.query import Parsed
from indexer.query.description import as_typed
from indexer.query.parts import Spellings
from indexer.query.syntax_tree import Negation
from indexer.schema import TEXT_FIELDS
from indexer.search import highlight
from indexer.search.article_terms import ArticleTerms
from indexer.search.results import Hit

MOST_FORMS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a query as it was typed, its first forms in an article, the fields they stand in.

    Forms are in lower case; fields have their French names. Both are empty where it is lacking.
    """

    asked: str
    forms: tuple[str, ...]
    places: tuple[str, ...]


def with_equivalents(hits: Sequence[Hit], spellings: Sequence[Spellings]) -> Iterator[Hit]:
    """Hits, each with the equivalents that its article holds of what was typed and it does not."""
    asked = [one for one in spellings if not one.excluded]
    trees = (spelling.tree for one in asked for spelling in (one.typed, *one.others))
    wanted = {term for tree in trees for leaf in tree.leaves() for term in _terms(leaf)}
    for hit in hits:
        texts = _Texts(hit, wanted)
        brought = (
            other.text
            for one in asked
            if not texts.hold(one.typed.tree)
            for other in one.others
            if texts.hold(other.tree)
        )
        yield replace(hit, found_by=tuple(brought)) if asked else hit


class _Texts:
    """What is shown of an article, which mostly decides, then all of it, which is long to read."""

    def __init__(self, hit: Hit, wanted: AbstractSet[str]) -> None:
        body = tuple("".join(text for text, _ in passage) for passage in hit.body)
        shown = replace(hit.article, body=body)
        self._texts = [ArticleTerms(one, wanted) for one in (shown, hit.article)]

    def hold(self, tree: Query) -> bool:
        return any(one.hold(tree) for one in self._texts)


def _terms(leaf: Query) -> Sequence[str]:
    match leaf:
        case Term():
            return (leaf.text,)
        case Phrase():
            return tuple(leaf.words)
    return ()


def reasons(article: Article, parsed: Parsed) -> Iterator[Reason]:
    """Why an article answers a query: a reason for each of its parts that is not excluded."""
    for part in parsed.parts:
        if not isinstance(part.node, Negation):
            yield Reason(as_typed(part.node), *_held(article, part.tree))


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
