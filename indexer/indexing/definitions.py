"""Which definitions does a piece of the program rest on, and what do their texts say?

A definition is a statement at the top of a module of this package. Those it rests on are found by
the names it uses. The names and places of modules, imports, comments and docstrings are no part of
what is said: what an import brings in is a definition itself, or belongs to a package.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import indexer
from indexer.indexing import code_tokens
from indexer.indexing.name_scopes import read_names, stored_names

_TOP = Path(indexer.__file__).parent
_DIGEST_BYTES = 8


class Name(NamedTuple):
    """A name at the top of a module; "" stands for what a module does when it is imported."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The definitions that some rest on, themselves too, and the packages these import."""

    names: frozenset[Name]
    packages: frozenset[str]

    def digest(self) -> str:
        """What they say, each with what its names stand for, in hexadecimal digits."""
        said = sorted(digest(_said(name, self.names).encode()) for name in self.names)
        return digest(" ".join(said).encode())


def digest(data: bytes) -> str:
    """A short digest of some bytes, in hexadecimal digits."""
    return blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()


def reached(roots: Iterable[Name], cut: Collection[Name | str]) -> Reached:
    """All that `roots` rest on, but for the names and the modules of `cut`.

    LookupError for a root, a name or a module that is not there.
    """
    for name in cut:
        _statements(name if isinstance(name, Name) else Name(name, ""))
    names: set[Name] = set()
    packages: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in names or name in cut or name.module in cut:
            continue
        names.add(name)
        waiting.append(Name(name.module, ""))
        for _, meant in _uses(name):
            if isinstance(meant, Name):
                waiting.append(meant)
            else:
                packages.add(meant)
    return Reached(frozenset(names), frozenset(packages))


def _said(name: Name, names: Collection[Name]) -> str:
    uses = sorted({f"{written} {_text(meant)}" for written, meant in _uses(name) if meant in names})
    return "\n".join([_text(name), *uses])


@cache
def _text(name: Name) -> str:
    """The tokens of a definition."""
    lines = _module(name.module).lines
    return " ".join(
        said
        for statement in _statements(name)
        for line in range(_first_line(statement), (statement.end_lineno or 0) + 1)
        for said in lines.get(line, ())
    )


def _first_line(statement: ast.stmt) -> int:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return min([statement.lineno, *(one.lineno for one in statement.decorator_list)])
    return statement.lineno


@cache
def _uses(name: Name) -> tuple[tuple[str, Name | str], ...]:
    """The names written in a definition, each with a definition or a package it stands for."""
    return tuple(
        (f"{written}.{attribute}", meant)
        for statement in _statements(name)
        for written, attribute in read_names(statement, frozenset())
        for meant in _meant(_module(name.module), written, attribute)
    )


def _statements(name: Name) -> list[ast.stmt]:
    found = _module(name.module).statements
    if name.name not in found:
        raise LookupError(f"{name.module}.{name.name}")
    return found[name.name]


def _meant(module: "_Module", written: str, attribute: str) -> Iterator[Name | str]:
    """What a name of a module stands for, followed by an attribute or by ""."""
    if written in module.statements:
        yield Name(module.name, written)
    elif written in module.imports:
        source, name = module.imports[written]
        whole = f"{source}.{name}" if name else source
        if _path(whole):
            yield from _named(_module(whole), attribute)
        elif _path(source):
            yield from _named(_module(source), name)
        elif (package := source.partition(".")[0]) not in sys.stdlib_module_names:
            yield package


def _named(module: "_Module", name: str) -> Iterator[Name | str]:
    """What a module has under a name; all of it for ""."""
    if not name:
        yield from (Name(module.name, one) for one in module.statements)
    elif name in module.statements or name in module.imports:
        yield from _meant(module, name, "")
    elif _path(f"{module.name}.{name}"):
        yield from _named(_module(f"{module.name}.{name}"), "")
    elif not name.startswith("__"):
        raise LookupError(f"{module.name}.{name}")


class _Module:
    """A module of this package as it is written."""

    def __init__(self, name: str, path: Path) -> None:
        """`name` as it is imported."""
        self.name = name
        self._text = path.read_text("utf-8")
        self._tree = ast.parse(self._text)

    @cached_property
    def statements(self) -> dict[str, list[ast.stmt]]:
        """The statements that give a name its value; under "" those that name nothing."""
        found: dict[str, list[ast.stmt]] = {"": []}
        for statement in self._tree.body:
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                for name in _bound(statement) or {""}:
                    found.setdefault(name, []).append(statement)
        return found

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """What each imported name stands for: a module and a name in it, "" for all of it."""
        found = {}
        for node in ast.walk(self._tree):
            match node:
                case ast.ImportFrom(module=str() as source):
                    for alias in node.names:
                        found[alias.asname or alias.name] = (source, alias.name)
                case ast.Import():
                    for alias in node.names:
                        found[alias.asname or alias.name.partition(".")[0]] = (alias.name, "")
        return found

    @cached_property
    def lines(self) -> dict[int, list[str]]:
        """The tokens by the line where each begins."""
        return code_tokens.by_line(self._text, self._tree)


def _bound(statement: ast.AST) -> set[str]:
    """The names to which a statement at the top of a module gives a value."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
    return stored_names(statement).union(*map(_bound, ast.iter_child_nodes(statement)))


@cache
def _module(name: str) -> _Module:
    """A module of this package; LookupError where there is none."""
    path = _path(name)
    if path is None:
        raise LookupError(name)
    return _Module(name, path)


@cache
def _path(name: str) -> Path | None:
    """The file of a module, None where it is none of this package."""
    top, *parts = name.split(".")
    if top != _TOP.name:
        return None
    base = _TOP.joinpath(*parts)
    files = (base / "__init__.py", base.with_name(f"{base.name}.py"))
    return next((path for path in files if path.is_file()), None)
