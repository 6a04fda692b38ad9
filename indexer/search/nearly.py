"""Which articles hold most of what was asked for, where few hold all of it? The second tier.

    question + results of the first tier → units → one search of any of them → hits that say
    what they lack

What is excluded, filtered, in a field, under « + » or a period is demanded here too. A unit is what
remains: a word, a phrase, a pattern, an alternative in parentheses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TypeGuard

from whoosh.query import And, AndMaybe, ConstantScoreQuery, Not, Or, Phrase, Query, Term

from indexer.analysis.terms import LITERAL, stem_term
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.tree_rewrites import deciding
from indexer.query.description import as_typed, period
from indexer.query.function_words import anchoring, demanded, optional
from indexer.query.leaves import between, searched
from indexer.query.parts import Part, typed
from indexer.query.spoken_dates import Spoken, one_period, spoken_dates
from indexer.query.syntax_tree import Clause, Days, Kind, Node
from indexer.search import counting, service
from indexer.search.article_terms import ArticleTerms
from indexer.search.did_you_mean import MOST_RESPELT, Alternative, Reading, reading
from indexer.search.question import Question
from indexer.search.results import Hit, SearchResults
from indexer.search.spelling import BESIDE_WORDS, SIGNS, known, respellings

# From this number of articles that hold everything on, nothing else is shown
NEARLY_BELOW = 5
MOST_HITS = 10
MOST_SPELLINGS = 3
# How much it counts to hold a word at all, beside how well: times its idf
PRESENCE = 8.0


@dataclass(frozen=True, slots=True)
class NearHit:
    """An article that holds part of what was asked for, and what it lacks, as it was typed."""

    hit: Hit
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that the archive lacks, and the spelling that stands for it in the second tier."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Nearly:
    """The second tier: how many articles hold any of the units, the best of them.

    `dates` has the search for the other words in the year or the month that was typed.
    """

    total: int = 0
    hits: tuple[NearHit, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    dates: tuple[Alternative, ...] = ()


NOTHING = Nearly()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: what was typed, what scores, what holds it, and the word that stands for it."""

    text: str
    scoring: Query
    holding: Query
    reading: Reading | None = None


def nearly(question: Question, results: SearchResults) -> Nearly:
    """The second tier of a question; nothing where the first one is enough, or not whole."""
    first = question.request.page == 1 and results.total < NEARLY_BELOW
    if not first or results.partial:
        return NOTHING
    asked = (one for part in question.parsed.parts for one in part.words or (part,))
    parts = [part for part in asked if not optional(part.node)]
    strict = [part.tree for part in parts if demanded(part.node)]
    anchored = any(anchoring(part.node) for part in parts)
    units = list(_units([part for part in parts if not demanded(part.node)], question.searcher))
    if not _can_lack(units, anchored=anchored):
        return NOTHING
    wanted: Query = Or([_weighted(unit, question.searcher) for unit in units])
    # words under « + » are enough; without any, some unit must be there
    tree = AndMaybe(And(strict), wanted) if anchored else And([wanted, *strict])
    tree = And([tree, *_without(question, results)])
    total, hits = service.best(
        question, tree, MOST_HITS, Or([*(unit.scoring for unit in units), *strict])
    )
    articles = [hit.article for hit in hits]
    spellings = (
        Spelling(unit.text, unit.reading.written(articles)) for unit in units if unit.reading
    )
    return Nearly(
        total=total,
        hits=tuple(NearHit(hit, _missing(hit.article, units)) for hit in hits),
        spellings=tuple(spellings) if total else (),
        dates=tuple(_published(question)),
    )


def _can_lack(units: Sequence[_Unit], *, anchored: bool) -> bool:
    """Whether articles can hold a part of what is asked for without holding all of it."""
    wider = any(unit.holding is not unit.scoring for unit in units)
    return len(units) > 1 or (bool(units) and (anchored or wider))


def _without(question: Question, results: SearchResults) -> list[Query]:
    """What leaves out the articles of the first tier, fewer than NEARLY_BELOW."""
    articles = [hit.article for hit in results.hits]
    if len(articles) < results.total:
        articles = list(service.listed(question, range(NEARLY_BELOW)).articles)
    return [Not(Or([Term("id", article.id) for article in articles]))] if articles else []


