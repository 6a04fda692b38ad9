"""Does a number that varies reach a person by `counted`, which has nouns agree with it?"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support.places import ROOT

MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])
TEMPLATES = sorted(ROOT.glob("webapp/templates/*.html"))
SPACES = "[ \u00a0\u202f]"
COUNTED = re.compile(r"""\bcounted\(.*?, ["'](\w+)""")
SHOWN = re.compile(r"\{\{([^{}]+)\}\}" + SPACES + r"(\w+)")
FOLLOWING = re.compile(SPACES + r"([a-zàâçéèêëîïôûùœ]+)")
# Words in -s that are no plural
SINGULAR = frozenset("dans est fois hors mais pas plus sans sous sur vers".split())


def nouns() -> set[str]:
    """The nouns that the program counts."""
    texts = (path.read_text("utf-8") for path in (*MODULES, *TEMPLATES))
    return {noun for text in texts for noun in COUNTED.findall(text)}


def is_noun(word: str, known: set[str]) -> bool:
    """Whether a word after a value seems to be counted by it."""
    return word in known or (word.endswith("s") and word not in SINGULAR)


def varies(value: ast.expr) -> bool:
    """Whether a value is neither made by `counted` nor a constant of the code or part of one."""
    names = [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    return "counted" not in names and not any(name.lstrip("_").isupper() for name in names)


def uncounted(text: str, known: set[str]) -> Iterator[str]:
    """The f-strings of a module that put a value that varies before a noun."""
    strings = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr))
    for string in strings:
        for value, after in pairwise(string.values):
            if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant):
                following = FOLLOWING.match(str(after.value))
                if following and is_noun(following[1], known) and varies(value.value):
                    yield f"{string.lineno}: {ast.unparse(value)}{after.value!s}"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        pytest.param('f"{n} article"', True, id="singular"),
        pytest.param('f"{len(found)} articles en trop"', True, id="plural"),
        pytest.param('f"{number(n)}\u00a0pages"', True, id="formatted, of another noun"),
        pytest.param("f\"{counted(n, 'article')} exclus\"", False, id="counted"),
        pytest.param('f"{MOST} articles au plus"', False, id="constant"),
        pytest.param('f"{path} est illisible"', False, id="no number"),
    ],
)
def test_a_number_before_a_noun_is_seen(text: str, is_told: bool) -> None:  # noqa: FBT001
    assert bool(list(uncounted(text, nouns()))) == is_told


def test_every_number_before_a_noun_is_counted() -> None:
    known = nouns()
    assert {"article", "rejet", "mot"} <= known
    found = {
        path.relative_to(ROOT).as_posix(): told
        for path in MODULES
        if (told := list(uncounted(path.read_text("utf-8"), known)))
    }
    assert found == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_number_before_a_noun_is_counted_on_pages(path: Path) -> None:
    shown = SHOWN.findall(path.read_text("utf-8"))
    known = nouns()
    assert not [(value, word) for value, word in shown if word.removesuffix("s") in known]
