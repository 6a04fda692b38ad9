"""Which heading is the title of the article, and in which element does the article stand?"""

from collections.abc import Callable

from lxml import html

from indexer.readers.html.texts import key, one_line

_SHORTEST = 4


def main_heading(tree: html.HtmlElement, title: str) -> html.HtmlElement | None:
    """The `h1` that says what the page's `title` says, else one in an article, else the first.

    A newspaper's name in its banner is often an `h1` too.
    """
    headings = [one for one in tree.iter("h1") if one_line(one.text_content())]
    said = [one for one in headings if _says(one, key(title))]
    if said:
        return max(said, key=lambda one: len(key(one.text_content())))
    rules: tuple[Callable[[html.HtmlElement], bool], ...] = (
        lambda one: _ancestor(one, "article") is not None,
        lambda one: _ancestor(one, "main") is not None,
        lambda one: _ancestor(one, "header") is None,
        lambda _: True,
    )
    return next((one for rule in rules for one in headings if rule(one)), None)


def scope_of(tree: html.HtmlElement, heading: html.HtmlElement | None) -> html.HtmlElement:
    """The article element around a heading, else the only one, else `main`, else the body."""
    around = _ancestor(heading, "article") if heading is not None else None
    if around is not None:
        return around
    articles = list(tree.iter("article"))
    if len(articles) == 1 and heading is None:
        return articles[0]
    for tag in ("main", "body"):
        found = next(tree.iter(tag), None)
        if found is not None and (heading is None or tag == "body" or heading in found.iter("h1")):
            return found
    return tree


def _says(heading: html.HtmlElement, title: str) -> bool:
    said = key(heading.text_content())
    return len(said) >= _SHORTEST and bool(title) and (said in title or title in said)


def _ancestor(element: html.HtmlElement, tag: str) -> html.HtmlElement | None:
    return next(element.iterancestors(tag), None)
