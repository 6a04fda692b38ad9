"""Is a page without date and author an article, or only leads to others?"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Self

from indexer.readers.html.page import Page
from indexer.readers.html.texts import key
from indexer.readers.paragraphs import Body

_SHORT = 250
_HALF = 0.5
_LEAST = 8
_LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Links:
    """The texts of the links of a page, and whether they are most of its text."""

    keys: AbstractSet[str]
    are_most: bool

    @classmethod
    def of(cls, page: Page) -> Self:
        """The links of a page as it was saved, before it is cleaned."""
        texts = [link.text_content() for link in page.scope.iter("a")]
        whole = sum(len(text.strip()) for text in page.scope.itertext())
        return cls({key(text) for text in texts}, sum(map(len, texts)) > _HALF * whole)

    def _share(self, body: Body) -> float:
        """Which part of a body is text of links, wherever an extractor ended its lines."""
        text = key("".join(body.lines)) if sum(map(len, body.lines)) < _LONGEST else ""
        rest = text
        for name in sorted(self.keys, key=lambda name: (-len(name), name)):
            rest = rest.replace(name, "") if len(name) >= _LEAST else rest
        return 1 - len(rest) / len(text) if text else 0.0

    def without_article(self, body: Body, *, is_shown: bool) -> str:
        """What a page with this body is that is no article, in French; "" for an article.

        `is_shown` says that the page shows a date or a name: a brief that does is one.
        """
        length = sum(map(len, body.lines))
        is_short = not length or (length < _SHORT and not is_shown)
        if self._share(body) > _HALF or (is_short and self.are_most):
            return "page de liens"
        return "page d’erreur ou sans article" if is_short else ""
