"""Is a generation that is not as it was written told apart, whatever was done to it?"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import UnreadableIndex
from indexer.generations import checksums
from indexer.generations.checksums import ALTERED, MISSING, RESIZED, SMALL_BYTES, Fault

SMALL, LARGE = "small.txt", "folder/large.bin"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A sealed folder of a small file, a large one and a lock."""
    place = tmp_path / "generation"
    (place / "folder").mkdir(parents=True)
    (place / SMALL).write_text("petit")
    (place / LARGE).write_bytes(os.urandom(SMALL_BYTES + 1))
    (place / "WRITELOCK").touch()
    checksums.seal(place, None)
    return place


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_an_untouched_generation_has_no_fault(place: Path) -> None:
    checksums.glance(place)
    assert list(checksums.faults(place, set())) == []


@pytest.mark.parametrize("name", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        pytest.param(flip, ALTERED, id="flipped"),
        pytest.param(lambda path: os.truncate(path, 2), RESIZED, id="cut"),
        pytest.param(Path.unlink, MISSING, id="deleted"),
    ],
)
def test_every_damage_is_named(
    damage: Callable[[Path], object], reason: str, name: str, place: Path
) -> None:
    damage(place / name)
    assert list(checksums.faults(place, set())) == [Fault(name, reason)]


@pytest.mark.parametrize("name", [SMALL, LARGE])
def test_a_glance_sees_sizes_and_small_files(name: str, place: Path) -> None:
    flip(place / name)
    if name == SMALL:
        with pytest.raises(UnreadableIndex, match=r"small\.txt.*reindex --full"):
            checksums.glance(place)
    else:
        checksums.glance(place)
    os.truncate(place / name, 2)
    with pytest.raises(UnreadableIndex, match=r"reindex --full"):
        checksums.glance(place)


def test_every_flip_in_the_seal_itself_is_seen(place: Path) -> None:
    path = place / checksums.NAME
    text = path.read_bytes()
    for position in range(len(text)):
        for bit in (0, 5):
            damaged = bytearray(text)
            damaged[position] ^= 1 << bit
            path.write_bytes(damaged)
            with pytest.raises(UnreadableIndex, match="reindex"):
                list(checksums.faults(place, set()))


@pytest.mark.parametrize("text", [None, "", "null", "[]", "{}", '{"files": {"a": [1]}}', "\udcff"])
def test_without_a_whole_seal_a_generation_is_unreadable(text: str | None, place: Path) -> None:
    path = place / checksums.NAME
    path.unlink() if text is None else path.write_text(text, "utf-8", "surrogateescape")
    with pytest.raises(UnreadableIndex, match="reindex"):
        checksums.glance(place)


def test_what_a_reader_locks_is_no_fault(place: Path) -> None:
    (place / "WRITELOCK").write_text("verrou")
    (place / ".meta.lock").touch()
    assert list(checksums.faults(place, set())) == []


@pytest.fixture
def linked(place: Path) -> Path:
    """A folder of hard links to the files of `place`, and of one file of its own."""
    clone = place.with_name("clone")
    (clone / "folder").mkdir(parents=True)
    for name in (SMALL, LARGE):
        (clone / name).hardlink_to(place / name)
    (clone / "own.txt").write_text("à part")
    return clone


def test_a_hard_link_keeps_the_digest_it_was_sealed_with(place: Path, linked: Path) -> None:
    times = (place / LARGE).stat()
    flip(place / LARGE)
    os.utime(place / LARGE, ns=(times.st_atime_ns, times.st_mtime_ns))
    checksums.seal(linked, place)
    assert list(checksums.faults(linked, set())) == [Fault(LARGE, ALTERED)]


def test_a_link_to_a_file_that_was_written_since_is_digested(place: Path, linked: Path) -> None:
    flip(place / LARGE)
    checksums.seal(linked, place)
    assert list(checksums.faults(linked, set())) == []


def test_a_copy_is_no_link(place: Path, linked: Path) -> None:
    (linked / SMALL).unlink()
    (linked / SMALL).write_text("autre")
    times = (place / SMALL).stat()
    os.utime(linked / SMALL, ns=(times.st_atime_ns, times.st_mtime_ns))
    checksums.seal(linked, place)
    assert checksums.read(linked)[SMALL].digest != checksums.read(place)[SMALL].digest


def test_a_file_found_sound_is_not_read_again(place: Path, linked: Path) -> None:
    checksums.seal(linked, place)
    sound: checksums.Sound = set()
    assert list(checksums.faults(place, sound)) == []
    times = (place / LARGE).stat()
    flip(place / LARGE)
    os.utime(place / LARGE, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert list(checksums.faults(linked, sound)) == []
    assert list(checksums.faults(linked, set())) == [Fault(LARGE, ALTERED)]
