"""To which names does the server answer?"""

import re
from collections.abc import Collection

from flask import Flask, abort, request

# What programs of this machine ask: by its own names too, whatever people call it, and not logged
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_PORT = re.compile(r":\d+$")


def register(app: Flask, names: Collection[str]) -> None:
    """Refuse a request whose Host header is none of these names, its port left aside."""
    known = {name.lower() for name in names}

    # not TRUSTED_HOSTS: Werkzeug cuts its names at the first colon, so that [::1] is never one
    @app.before_request
    def trusted() -> None:
        answered = known | _LOOPBACK if request.path in PROBES else known
        if _PORT.sub("", request.host).lower() not in answered:
            abort(400)
