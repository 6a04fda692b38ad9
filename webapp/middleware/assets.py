"""Where do pages find styles, scripts and icons? At addresses that change with what is there.

A browser keeps them for good: a second page asks for none of them, nor whether they changed.
"""

from hashlib import blake2b
from pathlib import Path

from flask import Flask, Response
from rjsmin import jsmin

from webapp.middleware.url_prefix import here

FOREVER_SECONDS = 365 * 86400
# One sheet for what every page needs: nothing shows before the last of them is there
SHEET = "page.css"
PARTS = ("manchette.css", "keyboard.css", "desk.css")
_VERSION_BYTES = 6


def register(app: Flask, folder: Path) -> None:
    """Serve the files of a folder; templates write `{{ static }}/name`, modules import `./name`.

    Under /static/ alone, which does not change, a browser asks each time.
    """
    root = f"/static/{_version(folder)}"
    scripts = {path.name: jsmin(path.read_text(encoding="utf-8")) for path in folder.glob("*.js")}
    styles = "".join((folder / name).read_text(encoding="utf-8") for name in PARTS)
    app.static_folder = str(folder)
    app.add_url_rule("/static/<path:filename>", "static", app.send_static_file)
    app.context_processor(lambda: {"static": here(root)})

    @app.get(f"{root}/<path:filename>")
    def asset(filename: str) -> Response:
        script = scripts.get(filename)
        if script is None:
            return _kept(app.send_static_file(filename))
        return _kept(Response(script, mimetype="text/javascript"))

    @app.get(f"{root}/{SHEET}")
    def sheet() -> Response:
        return _kept(Response(styles, mimetype="text/css"))


def _kept(response: Response) -> Response:
    response.cache_control.no_cache = None
    response.cache_control.max_age = FOREVER_SECONDS
    response.cache_control.immutable = True
    return response


def _version(folder: Path) -> str:
    """A name for the files of a folder, another one when any of them changes."""
    found = blake2b(digest_size=_VERSION_BYTES)
    for path in sorted(folder.iterdir()):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
