"""What does a line of the log look like, and how is a failure told without what was typed?

By the types of its errors and the lines of code: the message of an error may quote a search or a
text that was sent.
"""

import logging
import traceback
from collections.abc import Iterator
from datetime import datetime

from indexer.article import PARIS
from indexer.messages.escaping import json_text
from webapp.sanitize import flat


def trace(error: BaseException) -> str:
    """Where an error came from, the first of its causes first, on one line."""
    return " ".join(word for line in _lines(error) for word in line.split())


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _lines(before)
    yield from traceback.format_tb(error.__traceback__)
    yield type(error).__qualname__


# Levels as a person reads them
_LEVELS = {logging.INFO: "info", logging.WARNING: "avertissement", logging.ERROR: "erreur"}


class LineFormatter(logging.Formatter):
    """Writes the time, the level, the message and the trace of its error on one line.

    In JSON with the `members` that a record may have besides.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        """See the class."""
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """See logging."""
        time = datetime.fromtimestamp(record.created, PARIS).isoformat(timespec="seconds")
        message = flat(record.getMessage())
        # not the text that was made of the error elsewhere: it quotes its message
        where = trace(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ""
        if not self._as_json:
            level = _LEVELS.get(record.levelno, record.levelname)
            return " ".join(filter(None, (time, level, message, where)))
        line = {"time": time, "level": record.levelname.lower(), "message": message}
        if where:
            line["trace"] = where
        return json_text({**line, **vars(record).get("members", {})})
