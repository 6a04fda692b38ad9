"""Which files are wires of the IPTC: ninjs, NewsML-G2, NewsML 1 or NITF?"""

import re
from collections.abc import Iterator

from indexer.article import Outcome
from indexer.readers.iptc.ninjs_keys import is_ninjs
from indexer.readers.opening import opening, root
from indexer.readers.part import Part, Rules, packages

_ROOTS = frozenset(
    "nitf newsml newsitem newsmessage packageitem conceptitem knowledgeitem planningitem"
    " catalogitem".split()
)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]', re.DOTALL)


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - wires have any name
    """Wires are known by the root of their tree, or by the keys of an object of their JSON."""
    text = opening(head)
    if text[:1] in ("{", "["):
        return any(map(is_ninjs, _objects(text)))
    return root(head) in _ROOTS


def _objects(text: str) -> Iterator[set[str]]:
    """The keys of each object of a JSON text that may end anywhere."""
    around: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            around.append(set())
        elif token[0] == "}" and around:
            yield around.pop()
        elif token[2] and around:
            around[-1].add(token[1].lower())
    yield from around


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The wires of a part."""
    with packages():
        # who only searches needs none of them
        from indexer.readers.iptc import ninjs, reading  # noqa: PLC0415
        from indexer.readers.tabular import documents  # noqa: PLC0415
    try:
        yield from reading.read(part, rules)
    except ninjs.Mixed:
        # each by its own reader
        yield from documents.read(part, rules)
