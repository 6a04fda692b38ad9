"""Does certificates.sh make what the nodes can read, or say loudly why it does not?"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.places import DEPLOY

NOBODY = 65_534
SITE = "archives.redaction.example"


@pytest.fixture
def script() -> Iterator[Path]:
    """A copy, beside which certificates are made, where any user may come."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(shutil.copy2(DEPLOY / "certificates.sh", folder))


def ended(script: Path, owner: int, user: int | None = None) -> tuple[int, str]:
    """The exit code of the script for some owner of the nodes, run by a user; what it says."""
    done = subprocess.run(
        [script, SITE],
        env=os.environ | {"NODE_USER": str(owner)},
        user=user,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_who_is_neither_root_nor_the_nodes_is_told_to_be_root(script: Path) -> None:
    code, said = ended(script, os.geteuid() + 1, NOBODY if os.geteuid() == 0 else None)
    assert code == 1
    assert "Lancer en root : sudo deploy/certificates.sh" in said
    assert not (script.parent / "certificates").exists()


@pytest.mark.slow
def test_what_openssl_refuses_is_told_and_leaves_no_certificate(script: Path) -> None:
    folder = script.parent / "certificates"
    folder.mkdir()
    (folder / "ca.pem").write_text("perdu")
    code, said = ended(script, os.geteuid())
    assert code == 1
    assert "pas de certificat pour search-1 : " in said
    assert not (folder / "search-1/node.pem").exists()
    # what the message is about is removed: then all are made
    (folder / "ca.pem").unlink()
    assert ended(script, os.geteuid()) == (0, "")
    authority = folder / "ca.pem"
    for name in ("search-1/node", "search-2/node", "search-3/node", "admin/admin", "site/site"):
        verified = f"openssl verify -CAfile {authority} {folder / name}.pem"
        subprocess.run(verified.split(), check=True, capture_output=True)
