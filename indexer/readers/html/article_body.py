"""Is the text of an article what its page shows, or what its JSON-LD says?"""

import re
from unicodedata import normalize

from indexer.readers.html import visible
from indexer.readers.html.metadata import Found
from indexer.readers.html.page import Page
from indexer.readers.html.texts import entities_resolved
from indexer.readers.pagedump.paragraphs import split_glued
from indexer.readers.paragraphs import Body, from_html, from_text

_HALF = 0.5
_MARKUP = re.compile(r"<(?:p|br|div|h[2-6])\b", re.IGNORECASE)


def chosen(page: Page, shown: Body) -> Body:
    """The body shown, but that of JSON-LD where this has more than twice its text.

    An application that draws its page in the browser shows nothing; paragraphs are guessed then.
    """
    text = _told(page)
    if sum(map(len, shown.lines)) >= _HALF * len(text):
        return shown
    # some systems escape their line breaks twice
    resolved = entities_resolved(text).replace("\\n", "\n")
    if _MARKUP.search(resolved):
        return from_html(resolved)
    if "\n" in resolved.strip():
        return from_text(resolved)
    lines = split_glued(normalize("NFC", resolved))
    return Body(lines=tuple(lines), headings=())


def said(page: Page, fields: Found) -> set[str]:
    """The texts of a page that other fields hold, which are no paragraphs of its body."""
    return {
        page.heading_text,
        fields.title[1],
        fields.lede[1],
        fields.section[1],
        *fields.authors[1],
        *(f"Par {name}" for name in fields.authors[1]),
        *visible.bylines(page.scope),
        *visible.date_lines(page.scope),
    } - {""}


def _told(page: Page) -> str:
    """The text that the article's node holds, else those of the posts of a live blog."""
    if page.article is None:
        return ""
    text = page.article.get("articleBody")
    if isinstance(text, str) and text.strip():
        return text
    posts = page.graph.listed(page.article.get("liveBlogUpdate"))
    bodies = (post.get("articleBody") for post in posts if isinstance(post, dict))
    return "\n\n".join(body for body in bodies if isinstance(body, str))
