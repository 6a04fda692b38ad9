"""Set the words of the templates as French is set, however they were typed."""

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from indexer.frenchtext import typeset


class French(Extension):
    """No-break spaces in the words of a template; what expressions give is left as it is."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, its words well set."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, typeset(token.value))
            else:
                yield token
