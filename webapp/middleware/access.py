"""Who is let in? People whom a proxy vouches for, programs by a key; everybody where none is asked.

A proxy that has checked who a person is names them in PERSON, and empties it for everybody else; it
is believed from the addresses of the setting service_proxies alone.
"""

from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import monotonic

from flask import Flask, Response, current_app, g, request

from indexer.config import Settings
from indexer.errors import UsageError
from indexer.generations import keys
from indexer.messages.french_format import counted
from webapp.http.log_throttle import Throttle
from webapp.middleware.errors import ExplainedError
from webapp.middleware.hosts import PROBES
from webapp.middleware.rates import Rates

PERSON = "X-Remote-User"
# What programs come for, by the names of blueprints; unknown addresses of the API too
_PROGRAMS = frozenset({"api", "api_docs", "changes", "feeds", "exports"})
_TOUCH_SECONDS = 60.0
# of the module, so that they are there before processes are forked
_rates, _throttle = Rates(), Throttle()


class NoKey(ExplainedError):
    """A program without a key, or a person whom no proxy vouches for."""

    code = 401
    name_for_programs = "key_needed"
    title = "Accès refusé"
    description = (
        "Les personnes passent par l’adresse de la rédaction, qui les connaît ; un programme "
        "donne sa clé dans l’en-tête « Authorization: Bearer CLÉ »."
    )


class UnknownKey(NoKey):
    """A key that was never given, was revoked or has expired."""

    name_for_programs = "key_unknown"
    description = (
        "Cette clé est inconnue, révoquée ou périmée : en demander une autre à la personne qui "
        "tient Manchette."
    )


class TooOften(ExplainedError):
    """More requests than a key is for."""

    code = 429
    name_for_programs = "too_many_requests"
    title = "Trop de demandes"

    def __init__(self, rate: int) -> None:
        """`rate` is what the key may ask a minute."""
        super().__init__(
            f"Cette clé permet {counted(rate, 'demande')} par minute : attendre le nombre de "
            "secondes que donne l’en-tête Retry-After."
        )


class NotTheProxy(ExplainedError):
    """A machine that asks past the proxy."""

    code = 403
    name_for_programs = "proxy_only"
    title = "Accès refusé"
    description = "Ce serveur ne répond qu’à son proxy : passer par l’adresse de la rédaction."


def check(settings: Settings) -> None:
    """UsageError where other machines could read the archive and nothing says that they may."""
    if _is_loopback(settings.host) or settings.service_open or settings.service_keys:
        return
    if all(ip_network(one).is_loopback for one in settings.service_proxies):
        raise UsageError(
            f"l’adresse d’écoute {settings.host} ouvre l’archive à d’autres machines ; dire sous "
            "[service] des réglages qui la lit : « keys = true » (les programmes par une clé, les "
            'personnes par un proxy), « proxies = ["10.0.0.5"] » (l’adresse du seul proxy servi) '
            "ou « open = true » (tout le réseau)"
        )


def register(app: Flask, settings: Settings) -> None:
    """Refuse whom the settings do not let in; what watches the server and its styles aside."""
    door = _Door(settings)
    if settings.service_keys:
        app.before_request(door.ask_key)
    elif not settings.service_open and not _is_loopback(settings.host):
        app.before_request(door.ask_proxy)

    @app.after_request
    def challenge(response: Response) -> Response:
        if response.status_code == NoKey.code:
            response.headers["WWW-Authenticate"] = g.challenge
        if response.status_code == TooOften.code:
            response.headers["Retry-After"] = str(g.wait)
        return response


class _Door:
    """Lets requests in under the settings of a server."""

    def __init__(self, settings: Settings) -> None:
        self._root = settings.index
        self._proxies = [ip_network(one) for one in settings.service_proxies]
        self._touched: dict[str, float] = {}
        self._read: tuple[tuple[int, int] | None, tuple[keys.Key, ...]] = (None, ())

    def ask_proxy(self) -> None:
        """NotTheProxy for another machine."""
        if not self._from_proxy() and not _is_free():
            raise NotTheProxy

    def ask_key(self) -> None:
        """NoKey, UnknownKey or TooOften for who is not let in."""
        if _is_free() or (self._from_proxy() and request.headers.get(PERSON)):
            return
        g.challenge = 'Bearer realm="Manchette"'
        given = request.authorization
        if given is None or given.type != "bearer" or not given.token or not _for_programs():
            raise NoKey
        known = keys.matching(self._keys(), given.token, datetime.now(UTC))
        if known is None:
            g.challenge += ', error="invalid_token"'
            raise UnknownKey
        if wait := _rates.wait(known.digest, known.rate):
            g.wait = ceil(wait)
            raise TooOften(known.rate)
        self._touch(known.name)

    def _from_proxy(self) -> bool:
        peer = ip_address(request.remote_addr or "")
        mapped = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
        return any((mapped or peer) in network for network in self._proxies)

    def _keys(self) -> tuple[keys.Key, ...]:
        """The keys that there are, read when the file is another."""
        try:
            status = (self._root / keys.NAME).stat()
        except FileNotFoundError:
            return ()
        stamp = status.st_ino, status.st_mtime_ns
        if stamp != self._read[0]:
            self._read = stamp, keys.read(self._root)
        return self._read[1]

    def _touch(self, name: str) -> None:
        now = monotonic()
        if now - self._touched.get(name, -_TOUCH_SECONDS) < _TOUCH_SECONDS:
            return
        self._touched[name] = now
        try:
            keys.touch(self._root, name)
        except OSError as error:  # an index may be served from a disk that is read only
            if _throttle.allows(keys.USED):
                told = "l’usage des clés ne peut être noté : %s"
                current_app.logger.warning(told, type(error).__name__)


def _is_free() -> bool:
    """Whether a request is for nothing of the archive; browsers ask OPTIONS without a key."""
    for_all = request.path in PROBES or request.path.startswith("/static/")
    return for_all or request.method == "OPTIONS"


def _for_programs() -> bool:
    return request.blueprint in _PROGRAMS or request.path.startswith("/api/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
