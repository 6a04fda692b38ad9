"""Which words of the archive begin as typed, and how many articles does each find?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whoosh.query import And, ConstantScoreQuery, Every, Or, Query, Term

from indexer.analysis import fold, stem, words
from indexer.analysis.terms import literal_in, of_form, of_literal
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, Sort
from indexer.query.compounds import parts
from indexer.query.function_words import FUNCTION_WORDS, optional
from indexer.query.surface_forms import (
    ACCENTED_WEIGHT,
    Forms,
    best_spelling,
    forms,
    literal_of,
)
from indexer.query.syntax_tree import Clause, Kind
from indexer.schema import TextField
from indexer.search import counting, truecase
from indexer.search.generation_memo import GenerationMemo
from indexer.search.question import Question
from indexer.search.typed_prefix import Prefix

WORDS = 8
# How many literal forms of a field are looked at, and how many words counted after others
EXPANDED, COUNTED = 50, 12
# What is as short as this goes on in so many ways that they are remembered
SHORT = 3


# A stem or a form, and the fields it is looked for in
_Key = tuple[str, tuple[TextField, ...]]
# The EXPANDED most frequent literal terms of each field that go on as typed, or somewhat more
Begun = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class WordLine:
    """A text to search and the number of articles that it finds."""

    text: str
    count: int


def begun(prefix: Prefix, fields: Sequence[TextField], searcher: Searcher) -> Begun:
    """The terms of some fields that go on as typed."""
    # all that begin with a few letters are gone through to find the most frequent
    made = _begun if len(prefix.word.literal) > SHORT else _BEGUN
    return made(searcher, (prefix.word.literal, tuple(fields)))


def completed(
    question: Question, prefix: Prefix, fields: Sequence[TextField], known: Begun
) -> Iterator[WordLine]:
    """The WORDS texts that go on as typed and find most, one a stem; in a quotation one a form.

    `known` are the terms begun. Each is spelt as the archive mostly spells it.
    """
    found = _spelt(_literals(known), prefix, fields, question)
    counts = _counts(question, prefix, found, fields)
    for form in sorted(counts, key=lambda form: (-counts[form], form))[:WORDS]:
        written = _WRITTEN(question.searcher, (form, tuple(fields)))
        yield WordLine(f"{prefix.head}{written}{prefix.closing}", counts[form])


def _begun(searcher: Searcher, key: _Key) -> Begun:
    literal, fields = key
    asked = [(field.name, of_literal(literal)) for field in fields]
    rows = searcher.vocabulary.terms_of(asked, EXPANDED)
    return {name: rows[name, term] for name, term in asked}


def _literals(known: Begun) -> Counter[str]:
    """The literal forms that go on as typed, but those of grammar, with their frequencies."""
    found: Counter[str] = Counter()
    for rows in known.values():
        for term, count in rows:
            found[literal_in(term)] += count
    for word in FUNCTION_WORDS & found.keys():
        del found[word]
    return found


def _spelt(
    known: Counter[str], prefix: Prefix, fields: Sequence[TextField], question: Question
) -> list[str]:
    """The surface forms to propose for literal ones, most frequent first."""
    vocabulary = question.searcher.vocabulary
    if prefix.closing:
        first = sorted(known, key=lambda form: (-known[form], form))[:COUNTED]
        return [best_spelling(form, fields, vocabulary) for form in first]
    stems: Counter[str] = Counter()
    for literal, count in known.items():
        stems[stem(literal)] += count
    first = sorted(stems, key=lambda root: (-stems[root], root))[: _most(question, prefix)]
    found = [
        _most_frequent(_FORMS(question.searcher, (root, tuple(fields))), prefix.word.literal)
        for root in first
    ]
    return [form for form in found if form]


def _most(question: Question, prefix: Prefix) -> int:
    """How many words are counted: what is frequent may be absent beside what else is asked for."""
    request = question.request
    narrowed = request.filters or request.exclusions or request.since or request.until
    return COUNTED if prefix.before or narrowed else WORDS


def _most_frequent(counts: Counter[str], begun: str) -> str:
    """The most frequent of the forms that begin so; one without accents counts for less."""
    weights = {
        form: count * (1 if form.isascii() else ACCENTED_WEIGHT)
        for form, count in counts.items()
        if _goes_on(fold(form), begun)
    }
    return min(weights, key=lambda form: (-weights[form], form), default="")


def _goes_on(folded: str, begun: str) -> bool:
    literal = "".join(filter(str.isalnum, folded))
    return literal.startswith(begun) and literal not in FUNCTION_WORDS


def _counts(
    question: Question, prefix: Prefix, forms: Sequence[str], fields: Sequence[TextField]
) -> dict[str, int]:
    """How many articles each line finds, those that find none left out."""
    if not forms:
        return {}
    beside = _beside(question, prefix, forms[0])
    terms = {form: _terms(form, fields, question) for form in forms if beside is not None}
    counts: dict[str, int] = {}
    together = {
        form: held
        for form, held in terms.items()
        if held and not _has_equivalents(question, prefix, form)
    }
    if together:
        found = counting.counted(question, beside, term_counts=together)
        counts |= found.term_counts
    for form in forms:
        if form not in together:
            counts[form] = counting.total(_line(question, prefix, form))
    return {form: count for form, count in counts.items() if count}


def _has_equivalents(question: Question, prefix: Prefix, form: str) -> bool:
    """Whether a form, alone or with words before it, stands for other spellings too."""
    literals = [*(word.literal for word in prefix.before), literal_of(form)]
    keys = (" ".join(literals[rank:]) for rank in range(len(literals)))
    return any(question.equivalents.of(key) for key in keys)


def _line(question: Question, prefix: Prefix, form: str) -> Question:
    text = f"{prefix.head}{form}{prefix.closing}"
    return question.instead(replace(question.request, text=text))


def _beside(question: Question, prefix: Prefix, form: str) -> Query | None:
    """What a line asks for beside its last word, None where articles may lack this one."""
    if not prefix.head:
        return Every()
    *others, last = _line(question, prefix, form).parsed.parts
    node = last.node
    if not (isinstance(node, Clause) and node.kind is Kind.WORDS and len(node.words) == 1):
        return None
    return And([Every(), *(part.tree for part in others if not optional(part.node))])


def _terms(form: str, fields: Sequence[TextField], question: Question) -> Sequence[Term]:
    """The terms any of which an article holds that a word finds, none where more may find it."""
    if question.request.unwanted:
        return _found_by(question.searcher, (form, tuple(fields)), question.request.unwanted)
    return _TERMS(question.searcher, (form, tuple(fields)))


def _found_by(searcher: Searcher, key: _Key, unwanted: Sequence[str] = ()) -> list[Term]:
    form, fields = key
    word, *more = words(form)
    if more or parts(word, fields, searcher.vocabulary):
        return []
    wanted = Forms(searcher.vocabulary, unwanted).wanted(word, fields)
    return [Term(field.name, term) for field in fields for term in wanted]


def _written(searcher: Searcher, key: _Key) -> str:
    """A surface form in the capitals that the newest articles write it with."""
    form, fields = key
    root = stem(literal_of(form))
    newest = EngineRequest(
        matching=ConstantScoreQuery(
            Or([Term(field.name, of_form(root, form)) for field in fields])
        ),
        selections={},
        sort=Sort.NEWEST,
        offset=0,
        limit=truecase.FEW,
        counted=frozenset(),
    )
    hits = searcher.search(newest).hits
    return truecase.written(form, [Article.load(hit.stored) for hit in hits])


_BEGUN = GenerationMemo[_Key, Begun](_begun)
_FORMS = GenerationMemo[_Key, Counter[str]](lambda searcher, key: forms(*key, searcher.vocabulary))
_TERMS = GenerationMemo[_Key, list[Term]](_found_by)
_WRITTEN = GenerationMemo[_Key, str](_written)
