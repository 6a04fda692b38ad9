"""Where does the server listen, and why can it not?"""

import errno
import socket

from indexer.config import Settings
from indexer.errors import ManchetteError, UsageError, refusal
from indexer.messages.french_format import quoted

# The first port that any account may have
FREE_PORT = 1024


def address(settings: Settings) -> str:
    """Where a browser finds the home page: http://[::1]:8000, http://127.0.0.1:8000/archives/."""
    host = _host(settings)
    shown = f"[{host}]" if ":" in host else host
    prefix = settings.url_prefix and f"{settings.url_prefix}/"
    return f"http://{shown}:{settings.port}{prefix}"


def bound(settings: Settings) -> socket.socket:
    """A socket that has the address and does not listen yet.

    UsageError for an address that is not for us, ManchetteError for one that is taken.
    """
    host = _host(settings)
    try:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise _refused(settings, error) from error
    # a server that is started again right away
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, settings.port))
    except OSError as error:
        listener.close()
        raise _refused(settings, error) from error
    return listener


def try_out(settings: Settings) -> None:
    """Refuse what `bound` would."""
    bound(settings).close()


def _host(settings: Settings) -> str:
    return settings.host.strip("[]")


def _refused(settings: Settings, error: OSError) -> ManchetteError:
    host, port = quoted(settings.host), settings.port
    match error:
        case socket.gaierror():
            return UsageError(f"réglage host : aucune machine ne répond au nom {host}")
        case OSError(errno=errno.EADDRINUSE):
            return ManchetteError(
                f"le port {port} de {host} sert déjà à un autre programme : arrêter celui-ci, "
                "ou choisir un autre port (réglage port, ou --port)"
            )
        case OSError(errno=errno.EACCES):
            return UsageError(
                f"réglage port : ce compte n’a pas droit au port {port}, "
                f"en choisir un à partir de {FREE_PORT}"
            )
        case OSError(errno=errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT):
            return UsageError(f"réglage host : cette machine n’a pas l’adresse {host}")
    return UsageError(f"impossible d’écouter sur {host}, port {port} : {refusal(error)}")
