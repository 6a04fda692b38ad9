"""How does a title lose the name of its newspaper?"""

import re
from collections.abc import Iterable

from indexer.readers.html.texts import is_cut, key, uncut

_SEPARATOR = re.compile(r"\s+[-|–—·•:»]\s+|\s*\|\s*|\s+::\s+")
_WEAK = re.compile(r"^(?:le|la|les|l|de|du|des|d|un|une|www|fr|com|info)$")
_SHORTEST = 4


def titled(found: str, heading: str, sites: Iterable[str]) -> str:
    """The title: the heading where it opens what was found, else that less the site around it.

    `sites` are the names that the page gives its newspaper, and its host.
    """
    names = {name for site in sites if (name := _bare(site))}
    if heading and _bare(heading) not in names and _opens(heading, found):
        return heading
    title = found
    while (parts := _last(title)) and any(_is_site(parts[1], name) for name in names):
        title = parts[0]
    if (parts := _first(title)) and _bare(parts[0]) in names:
        title = parts[1]
    return heading if heading and key(heading) == key(title) else title


def _opens(heading: str, found: str) -> bool:
    """Whether what was found is the heading, cut or with something behind a separator."""
    head, whole = key(heading), key(found)
    if is_cut(found) and len(whole) >= _SHORTEST:
        return head.startswith(key(uncut(found)))
    if head == whole:
        return True
    rests = (
        found[match.start() :] for match in _SEPARATOR.finditer(found) if match[0].strip() != ":"
    )
    return bool(head) and any(whole == head + key(rest) for rest in rests)


def _last(title: str) -> tuple[str, str] | None:
    """The title before its last separator, and what stands behind it."""
    found = list(_SEPARATOR.finditer(title))
    found = [match for match in found if match[0].strip() != ":"]
    if not found or not found[-1].start():
        return None
    return title[: found[-1].start()], title[found[-1].end() :]


def _first(title: str) -> tuple[str, str] | None:
    """What stands before the first separator, and the title behind it."""
    found = _SEPARATOR.search(title)
    return (title[: found.start()], title[found.end() :]) if found and found.start() else None


def _is_site(text: str, name: str) -> bool:
    bare = _bare(text)
    return bool(bare) and (bare == name or (len(name) >= _SHORTEST and bare.startswith(name)))


def _bare(site: str) -> str:
    """The letters of a newspaper's name without its small words: a host has them or not."""
    words = re.split(r"[\W_]+", site)
    return "".join(key(word) for word in words if not _WEAK.match(key(word)))
