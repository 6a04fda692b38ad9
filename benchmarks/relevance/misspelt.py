"""Is the right spelling proposed, and is no other word put in the place of a name?

`misspelt.txt` has searches and what was meant, `absent_names.txt` names that are spelt as they are.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.analysis import words
from indexer.analysis.terms import stem_term
from indexer.engines import Searcher
from indexer.schema import SEARCHED
from indexer.search import counting, service
from indexer.search.did_you_mean import alternatives
from indexer.search.question import Question, ask
from indexer.search.request import SearchRequest
from indexer.search.spelling import known

SEARCHES = Path(__file__).with_name("misspelt.txt")
NAMES = Path(__file__).with_name("absent_names.txt")


def judged(searcher: Searcher) -> Iterator[tuple[str, str]]:
    """The misspelt searches, each with what was meant, of which an archive has an article.

    Those that find what was meant as they are typed are left out.
    """
    for line in _lines(SEARCHES):
        typed, _, meant = line.partition(" → ")
        finds_it = _stems(typed) == _stems(meant) and '"' not in typed
        if not finds_it and counting.total(_asked(meant, searcher)):
            yield typed, meant


def names(searcher: Searcher) -> Iterator[str]:
    """The names of which an archive lacks a word."""
    return (line for line in _lines(NAMES) if not _held(line, searcher))


def figures(searcher: Searcher, told: Callable[[str], None] = lambda _: None) -> dict[str, float]:
    """The shares of misspelt searches proposed right and wrong, and of names proposed otherwise.

    `told` is given a line for each that is not as it should be.
    """
    outcomes: Counter[str] = Counter()
    for typed, meant in judged(searcher):
        found = _proposed(typed, searcher)
        right = found is not None and _stems(found) == _stems(meant)
        outcome = "right" if right else "wrong" if found else "none"
        outcomes[outcome] += 1
        if not right:
            told(f"{outcome}: {typed} → {found} ({meant})")
    renamed = {name: found for name in names(searcher) if (found := _proposed(name, searcher))}
    for name, other in renamed.items():
        told(f"name: {name} → {other}")
    return {
        "misspelt.judged": outcomes.total(),
        "misspelt.right": outcomes["right"] / outcomes.total(),
        "misspelt.wrong": outcomes["wrong"] / outcomes.total(),
        "misspelt.names": len(renamed) / len(list(names(searcher))),
    }


def _lines(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return (line for line in lines if not line.startswith("#"))


def _held(text: str, searcher: Searcher) -> bool:
    return all(known(stem_term(word), SEARCHED, searcher) for word in words(text))


def _stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]


def _asked(text: str, searcher: Searcher) -> Question:
    return ask(SearchRequest(text=text), searcher)


def _proposed(text: str, searcher: Searcher) -> str | None:
    question = _asked(text, searcher)
    spelling = alternatives(question, service.run(question)).spelling
    return spelling.text if spelling else None
