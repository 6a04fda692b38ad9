"""What do hostile files try to take, and what must they come to?"""

from collections.abc import Iterator
from dataclasses import dataclass

from support.saved_pages import PORT, json_ld, paragraphs
from support.saved_pages import page as saved

# What a file comes to: an article, a rejection with these words, or no format that is read
READ, IGNORED = "lu", "ignoré"
PAGE = saved(PORT, json_ld(PORT), f"<article>{paragraphs(PORT)}</article>")
# The name of a file, its content and what it comes to
Given = Iterator[tuple[str, str | bytes, str]]


@dataclass(frozen=True, kw_only=True)
class Bait:
    """What must not be taken: a file outside, an address where someone listens, and a size.

    `size` is how many bytes a bomb has once it is inflated.
    """

    file: str
    address: str
    size: int
