"""Turn what the journalist typed into a tree of analysed terms, and into a sentence that says so.

Lenient: every text gives a tree; what was not taken as typed is a warning. Bounded: length, words,
nesting, patterns, the terms a pattern stands for, and the phrases of the whole tree.

text → lexer → repair, budget, balancing → parser → syntax_tree → equivalents → compiler and
description
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from whoosh.query import AndMaybe, Every, Or, Query

from indexer.engines import MOST_POSITIONS, Vocabulary
from indexer.messages.french_format import NBSP
from indexer.query import balancing, budget, description, equivalents, operators, parser, repair
from indexer.query.budget import Budget
from indexer.query.compiler import Compiler
from indexer.query.equivalents import Equivalents
from indexer.query.lexer import Lexeme, lexemes
from indexer.query.parts import Part, Spellings
from indexer.query.repair import QueryWarning, Repairs
from indexer.query.syntax_tree import Node

MAX_CHARACTERS = 512
_STEPS = (
    operators.capitals,
    repair.fields,
    repair.quotations,
    repair.patterns,
    repair.fuzzies,
    repair.bounded,
    budget.within,
    balancing.balanced,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query understood.

    `node` is its syntax tree, None if it asks for nothing; `parts` are what it asks for together;
    `tree` is the compiled tree, which engines evaluate; `explanation` says in French how it was
    understood, "" without a node. `lexemes` are its pieces as they were typed, before any was
    repaired. `spellings` has each word or sequence that has equivalents.
    """

    node: Node | None
    parts: tuple[Part, ...]
    tree: Query
    explanation: str
    warnings: tuple[QueryWarning, ...]
    lexemes: tuple[Lexeme, ...]
    spellings: tuple[Spellings, ...] = ()


def parse(
    text: str,
    vocabulary: Vocabulary,
    unwanted: Collection[str] = (),
    today: date | None = None,
    known: Equivalents = equivalents.NONE,
) -> Parsed:
    """A query understood; an empty one matches every article, and no text raises an error.

    Characters after MAX_CHARACTERS are not read. `vocabulary` is that of the generation that
    is searched; `unwanted` are surface forms that no word of the query stands for; `today` is the
    day that « hier » is the one before; `known` are the equivalents of the house.
    """
    typed = tuple(lexemes(text[:MAX_CHARACTERS]))
    repaired, warnings = _well_formed(text, typed, today)
    node, left_out = equivalents.widened(parser.tree(repaired), text, known)
    compiler = Compiler(vocabulary, unwanted, Budget(MOST_POSITIONS - budget.asked(repaired)))
    parts = () if node is None else compiler.parts(node)
    tree = compiler.together(parts) if parts else Every()
    # after all that is demanded, so that they take no budget from it
    near = compiler.neighbours(parts)
    return Parsed(
        node=node,
        parts=parts,
        tree=AndMaybe(tree, Or(near)) if near else tree,
        explanation=description.sentence(node),
        warnings=(*warnings, *left_out, *compiler.warnings),
        lexemes=typed,
        spellings=tuple(compiler.spellings),
    )


def _well_formed(
    text: str, typed: Sequence[Lexeme], today: date | None
) -> tuple[list[Lexeme], tuple[QueryWarning, ...]]:
    """The lexemes after every repair: signs govern words, all bounds are kept; and the warnings."""
    repairs = Repairs(today)
    if len(text) > MAX_CHARACTERS:
        message = f"seuls les {MAX_CHARACTERS} premiers caractères sont cherchés"
        repairs.add(message, MAX_CHARACTERS, len(text))
    kept = list(typed)
    for step in _STEPS:
        kept = step(kept, repairs)
    if text.strip() and not kept:
        repairs.add(f"aucun mot à chercher{NBSP}: voici toute l’archive", 0, len(text))
    return kept, repairs.warnings(kept) or operators.hints(kept)
