"""What does a page show of its article beside the text: byline, dates, section, caption?"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import html

from indexer.readers.bylines import names
from indexer.readers.html.marks import text_of, within, words
from indexer.readers.html.texts import key, one_line

_BYLINE = frozenset(
    "author authors auteur auteurs byline signature signatures redacteur journaliste writer".split()
)
_STANDFIRST = frozenset("chapo chapô chapeau standfirst intro introduction lede hat".split())
_BREADCRUMB = frozenset(
    "breadcrumb breadcrumbs ariane filariane arbo arborescence hierarchie crumbs".split()
)
_CAPTION = frozenset("caption legende légende figcaption".split())
_DATE = frozenset("date dates time published publication pubdate datetime publish".split())
_UPDATED = frozenset("updated modified dtmodified modification maj".split())
_LINES = frozenset("p div span address small em li".split())
_SIGNED = re.compile(r"(?:(?:[Pp]ropos )?[Rr]ecueillis? )?[Pp](?:ar|AR) (?=[A-ZÀ-Ý])")
_LONGEST_BYLINE = 60
_LONGEST_DATE = 160
_MARGIN = 60
_LONGEST_LEDE = 1_500
_HOME = frozenset(map(key, ("Accueil", "Home", "À la une", "Une", "Page d’accueil", "Actualités")))

_MONTH = r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)[a-zé]*\.?"
_DAY = (
    rf"\d{{1,2}}(?:er)?\s+{_MONTH}\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|\d{{4}}-\d\d-\d\d"
)
_CLOCK = r"\d{1,2}\s?(?:[h:]\s?\d\d|h(?!\w))"
_DATED = rf"(?:{_DAY})(?:\s*(?:T|,|à|-|–|—|•|·|\||\()?\s*(?:à\s)?{_CLOCK})?"
_PUBLISHED = re.compile(
    rf"\b(?:publi|mise? en ligne|post[ée]|paru|écrit|créé)[^0-9]{{0,60}}?({_DATED})", re.IGNORECASE
)
_MODIFIED = re.compile(
    r"\b(?:mise? à jour|modifi|actualis|maj\b|m\.à\.j)[^0-9]{0,60}?"
    rf"({_DATED}|{_CLOCK})",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"\b(?:publi|mise? (?:en ligne|à jour)|post[ée]|paru|écrit|créé|modifi|actualis|maj\b|m\.à\.j)",
    re.IGNORECASE,
)
# What stands around a date that stands alone: « Rédigé le mercredi … à 8h30, par »
_AROUND_DATE = re.compile(
    rf"{_CLOCK}|\b(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|hier|aujourd.hui|rédigée?|publiée?"
    r"|postée?|parue?|écrite?|créée?|mise?|ligne|jour|modifiée?|actualisée?|édition|maj|date|article"
    r"|dernière|par|le|la|du|de|en|et|à|au|min|lecture|heures?|temps)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?i:auteure?s?|auteur\(s\)|authors?)\s+(?=[A-ZÀ-Ý])")
_ANY_DATE = re.compile(rf"(?:^|\b)({_DATED})", re.IGNORECASE)
_DAY_ALONE = re.compile(_DAY, re.IGNORECASE)


def bylines(scope: html.HtmlElement) -> list[str]:
    """The texts that name the authors: links marked as such, else the first signature.

    Without a mark it is the first short line that says « Par … ».
    """
    marked = [one for one in within(scope) if "author" in (one.get("rel") or "").split()]
    if texts := [text for one in marked if (text := text_of(one, _LONGEST_BYLINE))]:
        return texts
    for element in within(scope):
        if words(element) & _BYLINE and names(text_of(element, _LONGEST_BYLINE)):
            return [_LABEL.sub("", text_of(one, _LONGEST_BYLINE)) for one in _like(element)]
    lines = (text_of(one, _LONGEST_BYLINE) for one in within(scope) if one.tag in _LINES)
    return next(([line] for line in lines if _SIGNED.match(line) and names(line)), [])


def _like(element: html.HtmlElement) -> list[html.HtmlElement]:
    """The element and its neighbours of the same make: each may name one author."""
    parent = element.getparent()
    around = parent if parent is not None else [element]
    return [
        one for one in around if one.tag == element.tag and one.get("class") == element.get("class")
    ]


def standfirst(scope: html.HtmlElement) -> str:
    """The text of the first element that is marked as a standfirst."""
    marked = (one for one in within(scope) if words(one) & _STANDFIRST)
    return next(filter(None, (text_of(one, _LONGEST_LEDE) for one in marked)), "")


def caption(scope: html.HtmlElement) -> str:
    """The first caption of a picture."""
    for element in within(scope):
        is_caption = element.tag == "figcaption" or words(element) & _CAPTION
        if is_caption and (text := text_of(element, _LONGEST_LEDE)):
            return text
    return ""


def sections(tree: html.HtmlElement) -> list[str]:
    """The steps of the breadcrumb, the last first, without the home page."""
    for element in tree.iter("nav", "div", "ul", "ol", "p"):
        label = (element.get("aria-label") or "").lower()
        if words(element) & _BREADCRUMB or "ariane" in label or "breadcrumb" in label:
            steps = [one_line(step.text_content()) for step in element.iter("a")]
            return [step for step in reversed(steps) if step and not is_home_name(step)]
    return []


def is_home_name(text: str) -> bool:
    """Whether a section is that of the front page."""
    return key(text) in _HOME


def published(scope: html.HtmlElement) -> Iterator[str]:
    """The dates of publication that the article shows, those that say so first."""
    lines = list(_date_lines(scope))
    yield from (found[1] for line in lines if (found := _PUBLISHED.search(line)))
    for element in within(scope):
        if (moment := _moment(element)) and not words(element) & _UPDATED:
            yield moment
    for element in within(scope):
        is_date = element.tag == "time" or words(element) & _DATE
        if is_date and (found := _ANY_DATE.search(text_of(element, _LONGEST_DATE))):
            yield found[1]


def modified(scope: html.HtmlElement) -> Iterator[str]:
    """The dates of modification that the article shows; an hour alone is of the day before it."""
    for line in _date_lines(scope):
        if found := _MODIFIED.search(line):
            day = _DAY_ALONE.search(line)
            alone = day and not _DAY_ALONE.search(found[1])
            yield f"{day[0]} {found[1]}" if alone and day else found[1]
    for element in within(scope):
        if words(element) & _UPDATED and (moment := _moment(element)):
            yield moment


def _moment(element: html.HtmlElement) -> str:
    """The moment that an element says to programs: `time`, or `abbr` as microformats have it."""
    if element.tag == "abbr":
        return (element.get("title") or "") if words(element) & (_DATE | _UPDATED) else ""
    return (element.get("datetime") or "") if element.tag == "time" else ""


def is_dated(line: str, said: Iterable[str]) -> bool:
    """Whether a line has a date and, names in `said` aside, little else than what brings it."""
    if len(line) > _LONGEST_DATE or not (_ANY_DATE.search(line) or _SAYS_WHEN.match(line)):
        return False
    for text in said:
        line = line.replace(text, " ") if text else line
    rest = _AROUND_DATE.sub(" ", _ANY_DATE.sub(" ", line))
    return not any(map(str.isalnum, rest))


def date_lines(scope: html.HtmlElement) -> set[str]:
    """The lines that only say when the article was published."""
    return set(_date_lines(scope))


def _date_lines(scope: html.HtmlElement) -> Iterator[str]:
    """The short texts that say when something was published or brought up to date."""
    for element in within(scope):
        tails = (child.tail or "" for child in element)
        if not any(map(_SAYS_WHEN.search, (element.text or "", *tails))):
            continue
        # the date itself often stands in a neighbour: <span>Publié le</span> <time>…</time>
        for around in (element, *islice(element.iterancestors(), 2)):
            line = text_of(around, _LONGEST_DATE)
            if _only_dates(_PUBLISHED.search(line) or _MODIFIED.search(line), line):
                yield line
                break


def _only_dates(found: re.Match[str] | None, line: str) -> bool:
    """Whether a line says little else: a sentence may tell when a decree was published."""
    return found is not None and found.start() < _MARGIN and len(line) - found.end() < _MARGIN
