"""What does a page say of its article beside the text?"""

import re
from dataclasses import dataclass, fields

from indexer.readers.bylines import names
from indexer.readers.dates import moment
from indexer.readers.folding import folded
from indexer.readers.html import addresses, places, visible
from indexer.readers.html.page import Page
from indexer.readers.html.places import Place, Places
from indexer.readers.html.texts import is_cut, key, uncut
from indexer.readers.html.titles import titled
from indexer.readers.tags import tags as tags_of

_HOST = re.compile(r"\.(?:fr|com|net|org|info|eu|be|ch|ca)$")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)")
_NEWSROOM = re.compile(
    r"^(?:(?:la |notre )?redaction|(?:le )?service (?:web|numerique)"
    r"|admin|administrateur|webmaster)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The fields of an article beside its text, each with the place it came from.

    A field that the page lacks is empty, its place too; dates are as the page writes them.
    """

    url: Place
    title: Place
    lede: Place
    tags: Places
    authors: Places
    source: Place
    section: Place
    language: Place
    published: Place
    modified: Place
    image: Place

    def origins(self) -> dict[str, str]:
        """The place of each field that was found."""
        places = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: origin for name, (origin, value) in places.items() if value}


def found(page: Page) -> Found:
    """All that a page says of its article beside the text."""
    source = _first(page, places.SOURCES)
    url = _url(page)
    title = _title(page, url[1])
    return Found(
        url=url,
        title=title,
        lede=_lede(page, title[1]),
        tags=_tags(page, title[1]),
        authors=_authors(page, source[1]),
        source=source,
        section=_section(page, title[1]),
        language=_language(page),
        published=_dated(page, f"{places.PUBLISHED} {places.LAST_PUBLISHED}"),
        modified=_dated(page, places.MODIFIED),
        image=_image(page, page.base or url[1]),
    )


def _first(page: Page, table: str) -> Place:
    return next(places.found(page, table), ("", ""))


def _url(page: Page) -> Place:
    """The address of the article, without its fragment."""
    given = [*places.found(page, places.ADDRESSES), ("address", page.address)]
    return addresses.chosen(given, page.address, page.base)


def _title(page: Page, url: str) -> Place:
    """The title, without the name of the newspaper behind it."""
    origin, found = _first(page, places.TITLES)
    sites = [text for _, text in places.found(page, places.SOURCES)]
    return origin, titled(found, page.heading_text, [*sites, addresses.host_name(url)])


def _lede(page: Page, title: str) -> Place:
    """The lede; where it is missing or cut, the standfirst that the page shows in its stead."""
    origin, found = _first(page, places.LEDES)
    shown = visible.standfirst(page.scope)
    stem = key(uncut(found))
    if shown and (not found or (is_cut(found) and key(shown).startswith(stem))):
        origin, found = "standfirst", shown
    return ("", "") if key(found) == key(title) else (origin, found)


def _tags(page: Page, title: str) -> Places:
    """The tags, each once, never the title."""
    for origin, texts in places.by_place(page, places.TAGS):
        if found := tags_of(texts[0] if len(texts) == 1 else texts, title):
            return origin, found
    return "", ()


def _authors(page: Page, source: str) -> Places:
    """The people and agencies that sign; a newspaper alone signs nothing."""
    for origin, texts in places.by_place(page, places.AUTHORS):
        found = {
            key(name): name
            for text in texts
            if "://" not in text
            for name in names(text, source)
            if not _is_newsroom(name, source)
        }
        if found:
            return origin, tuple(found.values())
    return "", ()


def _section(page: Page, title: str) -> Place:
    """The section: the first that is neither the front page nor the article itself."""
    for origin, text in places.found(page, places.SECTIONS):
        if origin.startswith("meta:") and "_" in text:
            continue
        for part in text.split(","):
            name = part.strip()
            if name and not visible.is_home_name(name) and key(name) != key(title):
                return origin, name
    return "", ""


def _language(page: Page) -> Place:
    """The code of the language: « fr » of « fr-FR »."""
    for origin, text in places.found(page, places.LANGUAGES):
        if code := _LANGUAGE.match(text.lower()):
            return origin, code[1]
    return "", ""


def _image(page: Page, base: str) -> Place:
    """The address of the picture, resolved against that of the page."""
    for origin, text in places.found(page, places.IMAGES):
        if address := addresses.resolved(text, base):
            return origin, address
    return "", ""


def _dated(page: Page, table: str) -> Place:
    return next((place for place in places.found(page, table) if moment(place[1])), ("", ""))


def _is_newsroom(name: str, source: str) -> bool:
    """Whether a name is that of the newsroom or of its site."""
    plain = folded(name)
    return bool(_NEWSROOM.match(plain) or _HOST.search(plain)) or key(plain) == key(source)
