"""How many articles does a question find, in all, with each value, with some terms?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whoosh.query import Query, Term

from indexer.engines.request import Counts
from indexer.schema import Facet
from indexer.search.engine_request import asked, both
from indexer.search.question import Question


def counted(
    question: Question,
    among: Query | None = None,
    name: str = "",
    term_counts: Mapping[str, Sequence[Term]] | None = None,
) -> Counts:
    """What is counted over the articles of a question: them, one of EVERYTHING, some terms.

    With `among` over those that match this tree too.
    """
    whole = asked(question)
    request = replace(
        whole,
        matching=both(whole.matching, among),
        offset=0,
        limit=0,
        counted=frozenset({name} if name else ()),
        term_counts=term_counts or {},
    )
    return question.searcher.search(request).counts


def total(question: Question) -> int:
    """How many articles a question finds, 0 where time was up."""
    found = counted(question)
    return 0 if found.timed_out else found.total


def lacking(question: Question, facet: Facet) -> int:
    """How many articles have no value in a facet, of those found whatever its own selection.

    `facet` must be one of which an article has at most one value; 0 where time was up.
    """
    return lack(counted(question, name=facet.name), facet)


def lack(found: Counts, facet: Facet) -> int:
    """The same of what was counted already, the facet and its `unselected` included."""
    if found.timed_out:
        return 0
    return found.unselected[facet.name] - sum(found.facets[facet.name].values())
