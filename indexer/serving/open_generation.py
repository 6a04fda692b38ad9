"""What is a generation while it is searched, and what was made of it?"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar, cast

from indexer.engines import Searcher
from indexer.generations.manifest import Manifest

Made = TypeVar("Made")


@dataclass(slots=True)
class OpenGeneration:
    """A generation open for reading, the number of readers it has, and what closes it.

    `kept` is what was made of it: it goes with the generation, which never changes.
    """

    manifest: Manifest
    searcher: Searcher
    closing: ExitStack
    readers: int = 0
    kept: dict[Callable[[Self], Any], Any] = field(default_factory=dict)

    def once(self, made: Callable[[Self], Made], is_whole: Callable[[Made], bool]) -> Made:
        """What a function of the module level makes of this generation, made again until whole."""
        if made in self.kept:
            return cast(Made, self.kept[made])
        found = made(self)
        if is_whole(found):
            self.kept[made] = found
        return found
