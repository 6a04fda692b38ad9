"""What does the JSON-LD of a page say, and which of its nodes is the article?"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.readers.html.texts import key, one_line

Node = Mapping[str, object]

_MAX_BLOCK = 2_000_000
_MAX_DEPTH = 100
# A name may be an object that says its language
_NAME_LEVELS = 2
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_START = re.compile(r"[\[{]")
# A run is taken whole, so that it is gone through once
_COMMAS = re.compile(r"[\s,]++([}\]]?)")
_ESCAPE = re.compile(r'(\\["\\/bfnrtu])|\\')
_WALKED = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_NO_ARTICLE = frozenset({"JobPosting"})
_RECORDED = frozenset({"VideoObject", "AudioObject", "PodcastEpisode"})
# What stands for the page and for its publication
AROUND = {
    "page": frozenset({"WebPage", "ItemPage"}),
    "site": frozenset({"WebSite", "NewsMediaOrganization"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The nodes of a page that may stand for it, in their order, and every node by its `@id`."""

    nodes: tuple[Node, ...] = ()
    named: Mapping[str, Node] = field(default_factory=dict)

    def one(self, types: frozenset[str]) -> Node | None:
        """The first node of one of these types."""
        return next((node for node in self.nodes if types & kinds(node)), None)

    def resolved(self, value: object) -> object:
        """What a reference stands for: the node with its `@id`, else the value itself."""
        if isinstance(value, dict) and isinstance(name := value.get("@id"), str):
            own = {key: inner for key, inner in value.items() if inner}
            return {**self.named.get(name, {}), **own}
        return value

    def listed(self, value: object) -> list[object]:
        """The values of a list, or the one value, references resolved."""
        if isinstance(value, dict) and "@list" in value:
            value = value["@list"]
        return [self.resolved(one) for one in (value if isinstance(value, list) else [value])]

    def texts(self, value: object, *keys: str) -> list[str]:
        """The texts of a value: strings as they are, of an object the first of its keys."""
        lines = (one_line(text) for one in self.listed(value) for text in _texts(one, keys))
        return [line for line in lines if line]


def _texts(value: object, keys: tuple[str, ...]) -> list[str]:
    for _ in range(_NAME_LEVELS):
        if isinstance(value, dict):
            value = next((value[key] for key in keys if value.get(key)), _full_name(value))
    texts = value if isinstance(value, list) else [value]
    return [str(text) for text in texts if isinstance(text, str | int) and text is not True]


def _full_name(person: Node) -> str:
    """The name of a person of whom only its two parts are told."""
    parts = (person.get(part) for part in ("givenName", "familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def graph(blocks: list[str]) -> Graph:
    """The graph that the blocks of a page make; one that cannot be read is skipped."""
    values = [value for block in blocks if (value := _loaded(block)) is not None]
    nodes = tuple(node for value in values for node in _walked(value))
    return Graph(nodes=nodes, named=_named(values))


def article(graph: Graph, is_own: Callable[[str], bool], heading: str) -> Node | None:
    """The node of the article: the one with the page's address, else with its heading.

    Else the first that has a date; a recording only where no node is an article. `is_own` says of
    an address whether it is that of the page.
    """
    nodes = [node for node in graph.nodes if _is_article(node)]
    if not nodes:
        nodes = [node for node in graph.nodes if _RECORDED & kinds(node)]
    rules: tuple[Callable[[Node], object], ...] = (
        lambda node: any(is_own(address) for address in addresses(graph, node)),
        lambda node: heading and any(_alike(text, heading) for text in _headlines(graph, node)),
        lambda node: node.get("datePublished") or node.get("uploadDate"),
        lambda _: True,
    )
    return next((node for rule in rules for node in nodes if rule(node)), None)


def addresses(graph: Graph, node: Node) -> list[str]:
    """The addresses that a node gives as its own."""
    keys = ("url", "mainEntityOfPage", "@id")
    return [text for key in keys for text in graph.texts(node.get(key), "@id", "url")]


def is_recording(node: Node) -> bool:
    """Whether a node is a film or a sound, with names of its own for title, date and image."""
    return not _is_article(node) and bool(_RECORDED & kinds(node))


def kinds(node: Node) -> frozenset[str]:
    """The types of a node, without the address of their vocabulary."""
    value = node.get("@type")
    types = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/:#]", one)[-1] for one in types if isinstance(one, str))


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.search(kind) and kind not in _NO_ARTICLE for kind in kinds(node))


def _headlines(graph: Graph, node: Node) -> list[str]:
    return [text for key in ("headline", "name") for text in graph.texts(node.get(key))]


def _alike(one: str, other: str) -> bool:
    first, second = key(one), key(other)
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


def _loaded(block: str) -> object:
    """The value of a block, None for one too long, too deep or broken past one repair."""
    if len(block) > _MAX_BLOCK:
        return None
    text = _WRAPPING.sub("", block)
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    start = _START.search(text)
    if not start:
        return None
    for mend in (str, _without_trailing_commas, _mended):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mend(text[start.start() :]))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _without_trailing_commas(text: str) -> str:
    return _COMMAS.sub(lambda run: run[1] or run[0], text)


def _mended(text: str) -> str:
    """The text without trailing commas and without what JavaScript escapes and JSON does not."""
    return _ESCAPE.sub(lambda found: found[1] or "", _without_trailing_commas(text))


def _walked(value: object) -> Iterator[Node]:
    """The nodes that may stand for the page; never those of lists, of posts or of other works."""
    left: list[tuple[object, int]] = [(value, 0)]
    while left:
        one, depth = left.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(one, list):
            left.extend((inner, depth + 1) for inner in reversed(one))
        elif isinstance(one, dict):
            yield one
            left.extend((one[key], depth + 1) for key in reversed(_WALKED) if key in one)


def _named(values: list[object]) -> dict[str, Node]:
    """Every node that has an `@id`, by it; of those of one name that which says most."""
    named: dict[str, Node] = {}
    left = list(reversed(values))
    while left:
        one = left.pop()
        if isinstance(one, list):
            left.extend(reversed(one))
        elif isinstance(one, dict):
            name = one.get("@id")
            if isinstance(name, str) and len(one) > len(named.get(name, ())):
                named[name] = one
            left.extend(reversed(one.values()))
    return named
