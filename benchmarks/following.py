"""How long does `reindex` take to follow an archive? Generated dumps, one in 100 of them bad."""

import argparse
import json
import os
import resource
import subprocess
import sysconfig
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import corpus

BAD_EVERY = 100
LONG_AGO = 1_600_000_000
REPEATS = 3
COMMAND = Path(sysconfig.get_path("scripts")) / "manchette"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the command: its exit code, what it counted, its wall clock from start to end.

    Peak resident memory is that of the largest process so far, in megabytes.
    """

    step: str
    exit: int
    read: int
    indexed: int
    changed: int
    rejections: int
    seconds: float
    peak_mb: int


def archive(count: int, folder: Path) -> int:
    """Write dumps that are old, of which one in BAD_EVERY is bad; how many are."""
    corpus.write(count, folder, corpus.SEED)
    files = sorted(folder.rglob("*.txt"))
    bad = files[::BAD_EVERY]
    for path in bad:
        path.write_bytes(b"rien\n")
    for path in files:
        os.utime(path, (LONG_AGO, LONG_AGO))
    return len(bad)


def reindex(step: str, folder: Path, root: Path, *options: str) -> Run:
    """Run the command on a folder."""
    begun = time.perf_counter()
    ended = subprocess.run(
        [COMMAND, "reindex", folder, "--index", root, "--json", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    seconds = time.perf_counter() - begun
    told = json.loads(ended.stdout)
    return Run(
        step=step,
        exit=ended.returncode,
        **{name: told[name] for name in ("read", "indexed", "changed", "rejections")},
        seconds=round(seconds, 2),
        peak_mb=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    )


def change(path: Path, rank: int) -> None:
    """Have a dump end with another sentence."""
    path.write_text(f"{path.read_text('utf-8')}Une phrase de plus, la {rank}.\n", "utf-8")


def main() -> None:
    """Build, then run with nothing changed and with one article changed, a few times each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.following", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--engine", default="whoosh")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder, root = Path(name, "pages"), Path(name, "index")
        print(json.dumps({"files": options.count, "bad": archive(options.count, folder)}))
        files = sorted(folder.rglob("*.txt"))[1:]
        for step, changed in (("build", 0), ("nothing", 0), ("one", 1), ("hundred", 99)):
            for rank in range(1 if step in ("build", "hundred") else REPEATS):
                for path in files[rank : rank + changed]:
                    change(path, rank)
                run = reindex(step, folder, root, "--engine", options.engine)
                print(json.dumps(asdict(run)), flush=True)


if __name__ == "__main__":
    main()
