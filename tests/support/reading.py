"""Read one page in memory, as a reader does a file."""

from indexer.article import Article, Outcome
from indexer.readers import html
from indexer.readers.part import Part, Rules


def outcome(markup: str | bytes, name: str = "page.html", address: str | None = None) -> Outcome:
    """What a page gives; one thing, whatever it is."""
    content = markup if isinstance(markup, bytes) else markup.encode()
    (found,) = html.read(Part(name=name, content=content, address=address), Rules())
    return found


def article(markup: str | bytes, name: str = "page.html", address: str | None = None) -> Article:
    """The article of a page."""
    found = outcome(markup, name, address)
    assert isinstance(found, Article), found
    return found
