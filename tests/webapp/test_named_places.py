"""Is there a file, a module and a function where a text of the tree names one?"""

import re
from collections.abc import Iterator
from pathlib import Path

from support.places import ROOT

FOLDERS = ("indexer", "webapp", "tests", "tools", "benchmarks", "deploy", "docs")
KINDS = {".py", ".md", ".toml", ".yml", ".js", ".css", ".html", ".sh", ""}
# What was once, and what a run writes
HISTORY, WRITTEN = "CHANGELOG.md", "benchmarks/results/"
FILE = re.compile(rf"(?<![\w./-])((?:{'|'.join(FOLDERS)})/[\w./-]*\w\.[a-z]{{2,4}})\b")
NAME = re.compile(r"`(?:[a-z_]+\.)*([a-z_]+)\.([A-Za-z_]+)`")
NOT_CODE = {"json", "toml", "txt"}


def texts(*kinds: str) -> Iterator[tuple[Path, str]]:
    """The texts of the tree of some kinds, with their paths."""
    top = [path for path in ROOT.iterdir() if path.is_file() and path.name != HISTORY]
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in (*top, *inside):
        if path.is_file() and path.suffix in kinds and "target" not in path.parts:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_each_file_that_is_named_is_there() -> None:
    named = [(path, name) for path, text in texts(*KINDS) for name in FILE.findall(text)]
    assert named
    wrong = [
        (str(path), name)
        for path, name in named
        if not name.startswith(WRITTEN) and not (ROOT / name).exists()
    ]
    assert wrong == []


def test_each_function_that_a_docstring_names_is_there() -> None:
    sources = dict(texts(".py"))
    code: dict[str, str] = {}
    for path, text in sources.items():
        module = path.parent.name if path.stem == "__init__" else path.stem
        code[module] = code.get(module, "") + text
    wrong = [
        (str(path), f"{module}.{name}")
        for path, text in sources.items()
        for module, name in NAME.findall(text)
        if name not in {*NOT_CODE, *code} and not re.search(rf"\b{name}\b", code.get(module, ""))
    ]
    assert wrong == []
