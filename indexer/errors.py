"""Which errors reach a person, and who can act on them?

ManchetteError
├── UsageError            the caller: an option or a setting is wrong (exit code 2)
├── NoIndex               the operator: nothing is published yet, run « reindex »
├── UnreadableIndex       the operator: the index is damaged or of another format, run « reindex »
├── Busy                  the operator: another reindex holds the lock
├── Unavailable           the operator: the cluster that holds the index does not answer
├── NotInJournal          the caller: what changed since a generation is not known, or no longer
├── BuildFailed           the operator: the new generation was not published, the old one serves
└── UnsupportedQuery      a developer: an engine met a node of the tree it does not know

Every message is in French, says what happened and what to do.
"""

import errno
import re
from collections.abc import Mapping

from indexer.messages.escaping import neutral
from indexer.messages.french_format import typeset

_ABSENT = "le disque ou le partage ne répond pas, vérifier qu’il est monté"

_REFUSALS: Mapping[int | None, str] = {
    errno.EACCES: "accès refusé, vérifier les droits",
    errno.EPERM: "accès refusé, vérifier les droits",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein, faire de la place",
    errno.EDQUOT: "le quota du disque est atteint, faire de la place",
    errno.EFBIG: "le fichier dépasse la taille permise, relever la limite (ulimit -f)",
    errno.EMFILE: "trop de fichiers ouverts, relever la limite (ulimit -n)",
    errno.ENFILE: "trop de fichiers ouverts, relever la limite de la machine",
    errno.EIO: "le disque ne peut être lu ou écrit, le vérifier",
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "ce fichier existe déjà",
    errno.ELOOP: "des liens tournent en rond",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ENOMEM: "la mémoire manque",
    errno.ENOTEMPTY: "ce dossier n’est pas vide",
    errno.EXDEV: "ce n’est pas le même disque",
    errno.EBUSY: "un autre programme s’en sert",
    errno.ENODEV: _ABSENT,
    errno.ENXIO: _ABSENT,
    errno.ENOTCONN: _ABSENT,
    errno.ESTALE: _ABSENT,
    errno.ETIMEDOUT: _ABSENT,
    errno.EHOSTDOWN: _ABSENT,
    errno.EHOSTUNREACH: _ABSENT,
    errno.EADDRINUSE: "l’adresse sert déjà à un autre programme",
}
# How programs in Rust quote the system
_QUOTED = re.compile(r"\(os error (\d+)\)")


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


class Unavailable(ManchetteError):
    """The machines that hold the index do not answer, or refuse to."""


class NotInJournal(ManchetteError):
    """What changed since a generation is not known, or no longer."""


class BuildFailed(ManchetteError):
    """The new generation failed its verification and was dropped."""


class UnsupportedQuery(ManchetteError):
    """A query node that an engine's emitter does not know."""


def refusal(error: OSError) -> str:
    """What the system refuses, in French for what an operator may meet."""
    return _refused(error.errno)


def cause(error: Exception) -> str:
    """Why another program failed: what the system refused it, else the name of its error.

    Its own words are English, and say little to an operator.
    """
    if isinstance(error, OSError):
        return refusal(error)
    quoted = _QUOTED.search(str(error))
    if quoted:
        return _refused(int(quoted[1]))
    # SQLite has a name for each of its errors
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


def _refused(number: int | None) -> str:
    name = errno.errorcode.get(number or 0, "sans numéro")
    return _REFUSALS.get(number, f"refus du système ({name})")


def sentence(error: ManchetteError | OSError) -> str:
    """What a terminal says of an error; of what the disk refuses, which file or folder."""
    match error:
        case OSError():
            where = neutral(str(error.filename)) if error.filename else "disque"
            return typeset(f"manchette : {refusal(error)} : {where}")
    return typeset(f"manchette : {error}")
