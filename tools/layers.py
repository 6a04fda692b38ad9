"""Which room may import which? The one contract, and the drawing of it in docs/architecture.md."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("indexer", "webapp", "tools", "benchmarks")
# From the top down: a room imports those of its own row and of the rows below
LAYERS: tuple[tuple[str, ...], ...] = (
    ("benchmarks",),
    ("tools",),
    ("webapp",),
    ("indexer.cli",),
    ("indexer.search", "indexer.serving", "indexer.indexing", "indexer.maintenance"),
    ("indexer.query", "indexer.generations"),
    ("indexer.engines",),
    ("indexer.schema",),
    ("indexer.analysis", "indexer.readers"),
    (
        "indexer.article",
        "indexer.identity",
        "indexer.errors",
        "indexer.config",
        "indexer.format_settings",
        "indexer.deadline",
        "indexer.atomic_file",
        "indexer.messages",
    ),
)
BEGIN, END = "<!-- drawn by `make docs` -->", "<!-- end of the drawing -->"
PAGE = ROOT / "docs" / "architecture.md"


def modules() -> dict[str, Path]:
    """The modules of the program by dotted name, a package under its own."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """The modules of the program that each of them imports, inside functions too."""
    known = modules()
    return {name: frozenset(_imported(path, known)) - {name} for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name in known)
            case ast.ImportFrom(module=str(package)) if package.split(".")[0] in PACKAGES:
                for alias in node.names:
                    name = f"{package}.{alias.name}"
                    yield name if name in known else package


def room(module: str) -> str:
    """The room of the contract that a module stands in; KeyError for one without."""
    rooms = [one for row in LAYERS for one in row]
    for one in rooms:
        if module == one or module.startswith(f"{one}."):
            return one
    raise KeyError(module)


def upward() -> list[str]:
    """The imports that go up, each « importer → imported »."""
    rank = {one: place for place, row in enumerate(LAYERS) for one in row}
    return [
        f"{module} → {other}"
        for module, others in imports().items()
        for other in sorted(others)
        # the top of a package holds nothing to import
        if module not in PACKAGES and other not in PACKAGES
        if rank[room(other)] < rank[room(module)]
    ]


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """A circle of a graph, empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def rooms() -> dict[str, set[str]]:
    """The rooms that each room imports."""
    found: dict[str, set[str]] = {}
    for module, others in imports().items():
        if module in PACKAGES and module != "webapp":
            continue
        here = room(module)
        there = {room(other) for other in others if other != "indexer"}
        found.setdefault(here, set()).update(there - {here})
    return found


def drawing() -> str:
    """The rows of the contract, each room with the question that its docstring answers."""
    rows = ["```"]
    for place, row in enumerate(LAYERS):
        rows += ["   │"] if place else []
        for one in row:
            path = modules()[one]
            question = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
            rows.append(f"{one:24}{question}")
    return "\n".join([*rows, "```"])


def page() -> str:
    """docs/architecture.md with the drawing as it is now."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{drawing()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
