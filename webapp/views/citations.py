"""How is an article referred to, in a text and in a bibliography program?"""

from collections.abc import Collection, Iterator, Sequence

from indexer.article import Article
from indexer.messages.french_format import day, quoted
from webapp.sanitize import flat, link, one_line

_INNER = str.maketrans({"«": "“", "»": "”"})
_SPACED = (("«\u00a0", "“"), ("\u00a0»", "”"), ("« ", "“"), (" »", "”"))


def press(article: Article, listed: Collection[str] = ()) -> str:
    """« Who, “What”, where, when, address » as the French press writes it, on one line.

    The address is left out where `sanitize.link`, with these hosts, would.
    """
    facts = (
        _together(article.authors),
        quoted(_inside(one_line(article.title))),
        article.source,
        # letters of another size are lost where a text is pasted
        day(article.day).replace("1ᵉʳ", "1er") if article.day else "sans date",
    )
    text = ", ".join(one_line(fact) for fact in facts if fact)
    return f"{text}, {article.url}" if link(article.url, listed) else f"{text}."


def ris(article: Article, listed: Collection[str] = ()) -> str:
    """The record of an article in RIS, for Zotero and its like; each value on a line.

    The address is left out as in `press`.
    """
    record = _record(article, listed)
    return "".join(f"{tag}  - {value}\r\n" for tag, value in record) + "ER  - \r\n\r\n"


def _record(article: Article, listed: Collection[str]) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    values: tuple[tuple[str, Sequence[str]], ...] = (
        ("ID", (article.id,)),
        ("TI", (article.title,)),
        ("AU", article.authors),
        ("T2", (article.source,)),
        ("SE", (article.section,)),
        ("PY", (f"{article.day:%Y}" if article.day else "",)),
        ("DA", (f"{article.day:%Y/%m/%d}" if article.day else "",)),
        ("AB", (article.lede,)),
        ("KW", article.tags),
        ("LA", (article.language,)),
        ("UR", (link(article.url, listed) or "",)),
    )
    for tag, texts in values:
        yield from ((tag, line) for line in map(_value, texts) if line)


def _value(text: str) -> str:
    return flat(text).strip()


def _together(names: Sequence[str]) -> str:
    """One, one et other, one, other et third."""
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _inside(title: str) -> str:
    """The title as it stands inside guillemets: its own become inner ones."""
    for outer, inner in _SPACED:
        title = title.replace(outer, inner)
    return title.translate(_INNER)
