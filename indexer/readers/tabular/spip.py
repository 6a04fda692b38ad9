"""What do the shortcuts say that SPIP, the system of many French papers, keeps texts with?"""

import re

_BRACKETS = re.compile(r"\[([^\[\]\n]*+)\]")
_HEADING = re.compile(r"\{\{\{([^{}]++)\}\}\}")
_SHORTCUTS = (
    (_HEADING, r"\n\n<h2>\1</h2>\n\n"),
    *(
        (re.compile(shortcut, re.MULTILINE), html)
        for shortcut, html in (
            (r"<(?:doc|img|emb|video|audio|document|image)\d+(?:\|[^<>]*+)?>", ""),
            (r"\[\[[^\[\]]*+\]\]", ""),
            (r"\{\{([^{}]++)\}\}", r"\1"),
            (r"\{([^{}\n]++)\}", r"\1"),
            (r"^-[*#]*+[ \t]*+(\S.*)$", r"\n\n<li>\1</li>\n\n"),
            (r"^_ ++", "<br>"),
            (r"^-{4,}$", ""),
        )
    ),
)
_LINK = "->"


def is_spip(text: str) -> bool:
    """Whether a text has sub-headings or links as nobody else writes them."""
    has_link = any(_LINK in bracket[1] for bracket in _BRACKETS.finditer(text))
    return has_link or _HEADING.search(text) is not None


def markup(text: str) -> str:
    """The text with the HTML that its shortcuts stand for; notes and documents are left out."""
    for shortcut, html in _SHORTCUTS:
        text = shortcut.sub(html, text)
    return _BRACKETS.sub(_link, text)


def _link(bracket: re.Match[str]) -> str:
    """The words of a link, without its title."""
    words, arrow, _ = bracket[1].partition(_LINK)
    return words.partition("|")[0] if arrow else bracket[0]
