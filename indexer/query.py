"""Turn what the journalist typed into a tree of analysed terms, and into a sentence that says so.

Lenient: every text gives a tree; what was not understood as typed is a warning.
Bounded: length, words, patterns and the terms a pattern stands for.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from whoosh.query import And, ConstantScoreQuery, Every, Not, NullQuery, Or, Phrase, Query, Term

from indexer.analysis import Word, fold, join_numbers, words
from indexer.fields import LITERAL, SEARCHED, STEM, TEXT_FIELDS, TextField

MAX_CHARACTERS = 512
MAX_WORDS = 32
MAX_PATTERNS = 8
PREFIX_LETTERS = 3
MAX_EXPANSION = 200

Terms = Callable[[str, str], Iterator[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What was not taken as typed: a French sentence, and the characters [start, end) meant."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query understood: the tree, the sentence that reads it back, the warnings."""

    tree: Query
    explanation: str
    warnings: tuple[QueryWarning, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement of the query; `field` None stands for every searched field."""

    text: str
    words: tuple[Word, ...]
    field: TextField | None
    excluded: bool
    literal: bool
    prefix: bool
    start: int
    end: int


_FIELDS = {fold(name): field for field in TEXT_FIELDS for name in field.names}
_CLAUSE = re.compile(
    r"""
    (?P<sign>[-−](?=[^\s\-−]))?
    (?:(?P<field>[^\W\d_]+):(?=[^\s:/]))?
    (?: (?P<open>["«“„])(?P<quoted>[^"»”]*)(?P<close>["»”])?
      | (?P<plain>[^\s"«“„»”]+) )
    """,
    re.VERBOSE,
)


def parse(text: str, terms: Terms) -> Parsed:
    """The tree of a query; an empty one matches every article.

    `terms(field, prefix)` gives the vocabulary that prefixes are expanded with.
    """
    warnings: list[QueryWarning] = []
    clauses = _bounded(_clauses(text, warnings), warnings)
    if text.strip() and not clauses:
        warnings.append(QueryWarning("aucun mot à chercher : voici toute l’archive", 0, len(text)))
    wanted = [_tree(clause, terms, warnings) for clause in clauses if not clause.excluded]
    unwanted = [Not(_tree(clause, terms, warnings)) for clause in clauses if clause.excluded]
    return Parsed(And([*(wanted or [Every()]), *unwanted]), _sentence(clauses), tuple(warnings))


def _clauses(text: str, warnings: list[QueryWarning]) -> list[Clause]:
    if len(text) > MAX_CHARACTERS:
        warnings.append(
            QueryWarning(
                f"seuls les {MAX_CHARACTERS} premiers caractères sont cherchés",
                MAX_CHARACTERS,
                len(text),
            )
        )
    text = join_numbers(text[:MAX_CHARACTERS])
    found = (_clause(match, warnings) for match in _CLAUSE.finditer(text))
    return [clause for clause in found if clause.words]


def _clause(match: re.Match[str], warnings: list[QueryWarning]) -> Clause:
    start, end = match.span()
    name, quoted = match["field"], match["quoted"]
    text = match["plain"] if quoted is None else quoted.strip()
    field = _FIELDS.get(fold(name)) if name else None
    if name and field is None:
        warnings.append(
            QueryWarning(f"champ inconnu « {name} » : cherché comme un mot", start, end)
        )
        text = f"{name} {text}"
    if match["open"] and not match["close"]:
        warnings.append(
            QueryWarning("guillemet non fermé : l’expression va jusqu’au bout", start, end)
        )
    stars = quoted is None and "*" in text
    found = tuple(words(text.replace("*", " ")))
    prefix = bool(stars and found and re.search(r"[^\W_]\*\W*$", text))
    if prefix and len(found[-1].literal) < PREFIX_LETTERS:
        prefix = False
        warnings.append(
            QueryWarning(
                f"au moins {PREFIX_LETTERS} lettres avant « * » : cherché sans elle", start, end
            )
        )
    return Clause(
        " ".join(text.replace("\u2060", " ").split()),
        found,
        field,
        bool(match["sign"]),
        quoted is not None,
        prefix,
        start,
        end,
    )


def _bounded(clauses: list[Clause], warnings: list[QueryWarning]) -> list[Clause]:
    """The clauses up to the bounds on words and patterns."""
    kept: list[Clause] = []
    patterns = total = 0
    for clause in clauses:
        total += len(clause.words)
        if total > MAX_WORDS:
            warnings.append(
                QueryWarning(
                    f"seuls les {MAX_WORDS} premiers mots sont cherchés",
                    clause.start,
                    clauses[-1].end,
                )
            )
            break
        patterns += clause.prefix
        too_many = clause.prefix and patterns > MAX_PATTERNS
        kept.append(replace(clause, prefix=clause.prefix and not too_many))
        if too_many:
            warnings.append(
                QueryWarning(
                    f"pas plus de {MAX_PATTERNS} mots avec « * » : cherché sans elle",
                    clause.start,
                    clause.end,
                )
            )
    return kept


def _tree(clause: Clause, terms: Terms, warnings: list[QueryWarning]) -> Query:
    fields = (clause.field,) if clause.field else SEARCHED
    if clause.literal:
        return _any(_phrase(field, clause.words) for field in fields)
    whole = clause.words[:-1] if clause.prefix else clause.words
    trees = [_any(Term(f.name, STEM + word.stem, f.boost) for f in fields) for word in whole]
    if clause.prefix:
        trees.append(_expanded(clause, fields, terms, warnings))
    return And(trees)


def _any(trees: Iterable[Query]) -> Query:
    return Or(list(trees))


def _phrase(field: TextField, found: Sequence[Word]) -> Query:
    literals = [LITERAL + word.literal for word in found]
    if len(literals) == 1:
        return Term(field.name, literals[0], field.boost)
    return Phrase(field.name, literals, boost=field.boost)


def _expanded(
    clause: Clause, fields: Sequence[TextField], terms: Terms, warnings: list[QueryWarning]
) -> Query:
    """The most frequent words that begin so, then in alphabetical order, at a constant score."""
    prefix = LITERAL + clause.words[-1].literal
    frequencies: Counter[str] = Counter()
    for field in fields:
        frequencies.update(dict(terms(field.name, prefix)))
    kept = nsmallest(MAX_EXPANSION, frequencies, lambda term: (-frequencies[term], term))
    if len(kept) < len(frequencies):
        warnings.append(
            QueryWarning(
                f"« {clause.text} » désigne {len(frequencies)} mots : "
                f"seuls les {MAX_EXPANSION} plus fréquents sont cherchés",
                clause.start,
                clause.end,
            )
        )
    if not kept:
        return NullQuery
    return ConstantScoreQuery(_any(Term(field.name, term) for field in fields for term in kept))


def _sentence(clauses: Sequence[Clause]) -> str:
    """« tous ces mots : réforme, retraites ; sauf : grève »; empty for an empty query."""
    wanted = [_shown(clause) for clause in clauses if not clause.excluded]
    unwanted = [_shown(clause) for clause in clauses if clause.excluded]
    head = "tous ces mots" if len(wanted) > 1 else "ce mot"
    parts = [f"{head} : {', '.join(wanted)}"] if wanted else []
    parts += [f"sauf : {', '.join(unwanted)}"] if unwanted else []
    return " ; ".join(parts)


def _shown(clause: Clause) -> str:
    text = f"« {clause.text} »" if clause.literal else clause.text
    return f"{text} (dans {clause.field.names[0]})" if clause.field else text
