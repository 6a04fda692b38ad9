"""What is a line of a page dump, judged by its shape alone?

A line may have megabytes: no part of a pattern repeats over what the next part can match too, else
a hostile line takes a time that grows with the square of its length. Every question is asked of
every line, so that a test of its length or of one character comes before a pattern.
"""

import re

# No browser sends a longer address; splitting one of megabytes takes seconds and is remembered
_ADDRESS = re.compile(r"(?:https?|ftp|file|javascript|data|vbscript):\S{1,8000}", re.IGNORECASE)
_IMAGE = re.compile(
    r"https?://\S+?(?:\.(?:jpe?g|png|gif|webp|avif|svg)){1,9}(?:\?\S*)?", re.IGNORECASE
)
_EMAIL = r"[^\s@]+@[^\s@]+\.\w+"
_PHONE = r"[+(]?\d[\d\s().+-]{6,}"
# Name, e-mail, telephone, legal name, perhaps the logo's size
_BLOCK = re.compile(rf"\S.{{0,80}}?\s{_EMAIL}(?:\s+{_PHONE}.*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOCALE = re.compile(r"(?P<language>[a-z]{2,3})[_-][A-Z]{2}")
_BOILERPLATE = re.compile(
    r"/html/head/.*|(?:- .+, )?(?:19|20)\d\d(?:, \d{1,2}\.\d{1,2}\.\d{4})?|s['’]abonner"
    rf"|\d{{1,4}} \d{{1,4}}(?: true| false)?|©.*|https?://\S+|{_EMAIL}|{_PHONE}",
    re.IGNORECASE,
)
_EMAIL_ALONE = re.compile(_EMAIL)
_PHONE_ALONE = re.compile(_PHONE)
_PLAIN = str.maketrans(
    dict.fromkeys("’‘", "'") | dict.fromkeys("«»“”„", '"') | dict.fromkeys("\xa0\u202f", " ")
)


def is_link(line: str) -> bool:
    """Whether the line is an address and nothing else, an image's included."""
    return ":" in line and bool(_ADDRESS.fullmatch(line))


def is_address(line: str) -> bool:
    """Whether the line is the address of a page."""
    return is_link(line) and not image(line)


def image(line: str) -> str | None:
    """The address of an image that opens the line; what follows may be glued to it."""
    match = _IMAGE.match(line) if "://" in line else None
    return match.group() if match else None


def is_email(line: str) -> bool:
    """Whether an e-mail address stands alone on the line."""
    return "@" in line and bool(_EMAIL_ALONE.fullmatch(line))


def is_phone(line: str) -> bool:
    """Whether a telephone number stands alone on the line."""
    return bool(_PHONE_ALONE.fullmatch(line))


def is_whole_block(line: str) -> bool:
    """Whether a publisher's block stands on this one line."""
    return "@" in line and bool(_BLOCK.fullmatch(line))


def is_block(line: str) -> bool:
    """Whether the line tells where a publisher's block is."""
    return is_email(line) or is_whole_block(line)


def is_year(line: str) -> bool:
    """Whether the line is a bare year."""
    return len(line) == len("2000") and bool(_YEAR.fullmatch(line))


def language(line: str) -> str | None:
    """The language of a line that is a locale: `fr` of `fr_FR`."""
    match = _LOCALE.fullmatch(line) if len(line) <= len("fra_FR") else None
    return match["language"] if match else None


def is_boilerplate(line: str) -> bool:
    """Whether the line looks like no part of a text: an address, a credit, a size, a number."""
    return bool(_BOILERPLATE.fullmatch(line))


def same(line: str, other: str) -> bool:
    """Whether two lines differ by the shape of their quotes and spaces at most."""
    # The lengths first: a long title is compared with every line of a page
    return len(line) == len(other) and plain(line) == plain(other)


def plain(text: str) -> str:
    """The text with straight quotes and plain spaces, as long as it was."""
    return text.translate(_PLAIN)