def _units(parts: Sequence[Part], searcher: Searcher) -> Iterator[_Unit]:
    nodes = [part.node for part in parts]
    days = spoken_dates(nodes, searcher.last_day)
    unknown = [node for node in nodes if _unknown(node, searcher)][:MOST_RESPELT]
    leeway = BESIDE_WORDS if len(parts) > 1 else 0
    for part in parts:
        node, tree = part.node, deciding(part.tree)
        text = as_typed(node)
        if published := [between(one.first, one.last) for one in _days(node, days)]:
            yield _Unit(text, part.tree, Or([tree, *published]))
        elif node in unknown and (found := _respelt(node, searcher, leeway)):
            yield _Unit(text, found[0], Or([found[0]]), found[1])
        else:
            yield _Unit(text, part.tree, part.tree)


def _days(node: Node, spoken: Spoken) -> Sequence[Days]:
    """The days that a part of a query means, whose only word is a year or a month."""
    words = typed(node)
    clause = words[0] if len(words) == 1 else None
    return spoken.get(clause, ()) if isinstance(clause, Clause) else ()


def _published(question: Question) -> Iterator[Alternative]:
    """The search with the year or the month that was typed as its period, if it finds something."""
    request = question.request
    spoken = spoken_dates([part.node for part in question.parsed.parts], question.searcher.last_day)
    span = one_period(spoken)
    if span is None or request.since or request.until:
        return
    text = request.text
    for node in sorted(spoken, key=lambda node: -node.start):
        text = f"{text[: node.start].rstrip()} {text[node.end :].lstrip()}".strip()
    others = (part.node for part in question.parsed.parts if part.node not in spoken)
    if all(map(optional, others)):
        # « en 2019 »: a small word alone would be demanded
        text = ""
    other = question.instead(replace(request, text=text, since=span.first, until=span.last))
    if total := counting.total(other):
        yield Alternative(f"publié {period(span.first, span.last)}", other.request, total)


def _unknown(node: Node, searcher: Searcher) -> TypeGuard[Clause]:
    """Whether a part of a query is one word that the archive lacks."""
    return (
        isinstance(node, Clause)
        and node.kind is Kind.WORDS
        and len(node.words) == 1
        and not SIGNS.search(node.text)
        and not known(stem_term(node.words[0]), searched(node), searcher)
    )


def _respelt(clause: Clause, searcher: Searcher, leeway: float) -> tuple[Query, Reading] | None:
    """What stands for a word that the archive lacks, None where nothing is near enough."""
    fields = searched(clause)
    likely = respellings(clause.words[0].literal, fields, searcher, leeway)[:MOST_SPELLINGS]
    if not likely:
        return None
    terms = [
        Term(field.name, LITERAL + one.literal, field.boost) for field in fields for one in likely
    ]
    return Or(terms), reading(likely[0], fields, searcher)


def _weighted(unit: _Unit, searcher: Searcher) -> Query:
    """The unit with a constant score for holding it, beside that of its words."""
    presence = ConstantScoreQuery(deciding(unit.holding), PRESENCE * _idf(unit.scoring, searcher))
    return AndMaybe(presence, _of_words(unit.scoring, searcher))


def _of_words(tree: Query, searcher: Searcher) -> Query:
    """What scores without positions, which are read once: of a sequence, its rarest word."""
    match tree:
        case Phrase():
            held = searcher.vocabulary.frequencies(tree.fieldname, list(tree.words))
            rarest = min(tree.words, key=lambda word: held.get(word, 0))
            return Term(tree.fieldname, rarest, tree.boost)
        case And() | Or():
            return type(tree)([_of_words(sub, searcher) for sub in tree.subqueries])
        case AndMaybe():
            return AndMaybe(*(_of_words(side, searcher) for side in (tree.a, tree.b)))
    return tree


def _idf(tree: Query, searcher: Searcher) -> float:
    """The idf of a unit, as if each article held one of its words in one field only."""
    documents = searcher.count()
    holding = min(documents, _holding(deciding(tree), searcher))
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def _holding(tree: Query, searcher: Searcher) -> int:
    """The number of articles that hold a tree, or somewhat more."""
    match tree:
        case Term():
            return searcher.vocabulary.frequencies(tree.fieldname, [tree.text]).get(tree.text, 0)
        case Phrase():
            held = searcher.vocabulary.frequencies(tree.fieldname, list(tree.words))
            return min(held.get(word, 0) for word in tree.words)
        case Or():
            return sum(_holding(sub, searcher) for sub in tree.subqueries)
        case And():
            return min(_holding(sub, searcher) for sub in tree.subqueries)
        case ConstantScoreQuery():
            return _holding(tree.child, searcher)
    return searcher.count()


def _missing(article: Article, units: Sequence[_Unit]) -> tuple[str, ...]:
    terms = ArticleTerms(article)
    return tuple(unit.text for unit in units if not terms.hold(unit.holding))
