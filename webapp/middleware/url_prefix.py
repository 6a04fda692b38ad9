"""At which address is a page of this server? Every address that it writes is made here."""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from flask import Flask, request

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_prefix: ContextVar[str] = ContextVar("prefix", default="")


def register(app: Flask, prefix: str) -> None:
    """Serve below a prefix (`/archives`, or "" for none) and write every address below it.

    A proxy may hand the prefix on or take it off: both are answered.
    """
    served: Application = app.wsgi_app

    def below(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.update(_moved(environ, prefix))
        use(environ["SCRIPT_NAME"])
        return served(environ, start_response)

    app.wsgi_app = below  # type: ignore[method-assign]
    app.jinja_env.globals.update(here=here)


def use(prefix: str) -> None:
    """Have this thread write addresses below a prefix."""
    _prefix.set(prefix)


def here(path: str) -> str:
    """The address that leads to a path of the application."""
    return _prefix.get() + path


def with_host(address: str) -> str:
    """An address that `here` gave, with the scheme and the host of the request before it."""
    return request.host_url.rstrip("/") + address


def _moved(environ: Mapping[str, Any], prefix: str) -> Mapping[str, str]:
    """Where the application is mounted, and the path that it is asked for there."""
    mounted, path = environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"]
    if f"{path}/".startswith(f"{prefix}/"):
        path = path.removeprefix(prefix) or "/"
    return {"SCRIPT_NAME": mounted + prefix, "PATH_INFO": path}
