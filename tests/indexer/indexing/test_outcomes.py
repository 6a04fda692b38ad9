"""Is what a file gives beside articles counted, named, and felt in the index across files?"""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.places import SUPPORT

# real processes, a few seconds each
pytestmark = pytest.mark.slow

SCRIPT = SUPPORT / "wires.py"
NBSP = "\u00a0"
Step = dict[str, Any]
Steps = Callable[..., list[Step]]


@pytest.fixture(scope="module")
def steps(environment: dict[str, str]) -> Iterator[Steps]:
    """Run steps in a folder, one after the other on one index; what each told.

    One process does for all: to start one takes longer than most steps.
    """
    with subprocess.Popen(
        [sys.executable, SCRIPT],
        env={**environment, "PYTHONPATH": str(SCRIPT.parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        asking, telling = process.stdin, process.stdout
        assert asking
        assert telling

        def run(folder: Path, *asked: Step) -> list[Step]:
            asking.write(json.dumps([str(folder), asked]) + "\n")
            asking.flush()
            return [json.loads(telling.readline()) for _ in asked]

        yield run
        asking.close()


def article(key: str = "a", title: str = "Titre", **fields: Any) -> dict[str, Any]:
    return {"kind": "article", "id": key, "title": title, "body": ["Le port."], **fields}


def zipped(**members: list[dict[str, Any]]) -> str:
    """A ZIP of .fil files, as the script writes bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, lines in members.items():
            archive.writestr(f"{name}.fil", "".join(f"fil {json.dumps(one)}\n" for one in lines))
    return buffer.getvalue().hex()


OTHER = {"z.fil": [article("z", "Autre")]}


def test_what_is_passed_over_is_counted_and_no_rejection(tmp_path: Path, steps: Steps) -> None:
    aside = {"kind": "aside", "what": "image"}
    (first,) = steps(tmp_path, {"files": {"a.fil": [aside, article(), aside]}})
    assert (first["passed"], first["rejected"], first["articles"]) == (2, [], {"a": "Titre"})


def test_a_file_that_gives_nothing_is_refused_once_with_what_it_held(
    tmp_path: Path, steps: Steps
) -> None:
    held = [{"kind": "aside", "what": what} for what in ("paquet", "photo", "photo")]
    (first,) = steps(tmp_path, {"files": {"a.fil": held, "b.fil": [], **OTHER}})
    reasons = dict(first["rejected"])
    assert reasons["a.fil"].replace(NBSP, " ") == "aucun texte : 1 paquet, 2 photos"
    assert reasons["b.fil"] == "aucun article"


def test_an_embargo_ends_though_its_file_has_not_changed(tmp_path: Path, steps: Steps) -> None:
    until = "2024-06-02T18:00+00:00"
    held = {**article(), "kind": "held", "until": until}
    before, still, over, after = steps(
        tmp_path,
        {"files": {"a.fil": [held], **OTHER}, "moment": "2024-06-01T00:00+00:00"},
        {"moment": "2024-06-02T17:59:59+00:00"},
        {"moment": until},
        {"moment": "2024-06-09T00:00+00:00"},
    )
    (rejected,) = before["rejected"]
    assert rejected[0] == "a.fil"
    assert "sous embargo jusqu’au dimanche 2 juin 2024, 20 h 00" in rejected[1].replace(NBSP, " ")
    assert (before["articles"], still["articles"], still["read"]) == ({}, {}, 0)
    assert (over["articles"], over["read"], over["rejected"]) == ({"a": "Titre"}, 1, [])
    assert (after["generation"], after["read"]) == ("", 0)


def test_an_embargo_in_an_archive_ends_too_and_one_without_end_does_not(
    tmp_path: Path, steps: Steps
) -> None:
    held = {**article("a"), "kind": "held", "until": "2024-06-02T00:00+00:00"}
    endless = {**article("b"), "kind": "held"}
    files = {"fil.zip": zipped(un=[held], deux=[endless]), **OTHER}
    before, after = steps(tmp_path, {"files": files}, {"moment": "2124-06-03T00:00+00:00"})
    assert len(before["rejected"]) == 2
    assert (before["articles"], after["articles"]) == ({}, {"a": "Titre"})
    (left,) = after["rejected"]
    assert "dont la fin n’est pas connue" in left[1]


def test_a_file_put_under_embargo_leaves_the_index(tmp_path: Path, steps: Steps) -> None:
    held = {**article(), "kind": "held"}
    first, second = steps(
        tmp_path,
        {"files": {"a.fil": [article()], **OTHER}},
        {"files": {"a.fil": [held]}},
    )
    assert (first["articles"], second["articles"]) == ({"a": "Titre"}, {})


def test_a_cancellation_takes_out_what_another_file_gave(tmp_path: Path, steps: Steps) -> None:
    first_version = article(modified="2024-01-01T10:00+00:00")
    gone = {"kind": "gone", "id": "a", "modified": "2024-01-02T10:00+00:00"}
    again = article(title="Repris", modified="2024-01-03T10:00+00:00")
    told = steps(
        tmp_path,
        {"files": {"1.fil": [first_version], **OTHER}},
        {"files": {"2.fil": [gone]}},
        {"full": True},
        {"files": {"3.fil": [again]}},
        {"files": {"3.fil": None}},
        {"files": {"2.fil": None}},
    )
    titles = [step["articles"].get("a") for step in told]
    assert titles == ["Titre", None, None, "Repris", None, "Titre"]
    assert [step["withdrawn"] for step in told] == [0, 1, 1, 1, 1, 0]
    assert [step["rejected"] for step in told] == [[]] * 6
    assert told[1]["duplicates"] == 0


def test_one_that_comes_first_takes_out_what_comes_later_from_before(
    tmp_path: Path, steps: Steps
) -> None:
    gone = {"kind": "gone", "id": "a", "modified": "2024-01-02T10:00+00:00"}
    old = article(modified="2024-01-02T10:00+00:00")
    _, after = steps(tmp_path, {"files": {"1.fil": [gone], **OTHER}}, {"files": {"2.fil": [old]}})
    assert (after["articles"], after["indexed"]) == ({}, 1)


def test_a_reader_without_its_library_says_so_and_what_it_gave_stays(
    tmp_path: Path, steps: Steps
) -> None:
    library = tmp_path / "library"
    lacking = {**article(), "kind": "lacking", "library": str(library)}
    plain = {"a.fil": [lacking], "b.zip": zipped(un=[{**lacking, "id": "b"}]), **OTHER}
    library.touch()
    files = [{"files": plain}]
    (with_it,) = steps(tmp_path, *files)
    assert set(with_it["articles"]) == {"a", "b"}
    library.unlink()
    (tmp_path / "pages").rename(tmp_path / "before")
    later = {"files": {**plain, "c.fil": [{**lacking, "id": "c"}]}, "full": True}
    (without,) = steps(tmp_path, later)
    assert set(without["articles"]) == {"a", "b"}
    reasons = [reason for _, reason in without["rejected"]]
    assert len(reasons) == 3
    assert all("le paquet papier manque" in reason for reason in reasons)
    assert all("pip install 'manchette[formats]'" in reason for reason in reasons)
    assert sum("garde son dernier bon article" in reason for reason in reasons) == 2


def test_a_part_whose_bytes_changed_keeps_its_article(tmp_path: Path, steps: Steps) -> None:
    whole = bytes.fromhex(zipped(un=[article("a", "un")], deux=[article("b", "deux")]))
    changed = whole.replace(b'"deux"', b'"DEUX"', 1)
    assert changed != whole
    first, second, third = steps(
        tmp_path,
        {"files": {"fil.zip": whole.hex(), **OTHER}},
        {"files": {"fil.zip": changed.hex()}, "full": True},
        {"files": {"fil.zip": zipped(un=[article("a", "un")])}},
    )
    assert first["articles"] == second["articles"] == {"a": "un", "b": "deux"}
    (told,) = second["rejected"]
    assert told[0] == "fil.zip!deux.fil"
    assert "abîmé dans l’archive ; garde son dernier bon article" in told[1].replace("\u00a0", " ")
    assert third["articles"] == {"a": "un"}


def test_a_cut_archive_keeps_what_it_gave_and_gives_what_it_still_has(
    tmp_path: Path, steps: Steps
) -> None:
    import gzip  # noqa: PLC0415
    import tarfile  # noqa: PLC0415

    def tarred(*titles: str) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for rank, title in enumerate(titles):
                lines = f"fil {json.dumps(article('abcd'[rank], title))}\n"
                info = tarfile.TarInfo(f"{rank}.fil")
                info.size = len(lines.encode())
                archive.addfile(info, io.BytesIO(lines.encode()))
        return buffer.getvalue()

    whole = gzip.compress(tarred("un", "deux", "trois"))
    cut = gzip.compress(tarred("UN", "DEUX", "TROIS")[: 512 * 5 + 20])
    first, second, third, fourth = steps(
        tmp_path,
        {"files": {"fil.tar.gz": whole.hex(), **OTHER}},
        {"files": {"fil.tar.gz": cut.hex()}},
        {"files": {"autre.fil": [article("d")]}},
        {"files": {"fil.tar.gz": gzip.compress(tarred("un", "deux")).hex()}},
    )
    assert first["articles"] == {"a": "un", "b": "deux", "c": "trois"}
    assert second["articles"] == {"a": "UN", "b": "DEUX", "c": "trois"}
    (told,) = second["rejected"]
    assert told[0] == "fil.tar.gz"
    assert "archive coupée avant la fin" in told[1]
    assert "garde son dernier bon article" in told[1]
    assert third["articles"] == {"a": "UN", "b": "DEUX", "c": "trois", "d": "Titre"}
    assert third["kept"] == [told]
    assert (fourth["articles"], fourth["kept"]) == ({"a": "un", "b": "deux", "d": "Titre"}, [])


def test_a_teaser_never_replaces_a_text_in_whichever_order_files_come(
    tmp_path: Path, steps: Steps
) -> None:
    captures = [
        article(title="Texte", modified="2024-01-01T10:00+00:00"),
        article(
            title="Texte revu", modified="2024-01-02T10:00+00:00", captured="2024-02-01T00:00Z"
        ),
        article(title="Corrigé", modified="2024-01-02T10:00+00:00", captured="2024-02-03T00:00Z"),
        article(title="Accroche", body=[], lede="Le port.", modified="2024-05-01T10:00+00:00"),
        article("b", "Seule accroche", body=[], lede="La mer."),
        {"kind": "gone", "id": "c", "modified": "2024-01-02T10:00+00:00"},
        article("c", "Repris trop tôt", modified="2024-01-01T10:00+00:00"),
        {**article("d"), "kind": "held", "until": "2024-06-02T00:00+00:00"},
    ]
    orders = random.Random(4)  # noqa: S311 - an order, no secret
    asked: list[Step] = []
    for _ in range(20):
        orders.shuffle(captures)
        files = {f"{rank}.fil": [one] for rank, one in enumerate(captures)}
        asked.append({"files": files, "full": len(asked) % 5 == 0})
    told = steps(tmp_path, *asked)
    held = [(step["articles"], step["passed"], step["withdrawn"]) for step in told]
    assert held == [({"a": "Corrigé", "b": "Seule accroche"}, 0, 1)] * 20


def test_only_some_formats_leave_the_files_of_others_as_they_are(
    tmp_path: Path, steps: Steps
) -> None:
    first, second, third, fourth = steps(
        tmp_path,
        {"files": {"a.fil": [article("a")], "b.zip": zipped(un=[article("b")])}},
        {
            "files": {
                "a.fil": [article("a", "Nouveau")],
                "c.fil": [article("c")],
                "b.zip": zipped(un=[article("b", "Nouveau")]),
            },
            "only": ["zip"],
        },
        {},
        {"only": ["zip"], "full": True},
    )
    assert first["articles"] == {"a": "Titre", "b": "Titre"}
    assert second["articles"] == {"a": "Titre", "b": "Nouveau"}
    assert (second["left"], second["read"]) == (2, 1)
    assert third["articles"] == {"a": "Nouveau", "b": "Nouveau", "c": "Titre"}
    assert "--only ne va pas avec une reconstruction complète" in fourth["error"]


def test_every_file_is_read_ignored_or_refused(tmp_path: Path, steps: Steps) -> None:
    bad = zipped(un=[article("b")])
    files = {
        "a.fil": [article(), {"kind": "bad"}],
        "b.zip": bad[: len(bad) // 4 * 2],
        "c.zip": zipped(un=[{"kind": "aside", "what": "photo"}]),
        "d.inconnu": "00ff",
        "e.fil": [{"kind": "aside", "what": "photo"}],
    }
    (told,) = steps(tmp_path, {"files": files})
    assert told["found"] == told["read"] + told["ignored"] == 5
    assert [name for name, _ in told["rejected"]] == ["a.fil", "b.zip", "c.zip", "e.fil"]
    assert told["passed"] == 2
