"""Write an article as a page dump: metadata, echo, then the visible page, one value a line."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from indexer.article import PARIS, Article

LEDE_CHARACTERS = 110
# Where a link may begin inside a paragraph: between two words that no sentence end separates
_LINK = re.compile(r"(?<=[^\W\d_]{3}) (?=[a-zà-öø-ÿ]{3})")
_LINK_AFTER = 60


def render(article: Article) -> str:
    """The dump of an article, whose body it holds glued, then clean but broken at its links.

    A dump has room for one author, and minutes in its dates; captions are not written. ValueError
    without an address, a date and a source: a dump of this shape always has them.
    """
    if not (article.url and article.published and article.source):
        raise ValueError(f"no dump of {article.id}: address, date or source is missing")
    lines = (
        *_metadata(article, article.url, article.published),
        *_echo(article, article.url, article.published),
        *_page(article, article.published),
    )
    return "\n".join(lines) + "\n"


def _metadata(article: Article, url: str, published: datetime) -> list[str]:
    found = [url, article.title, article.title, article.source]
    found.append(f"{_teaser(article.lede)}{_day(published)}, {article.source}")
    found += [_iso(published), _iso(published), _iso(article.modified or published)]
    found += article.tags
    if article.image:
        found.append(article.image)
    if article.body:
        found.append("".join(article.body))
    return found


def _echo(article: Article, url: str, published: datetime) -> list[str]:
    block = _publisher(article.source, urlsplit(url).hostname or "")
    found = [*article.tags[:2], *block, str(published.astimezone(PARIS).year)]
    found += article.authors[:1]
    found += block
    if article.section:
        found.append(article.section)
    if article.language:
        found.append(f"{article.language}_{article.language.upper()}")
    found += block
    if article.image:
        found += [f"{article.image}{block[0]}", *block[1:]]
    if article.tags:
        found += [", ".join(article.tags)] * 2
    return found


def _page(article: Article, published: datetime) -> list[str]:
    stamp = _clock(published)
    if article.modified and article.modified != published:
        stamp += f" (Mis à jour: {_clock(article.modified)})"
    return [
        article.title,
        f"{stamp} {article.lede}".rstrip(),
        *(_broken(paragraph) for paragraph in article.body),
    ]


def _publisher(name: str, host: str) -> list[str]:
    """The block of lines that names a publisher; +33 1 99 00 is a range kept for fiction."""
    return [name, f"redaction@{host.removeprefix('www.')}", "+33199000000", f"SAS « {name} »"]


def _teaser(lede: str) -> str:
    """The lede as metadata has it, cut at a word; with a space after it if there is one."""
    if len(lede) > LEDE_CHARACTERS:
        lede = f"{lede[:LEDE_CHARACTERS].rsplit(' ', 1)[0]}..."
    return f"{lede} " if lede else ""


def _broken(paragraph: str) -> str:
    head, rest = paragraph[:_LINK_AFTER], paragraph[_LINK_AFTER:]
    return head + _LINK.sub("\n", rest, count=1)


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%Y-%m-%dT%H:%M%z}"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%d.%m.%Y}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%H:%M %d.%m.%Y}"
