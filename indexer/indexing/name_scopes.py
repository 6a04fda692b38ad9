"""Which names does a piece of Python read from outside itself?"""

import ast
from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_Scope = _Function | _Comprehension


def read_names(node: ast.AST, local: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The names that are read, each with the attribute that follows it or ""."""
    match node:
        case ast.Name(id=name):
            yield from () if name in local else [(name, "")]
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            yield from () if name in local else [(name, attribute)]
        case _:
            inside = local | _local(node) if isinstance(node, _Scope) else local
            outside = _outside(node)
            for child in ast.iter_child_nodes(node):
                yield from read_names(child, local if child in outside else inside)


def _outside(node: ast.AST) -> list[ast.AST]:
    """What of a function is read where it is defined: defaults, types, decorators."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [node.args, *node.decorator_list, *filter(None, [node.returns])]
        case ast.Lambda():
            return [node.args]
    return []


def _local(scope: _Scope) -> frozenset[str]:
    """The names that a function or a comprehension gives a value of its own."""
    nodes = list(_within(scope))
    given = {node.arg for node in nodes if isinstance(node, ast.arg)}
    shared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    if isinstance(scope, _Comprehension):
        # what it goes through may bear the name that it gives
        sources = (loop.iter for loop in scope.generators)
        shared = {name for source in sources for name, _ in read_names(source, frozenset())}
    return frozenset(given.union(*map(stored_names, nodes))) - shared


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes under a scope that are not under another."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, _Scope):
            yield from _within(child)


def stored_names(node: ast.AST) -> set[str]:
    """The name that a node gives a value, if it is such a one."""
    return {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
