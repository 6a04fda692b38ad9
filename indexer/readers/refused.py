"""How does a piece of a reader say that a content is not read?"""


class Refused(ValueError):
    """A content that cannot be read, or that would cost too much; the text says why, in French."""
