"""What does a node run on: the artefacts that Maven finds for pom.xml, and some Java of ours?"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from tools.cluster.releases import Missing, Release

FOLDER = Path(__file__).parent
POM = FOLDER / "pom.xml"
SOURCES = (FOLDER / "ClusterNode.java", FOLDER / "ThaiWords.java")
SERVICE = "META-INF/services/java.text.spi.BreakIteratorProvider"
TARGET = FOLDER / "target"
# what it reads and what it writes; OpenSearch 2 runs on nothing older
JDK = 17
JAVAC = ("javac", "--release", str(JDK))
MVN = ("mvn", "-B", "-q", "-ntp", "-Dstyle.color=never", "-f", str(POM))
SECONDS = 600.0
PACKAGES = "openjdk-17-jdk-headless maven util-linux openssl"


def class_path(release: Release) -> str:
    """Java's class path of a node. Raise `Missing` as `files` does."""
    jars = [path for path in files(release) if path.suffix == ".jar"]
    return os.pathsep.join(str(path) for path in (own_jar(), *jars))


def own_jar() -> Path:
    """What of a node is written here, compiled."""
    jar = TARGET / "node.jar"
    if not all(_follows(jar, source) for source in SOURCES):
        TARGET.mkdir(exist_ok=True)
        # whole or not there: several runs of tests start at once
        with TemporaryDirectory(dir=TARGET) as folder:
            _run([*JAVAC, "-d", folder, *map(str, SOURCES)])
            made = Path(folder, jar.name)
            with ZipFile(made, "w") as archive:
                for path in Path(folder).glob("*.class"):
                    archive.write(path, path.name)
                archive.writestr(SERVICE, "ThaiWords")
            made.replace(jar)
    return jar


def file(release: Release, name: str) -> Path:
    """The one of `files` that is called so without its version. Raise `Missing` as they do."""
    stem, kind = name.split(".")
    pattern = rf"{stem}-[\d.]+\.{kind}"
    return next(path for path in files(release) if re.fullmatch(pattern, path.name))


def files(release: Release) -> list[Path]:
    """What Maven finds of a release for pom.xml, which is kept until that changes.

    Raise `Missing` where there is no JDK or no Maven, or where Maven does not get the artefacts.
    """
    for command in ("javac", "mvn", "setpriv", "openssl"):
        if shutil.which(command) is None:
            raise Missing(f"pas de commande {command} (Debian : apt-get install {PACKAGES})")
    _demand([*JAVAC, "-version"], f"JDK {JDK} ou plus récent attendu")
    kept = TARGET / f"class-path-{release.version}"
    if not _follows(kept, POM) or not all(path.is_file() for path in _listed(kept)):
        find = (
            "dependency:build-classpath",
            f"-Dopensearch={release.version}",
            f"-Dmdep.outputFile={kept}",
            "-Dmdep.regenerateFile",
        )
        try:
            # what was fetched once needs no network
            _run([*MVN, "-o", *find])
        except subprocess.SubprocessError:
            _demand(
                [*MVN, "-U", *find], f"Maven n’a pas les artefacts d’OpenSearch {release.version}"
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
