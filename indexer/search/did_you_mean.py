"""Which other search finds something where this one found nothing, or more where it found few?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from indexer.analysis import Word
from indexer.analysis.terms import literal_term, stem_term
from indexer.article import Article
from indexer.engines import Searcher
from indexer.query.leaves import searched
from indexer.query.matched_forms import clauses
from indexer.query.surface_forms import best_spelling, forms
from indexer.query.syntax_tree import Clause, Kind
from indexer.schema import TextField
from indexer.search import counting, service, spelling, truecase
from indexer.search.filters import active_filters
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults
from indexer.search.spelling import SIGNS

MAX_FILTERS = 8
# How many words of a query are respelt, how many texts are tried for it
MOST_RESPELT = 4
MOST_TRIED = 4
# With more articles than these, nothing is proposed beside them
MOST_BESIDE = 20


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another search: its text, or the filter it leaves out, and how many articles it finds."""

    text: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The nearest spelling if there is one, and the filters without which something is found."""

    spelling: Alternative | None = None
    filters: tuple[Alternative, ...] = ()


class Reading(NamedTuple):
    """A surface form that may be meant, after an elided article that lacked its apostrophe."""

    form: str
    elided: str = ""

    def written(self, articles: Sequence[Article]) -> str:
        """The text to write instead of the word, in the capitals of some articles that hold it."""
        article = f"{self.elided}’" if self.elided else ""
        return article + truecase.written(self.form, articles)


class _Piece(NamedTuple):
    """A word to write otherwise, the characters [start, end) it covers, and how, likeliest first.

    `misspelt` where it is read as another word, not only with the accents of the archive.
    """

    start: int
    end: int
    readings: Sequence[Reading]
    misspelt: bool


def alternatives(question: Question, results: SearchResults) -> Alternatives:
    """The other searches that find something; `results` are those of the question.

    Where they have hits, only a spelling that finds more, of a query with a word much rarer than
    its neighbour.
    """
    if results.total:
        beside = results.total <= MOST_BESIDE and question.request.page == 1
        return Alternatives(spelling=_respelt(question, results.total) if beside else None)
    filters = (
        # without the only value of a facet, what matches was counted beside the results
        Alternative(one.text, one.without, results.unselected[one.emptied])
        if one.emptied
        else _alternative(one.text, question.instead(one.without))
        for one in islice(active_filters(question), MAX_FILTERS)
    )
    return Alternatives(
        spelling=_respelt(question, 0), filters=tuple(one for one in filters if one.total)
    )


def _alternative(text: str, other: Question) -> Alternative:
    return Alternative(text, other.request, counting.total(other))


def _respelt(question: Question, total: int) -> Alternative | None:
    """The question in the nearest spelling that finds more than `total` articles."""
    pieces = list(_pieces(question))
    if not any(piece.misspelt for piece in pieces):
        return None
    for chosen in islice(_choices(pieces), MOST_TRIED):
        tried = _request(question.request, pieces, chosen, ())
        found = service.listed(question.instead(tried), range(truecase.READ))
        if found.total > total and not found.timed_out:
            shown = _request(question.request, pieces, chosen, found.articles)
            return Alternative(shown.text, shown, found.total)
    return None


def _pieces(question: Question) -> Iterator[_Piece]:
    """The words that a query demands which the archive spells otherwise."""
    text, scans = question.request.text, iter(range(MOST_RESPELT))
    demanded = [*clauses(question.parsed.node, {Kind.WORDS, Kind.PHRASE})]
    for clause in demanded:
        leeway = _leeway(clause, demanded)
        for word in () if SIGNS.search(clause.text) else clause.words:
            typed = clause.text[word.start : word.end]
            start = text.find(typed, clause.start, clause.end)
            if start < 0:
                continue
            readings, misspelt = _readings(word, clause, question.searcher, scans, leeway)
            if readings:
                yield _Piece(start, start + len(typed), readings, misspelt)


def _readings(
    word: Word, clause: Clause, searcher: Searcher, scans: Iterator[int], leeway: float
) -> tuple[Sequence[Reading], bool]:
    """What a word of a clause may be meant for, and whether it is misspelt; none if it is right.

    Each time the neighbours of a word are looked for takes one of `scans`.
    """
    fields = searched(clause)
    term = literal_term(word) if clause.kind is Kind.PHRASE else stem_term(word)
    found = spelling.known(term, fields, searcher)
    may_be = not found or spelling.is_rare(word.literal, found, searcher)
    looked_for = may_be and next(scans, None) is not None
    if looked_for and (near := _near(word, found, clause, searcher, leeway)):
        return [reading(one, fields, searcher) for one in near[:MOST_TRIED]], True
    archived = forms(word.stem, fields, searcher.vocabulary)
    if not found or word.accented in archived:
        return (), False
    return (Reading(best_spelling(word.literal, fields, searcher.vocabulary)),), False


def _near(
    word: Word, found: int, clause: Clause, searcher: Searcher, leeway: float
) -> Sequence[spelling.Spelling]:
    """The spellings that may be meant by a word of a clause that `found` articles hold."""
    fields = searched(clause)
    if found:
        return spelling.much_more_frequent(word.literal, found, fields, searcher)
    return spelling.respellings(word.literal, fields, searcher, leeway)


def _leeway(clause: Clause, demanded: Sequence[Clause]) -> float:
    """What speaks for a word of a clause beside its spelling: the words that must stand with it."""
    if clause.kind is Kind.PHRASE and len(clause.words) > 1:
        return spelling.IN_PHRASE
    return spelling.BESIDE_WORDS if sum(len(one.words) for one in demanded) > 1 else 0


def reading(one: spelling.Spelling, fields: Sequence[TextField], searcher: Searcher) -> Reading:
    """A spelling as the archive accents it."""
    return Reading(best_spelling(one.literal, fields, searcher.vocabulary), one.elided)


def _choices(pieces: Sequence[_Piece]) -> Iterator[tuple[int, ...]]:
    """The ranks of readings, one a piece: the first ones, then one less likely at a time."""
    yield (0,) * len(pieces)
    for rank in range(1, MOST_TRIED):
        for place, piece in enumerate(pieces):
            if rank < len(piece.readings):
                yield tuple(rank if other == place else 0 for other in range(len(pieces)))


def _request(
    request: SearchRequest,
    pieces: Sequence[_Piece],
    chosen: Sequence[int],
    articles: Sequence[Article],
) -> SearchRequest:
    """The request with its pieces in the chosen readings, in the capitals of some articles."""
    text = request.text
    for piece, rank in sorted(zip(pieces, chosen, strict=True), reverse=True):
        read = piece.readings[rank].written(articles)
        text = text[: piece.start] + read + text[piece.end :]
    return replace(request, text=text, page=1)
