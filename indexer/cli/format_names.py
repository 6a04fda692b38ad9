"""Which formats may a person name, and what does each name stand for?"""

from collections.abc import Collection, Mapping

from indexer import readers
from indexer.errors import UsageError
from indexer.readers import READERS
from indexer.readers.containers import CONTAINERS

KNOWN = tuple(sorted({*map(readers.name, CONTAINERS), *map(readers.name, READERS)}))
# What a format has inside, where its name does not say it
HELD: Mapping[str, str] = {
    "feeds": "RSS, Atom, plans de site",
    "gz": "fichiers .gz",
    "html": "pages web, MHTML",
    "iptc": "ninjs, NewsML, NITF",
    "jsonl": "JSON Lines",
    "pagedump": "pages en texte",
    "tabular": "JSON",
    "wxr": "exports WordPress",
}


def known(names: Collection[str]) -> frozenset[str]:
    """The same, each once; UsageError, with what there is, for one that is no format."""
    for name in names:
        if name not in KNOWN:
            told = (f"{one} ({HELD[one]})" if one in HELD else one for one in KNOWN)
            raise UsageError(f"format inconnu : {name} ; les connus : {', '.join(told)}")
    return frozenset(names)
