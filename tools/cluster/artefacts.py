"""What does a node run on: a JDK, and the artefacts that Maven finds for pom.xml?"""

import os
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
PACKAGES = "openjdk-17-jdk-headless maven util-linux"


class Missing(Exception):
    """This machine lacks what a node runs on; says what, in French."""


def class_path() -> str:
    """Java's class path of a node; what Maven finds is kept until pom.xml changes.

    Raise `Missing` where there is no JDK or no Maven, or where Maven does not get the artefacts.
    """
    for command in ("javac", "mvn", "setpriv"):
        if shutil.which(command) is None:
            raise Missing(f"pas de commande {command} (Debian : apt-get install {PACKAGES})")
    _demand([*JAVAC, "-version"], f"JDK {RELEASE} ou plus récent attendu")
    artefacts = TARGET / "class-path"
    if not _follows(artefacts, POM) or not _are_files(artefacts.read_text()):
        output = (f"-Dmdep.outputFile={artefacts}", "-Dmdep.regenerateFile")
        _demand(
            [*MVN, "dependency:build-classpath", *output],
            "Maven n’a pas les artefacts d’OpenSearch",
        )
    found = artefacts.read_text()
    if not _follows(TARGET / f"{SOURCE.stem}.class", SOURCE):
        _run([*JAVAC, "-d", str(TARGET), "-cp", found, str(SOURCE)])
    return os.pathsep.join([str(TARGET), found])


def _follows(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime > source.stat().st_mtime


def _are_files(paths: str) -> bool:
    return all(Path(path).is_file() for path in paths.split(os.pathsep))


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
