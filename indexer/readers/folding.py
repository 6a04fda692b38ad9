"""Are two short texts the same but for case, accents and spaces?"""

from unicodedata import combining, normalize


def folded(text: str) -> str:
    """The text in small letters without accents, its words one space apart."""
    apart = normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in apart if not combining(char)).split())
