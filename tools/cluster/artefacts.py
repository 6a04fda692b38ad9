"""What does a node run on: a JDK, and the artefacts that Maven finds for pom.xml?"""

import os
import re
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent
POM = FOLDER / "pom.xml"
SOURCE = FOLDER / "ClusterNode.java"
TARGET = FOLDER / "target"
RELEASE = 17
JAVAC = ("javac", "--release", str(RELEASE))
MVN = ("mvn", "-B", "-q", "-U", "-ntp", "-Dstyle.color=never", "-f", str(POM))
SECONDS = 600.0
PACKAGES = "openjdk-17-jdk-headless maven util-linux openssl"


class Missing(Exception):
    """This machine lacks what a node runs on; says what, in French."""


def class_path() -> str:
    """Java's class path of a node. Raise `Missing` as `files` does."""
    jars = os.pathsep.join(str(path) for path in files() if path.suffix == ".jar")
    if not _follows(TARGET / f"{SOURCE.stem}.class", SOURCE):
        _run([*JAVAC, "-d", str(TARGET), "-cp", jars, str(SOURCE)])
    return os.pathsep.join([str(TARGET), jars])


def file(name: str) -> Path:
    """The one of `files` that is called so without its version. Raise `Missing` as they do."""
    stem, kind = name.split(".")
    return next(path for path in files() if re.fullmatch(rf"{stem}-[\d.]+\.{kind}", path.name))


def java_home() -> str:
    """The folder of the JDK."""
    return str(Path(shutil.which("javac") or "").resolve().parents[1])


def files() -> list[Path]:
    """What Maven finds for pom.xml, which is kept until that changes.

    Raise `Missing` where there is no JDK or no Maven, or where Maven does not get the artefacts.
    """
    for command in ("javac", "mvn", "setpriv", "openssl"):
        if shutil.which(command) is None:
            raise Missing(f"pas de commande {command} (Debian : apt-get install {PACKAGES})")
    _demand([*JAVAC, "-version"], f"JDK {RELEASE} ou plus récent attendu")
    kept = TARGET / "class-path"
    if not _follows(kept, POM) or not all(path.is_file() for path in _listed(kept)):
        _demand(
            [
                *MVN,
                "dependency:build-classpath",
                f"-Dmdep.outputFile={kept}",
                "-Dmdep.regenerateFile",
            ],
            "Maven n’a pas les artefacts d’OpenSearch",
        )
    return _listed(kept)


def _listed(paths: Path) -> list[Path]:
    return [Path(path) for path in paths.read_text().split(os.pathsep)]


def _follows(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime > source.stat().st_mtime


def _demand(command: list[str], otherwise: str) -> None:
    try:
        _run(command)
    except subprocess.CalledProcessError as error:
        raise Missing(f"{otherwise} : {error.output.strip().splitlines()[0]}") from error
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{otherwise} : pas de réponse en {SECONDS:.0f} s") from error


def _run(command: list[str]) -> None:
    subprocess.run(
        command,
        check=True,
        timeout=SECONDS,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
