"""Which files are read of the sources, and in which order?"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import readers
from indexer.article import Rejected
from indexer.errors import UsageError
from indexer.indexing.file_walk import files


def touch(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def names(root: Path, *sources: str) -> list[str]:
    found = files([root / one for one in sources])
    return [Path(one.path).relative_to(root).as_posix() for one in found]


def test_files_come_by_name_those_of_a_folder_before_its_subfolders(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.txt", "é.txt", "Z.txt", "c/a.txt", "b/z/a.txt", "b/a.txt")
    expected = ["Z.txt", "a.txt", "b.txt", "é.txt", "b/a.txt", "b/z/a.txt", "c/a.txt"]
    assert names(tmp_path, ".") == expected


def test_sources_come_in_the_order_given_each_file_once(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.txt", "a/b/2.txt", "c/3.txt")
    assert names(tmp_path, "c", "a/b", "a", "a/1.txt", "c/3.txt") == [
        "c/3.txt",
        "a/b/2.txt",
        "a/1.txt",
    ]


def test_a_source_may_be_a_link(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.txt")
    (tmp_path / "dossier").symlink_to(tmp_path / "a")
    (tmp_path / "page.txt").symlink_to(tmp_path / "a" / "1.txt")
    assert names(tmp_path, "dossier") == ["dossier/1.txt"]
    assert names(tmp_path, "page.txt") == ["page.txt"]
    assert names(tmp_path, "page.txt", "dossier", "a") == ["page.txt"]


def test_links_inside_a_folder_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.txt", "b/2.txt")
    (tmp_path / "a" / "b").symlink_to(tmp_path / "b")
    (tmp_path / "a" / "2.txt").symlink_to(tmp_path / "b" / "2.txt")
    (tmp_path / "a" / "a").symlink_to(tmp_path / "a")
    assert names(tmp_path, "a") == ["a/1.txt"]


@pytest.mark.parametrize("hidden", [".a.txt", ".git/a.txt", "b/.c/d/a.txt"])
def test_dot_files_are_left_out_unless_given(hidden: str, tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", hidden)
    assert names(tmp_path, ".") == ["a.txt"]
    assert names(tmp_path, hidden) == [hidden]


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "tube.txt")
    (tmp_path / "vide.txt").mkdir()
    assert names(tmp_path, ".") == ["a.txt"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert names(tmp_path, ".") == []


@pytest.mark.parametrize("name", ["absent", "perdu.txt", "boucle.txt"])
def test_a_source_that_is_missing_is_a_usage_error(name: str, tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    (tmp_path / "perdu.txt").symlink_to(tmp_path / "absent")
    (tmp_path / "boucle.txt").symlink_to(tmp_path / "boucle.txt")
    with pytest.raises(UsageError, match=name):
        names(tmp_path, "a.txt", name)


def test_a_pipe_given_as_a_source_is_a_usage_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.txt")
    with pytest.raises(UsageError, match=r"tube\.txt"):
        names(tmp_path, "tube.txt")


def test_a_folder_that_cannot_be_listed_comes_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.txt", "b/1.txt", "c/2.txt")
    scandir = os.scandir

    # root lists any folder: only the system call can refuse
    def refusing(folder: str) -> Iterator[os.DirEntry[str]]:
        if Path(folder).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    assert names(tmp_path, ".") == ["a.txt", "c/2.txt", "b"]


def test_a_folder_read_as_a_file_is_rejected(tmp_path: Path) -> None:
    found = readers.read(tmp_path)
    assert found is not None
    (rejected,) = found
    assert isinstance(rejected, Rejected)
    assert rejected.reason.startswith("illisible")


def test_a_file_that_went_away_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "parti.txt"
    found = readers.read(path)
    assert found is not None
    (rejected,) = found
    assert isinstance(rejected, Rejected)
    assert rejected.source == str(path)
    assert rejected.reason.startswith("illisible")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"caf\xe9.txt", "caf\\xe9.txt"),
        ("été.txt".encode(), "été.txt"),
        (b"nou\nvelle.txt", "nou\\nvelle.txt"),
    ],
)
def test_a_name_is_shown_as_text_on_one_line(name: bytes, shown: str) -> None:
    assert readers.shown(Path(os.fsdecode(name))) == shown
    readers.shown(Path(os.fsdecode(name))).encode()
