"""Is a text HTML?"""

import re

_BLOCK = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|table|blockquote)\b[^<>]*>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text has elements that HTML makes paragraphs of."""
    return _BLOCK.search(text) is not None
