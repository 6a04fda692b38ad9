"""When was an article published of which no place of its page says so?"""

import logging
import re
from copy import deepcopy

from htmldate import find_date
from lxml import html

from indexer.readers.dates import moment
from indexer.readers.html.page import Page

logging.getLogger("htmldate").setLevel(logging.CRITICAL)
# Bounds of its own: htmldate's are measured from today
_FIRST, _LAST = "1990-01-01", "2100-12-31"
_DAY_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?!\d)")


def last_date(page: Page, url: str) -> tuple[str, str]:
    """The place and the text of a date that htmldate finds, else of a day in the path."""
    if day := find_date(
        _without_rest(page),
        extensive_search=False,
        original_date=True,
        outputformat="%Y-%m-%d",
        min_date=_FIRST,
        max_date=_LAST,
    ):
        return "htmldate", day
    for year, month, day in _DAY_IN_PATH.findall(url):
        if moment(f"{year}-{month}-{day}"):
            return "url", f"{year}-{month}-{day}"
    return "", ""


def _without_rest(page: Page) -> html.HtmlElement:
    """The head and the article alone: what stands beside the article has dates too."""
    alone = html.Element("html")
    head = page.tree.find("head")
    body = html.Element("body")
    if head is not None:
        alone.append(deepcopy(head))
    body.append(deepcopy(page.scope))
    alone.append(body)
    return alone
