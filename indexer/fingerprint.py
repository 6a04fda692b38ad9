"""What built a generation? Another reader, analysis or schema asks for a full rebuild.

It is made of the programs' own texts and of the packages they rest on, so that nobody has to
remember to raise a number; a comment that changes costs one rebuild.
"""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from indexer.engines import ENGINES

_HERE = Path(__file__).parent
_DIGITS = 8
# What each part is called, the modules it is made of and the packages they rest on; the engine's
# own folder and package are added to the last
_PARTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("les lecteurs", ("readers/*.py", "article.py"), ()),
    (
        "l’analyse des textes",
        ("analysis.py", "normalise.py", "stemmer.py", "lexicon.py", "data/lexicon.xz"),
        ("unidecode",),
    ),
    ("le schéma de l’index", ("fields.py", "nearness.py", "engines/__init__.py"), ("rensa",)),
)


@cache
def fingerprint(engine: str) -> str:
    """The fingerprint of a generation that this program builds with an engine."""
    *parts, (_, files, _) = _PARTS
    found = [_digest(patterns, packages) for _, patterns, packages in parts]
    return "-".join(
        [*found, _digest((*files, f"engines/{engine}/*.py"), (ENGINES[engine].package,))]
    )


def differences(before: str, engine: str) -> str:
    """What is not as it was when the fingerprint `before` was taken, in French; "" for nothing."""
    pairs = zip(before.split("-"), fingerprint(engine).split("-"), _PARTS, strict=False)
    names = [name for old, new, (name, *_) in pairs if old != new]
    return ", ".join(names)


def _digest(patterns: tuple[str, ...], packages: tuple[str, ...]) -> str:
    digest = blake2b(digest_size=_DIGITS)
    for pattern in patterns:
        for path in sorted(_HERE.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for package in packages:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()
