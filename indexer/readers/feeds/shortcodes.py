"""How does what an editor of WordPress wrote become HTML: no short codes, blank lines <p>?"""

import re

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Short codes that hold no text of the article, whatever stands in them
_APART = "caption|embed|gallery|playlist|audio|video|wp_caption|youtube|vimeo|twitter|instagram"
_HELD = re.compile(
    rf"\[({_APART})\b[^\[\]]*\](?:(?:(?!\[\1\b).)*?\[/\1\])?", re.DOTALL | re.IGNORECASE
)
_VALUE = r"""[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|&#?\w+;[^\]\s]*|[^\s"'\]]+)"""
# A code is known by its values or by what closes it: « [sic] » is none
_WITH_VALUES = re.compile(rf"\[[a-z][\w-]*(?:\s+{_VALUE})+\s*/?\]", re.IGNORECASE)
_CLOSING = re.compile(r"\[/([a-z][\w-]*)\]", re.IGNORECASE)
# An address alone on its line is a player when the post is shown
_EMBEDDED = re.compile(r"^[ \t]*(?:<p>)?https?://\S+?(?:</p>)?[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")


def as_html(written: str) -> str:
    """The HTML of a post as it is written in its editor."""
    text = _COMMENT.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK.sub("<br>", _without_codes(text))


def _without_codes(text: str) -> str:
    text = _WITH_VALUES.sub("", _HELD.sub("\n\n", _EMBEDDED.sub("", text)))
    for name in {match[1] for match in _CLOSING.finditer(text)}:
        text = re.sub(rf"\[/?{re.escape(name)}\]", "", text, flags=re.IGNORECASE)
    return text
