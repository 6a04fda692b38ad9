"""How is a failure logged without what was typed? By the types of its errors and the lines of code.

The message of an error may quote a search or a text that was sent.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from webapp.sanitize import flat

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def trace(error: BaseException) -> str:
    """Where an error came from, the first of its causes first, on several lines."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _lines(before)
    yield from (text.rstrip() for text in traceback.format_tb(error.__traceback__))
    yield type(error).__qualname__


class NeutralFormatter(logging.Formatter):
    """Writes a message on one line, and the trace of its error."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging."""
        # a text that was made of the error elsewhere quotes its message
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """See logging."""
        record.message = flat(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """See logging."""
        return trace(ei[1]) if ei[1] else ""
