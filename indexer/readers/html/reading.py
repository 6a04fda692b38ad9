"""Which article does a saved page give, or why none?"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from indexer.article import Article, Outcome, PassedOver, Rejected
from indexer.identity import article_id
from indexer.readers.dates import published_and_modified
from indexer.readers.html import article_body, mhtml, openings, visible
from indexer.readers.html.body import extracted
from indexer.readers.html.last_date import last_date
from indexer.readers.html.links import Links
from indexer.readers.html.metadata import Found, found
from indexer.readers.html.page import Page, parsed
from indexer.readers.html.places import candidates, is_seen
from indexer.readers.paragraphs import Body
from indexer.readers.part import HEAD_BYTES, Part, Rules
from indexer.readers.refused import Refused

_SURE, _SHOWN = "sure", "shown"


def read(part: Part, rules: Rules) -> Iterator[Outcome]:  # noqa: ARG001
    """The one article of a page."""
    try:
        is_packed = openings.is_mhtml(part.name, part.content[:HEAD_BYTES])
        page = parsed(mhtml.page_of(part) if is_packed else part)
    except Refused as reason:
        yield Rejected(part.name, str(reason))
        return
    yield _outcome(page, part.name)


def _outcome(page: Page, name: str) -> Outcome:
    fields = found(page)
    proof = _proof(page, fields)
    if not fields.published[1]:
        fields = replace(fields, published=last_date(page, fields.url[1]))
    caption = visible.caption(page.scope)
    links = None if proof == _SURE else Links.of(page)
    said = article_body.said(page, fields)
    shown = extracted(page, said)
    if not fields.title[1]:
        return Rejected(name, "aucun titre dans cette page")
    if links and (what := links.without_article(shown, is_shown=proof == _SHOWN)):
        return PassedOver(name, what)
    body = article_body.chosen(page, shown)
    if not body.lines and not fields.lede[1]:
        return Rejected(name, "aucun texte dans cette page")
    return _article(page, fields, (shown, body), caption)


def _proof(page: Page, fields: Found) -> str:
    """How sure it is that a page is one article: a list of articles shows dates and names too."""
    signs = (fields.authors, fields.published)
    if page.article or any(place[1] and not is_seen(place[0]) for place in signs):
        return _SURE
    return _SHOWN if any(place[1] for place in signs) else ""


def _article(page: Page, fields: Found, bodies: tuple[Body, Body], caption: str) -> Article:
    shown, body = bodies
    published, modified = published_and_modified(fields.published[1], fields.modified[1])
    url, title = fields.url[1] or None, fields.title[1]
    degraded = body is not shown
    origins = {
        **fields.origins(),
        **({"body": "json-ld:articleBody" if degraded else "trafilatura"} if body.lines else {}),
        **({"caption": "figcaption"} if caption else {}),
    }
    return Article(
        id=article_id(url, title, published),
        title=title,
        url=url,
        lede=fields.lede[1],
        body=body.lines,
        body_headings=body.headings,
        degraded=degraded,
        tags=fields.tags[1],
        authors=fields.authors[1],
        source=fields.source[1],
        section=fields.section[1],
        language=fields.language[1],
        published=published,
        modified=modified,
        image=fields.image[1] or None,
        caption=caption,
        captured=page.captured,
        origins=origins,
        candidates=partial(candidates, page, origins),
    )
