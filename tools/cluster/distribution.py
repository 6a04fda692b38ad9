"""Install what a secured node runs on: the smallest distribution, the plug-in, deploy/'s files."""

import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

from tools.cluster import artefacts
from tools.cluster.releases import Release

DEPLOY = Path(__file__).parents[2] / "deploy"
SECURITY = ("internal_users.yml", "roles.yml", "roles_mapping.yml")
PLUGIN, ANALYSIS = "opensearch-security", "analysis-common"
# the log tells which rights are used, and which are missing
AUDIT = """\
_meta: {type: audit, config_version: 2}
config:
  enabled: true
  audit:
    enable_rest: false
    enable_transport: true
    disabled_transport_categories: [AUTHENTICATED]
    log_request_body: false
    resolve_indices: false
"""
# the smallest distribution has no module of tokenizers
MODULE = """\
description=analysis
name=analysis-common
classname={1}
java.version=11
version={0}
opensearch.version={0}
"""
# what the smallest Javas lack, and a small index does not miss
VECTORS = "jdk.incubator.vector"
# plug-ins of the whole distribution that take something from this one
EXTENDED = "extended.plugins"
SECONDS = 120.0


def installed(folder: Path, release: Release) -> Path:
    """A node's home in a folder, as the command for plug-ins leaves it, set by deploy/."""
    with ZipFile(artefacts.file(release, "opensearch.zip")) as archive:
        archive.extractall(folder)
    (home,) = folder.iterdir()
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    _leave_out(home / "config/jvm.options", VECTORS)
    plugin = home / "plugins" / PLUGIN
    with ZipFile(artefacts.file(release, f"{PLUGIN}.zip")) as archive:
        archive.extractall(plugin)
    _leave_out(plugin / "plugin-descriptor.properties", EXTENDED)
    for jar in release.lacking:
        shutil.copy(artefacts.file(release, jar), plugin)
    (plugin / "config").rename(home / "config" / PLUGIN)
    module = home / "modules" / ANALYSIS
    module.mkdir()
    shutil.copy(artefacts.file(release, f"{ANALYSIS}.jar"), module)
    described = MODULE.format(release.version, release.analysis)
    (module / "plugin-descriptor.properties").write_text(described)
    # releases before it have a security manager, which refuses it, and run on a whole Java
    if release.java > artefacts.JDK:
        shutil.copy(artefacts.own_jar(), home / "lib")
    for name in SECURITY:
        shutil.copy(DEPLOY / "opensearch" / name, home / "config" / PLUGIN)
    shutil.copy(DEPLOY / "opensearch/opensearch.yml", home / "config")
    (home / "config" / PLUGIN / "audit.yml").write_text(AUDIT)
    return home


def _leave_out(file: Path, words: str) -> None:
    """Have no line in a file that holds some words."""
    kept = (line for line in file.read_text().splitlines() if words not in line)
    file.write_text("\n".join(kept))


def certified(folder: Path, user: int) -> Path:
    """The certificates that deploy/ makes for nodes that a user runs."""
    script = Path(shutil.copy(DEPLOY / "certificates.sh", folder))
    who = {"NODE_USER": str(user)}
    subprocess.run([script, "localhost"], env=os.environ | who, check=True, timeout=SECONDS)
    return folder / "certificates"
