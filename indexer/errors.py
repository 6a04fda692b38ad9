"""Which errors reach a person, and who can act on them?

ManchetteError
├── UsageError            the caller: an option or a setting is wrong (exit code 2)
├── NoIndex               the operator: nothing is published yet, run « reindex »
├── UnreadableIndex       the operator: the index is damaged or of another format, run « reindex »
├── Busy                  the operator: another reindex holds the lock
├── BuildFailed           the operator: the new generation was not published, the old one serves
└── UnsupportedQuery      a developer: an engine met a node of the tree it does not know

Every message is in French, says what happened and what to do.
"""

from indexer.frenchtext import typeset


class ManchetteError(Exception):
    """Any failure with a message for the person in front of the screen."""


class UsageError(ManchetteError):
    """An option, a path or a setting cannot be used as given."""


class NoIndex(ManchetteError):
    """No generation has been published in this index."""


class UnreadableIndex(ManchetteError):
    """The published generation cannot be opened by this version."""


class Busy(ManchetteError):
    """Another process is writing this index."""


class BuildFailed(ManchetteError):
    """The new generation failed its verification and was dropped."""


class UnsupportedQuery(ManchetteError):
    """A query node that an engine's emitter does not know."""


def sentence(error: ManchetteError | OSError) -> str:
    """What a terminal says of an error; of what the disk refuses, which file or folder."""
    match error:
        case OSError():
            return typeset(f"manchette : {error.strerror} : {error.filename or 'disque'}")
    return typeset(f"manchette : {error}")
