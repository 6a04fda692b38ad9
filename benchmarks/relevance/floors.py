"""Which figures may not get worse, and by how much did they?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005
REMEMBERED = ("remembered", "invented")
AT_LEAST = (
    *(
        f"samples.{spelling}.{figure}"
        for spelling in ("typed", "without_accents")
        for figure in ("ndcg", "mrr", "recall")
    ),
    *(f"{name}.{figure}" for name in REMEMBERED for figure in ("first", "in_ten", "ndcg")),
    "misspelt.right",
)
AT_MOST = (
    *("families.ui", "families.oi", *(f"{name}.nothing" for name in REMEMBERED)),
    *("misspelt.wrong", "misspelt.names"),
)
ZERO = ("samples_accents.changed", "accents.changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """The worst figures allowed, by name."""

    at_least: dict[str, float]
    at_most: dict[str, float]


def load(path: Path = FLOORS) -> Floors:
    """The floors of the repository."""
    return Floors(**json.loads(path.read_text(encoding="utf-8")))


def below(figures: Mapping[str, float], floors: Floors) -> Iterator[str]:
    """One line for each figure of a run that is worse than its floor.

    A figure that the run lacks, for want of data, is not judged.
    """
    for name, floor in floors.at_least.items():
        if name in figures and figures[name] < floor:
            yield f"{name}: {figures[name]:.4f}, floor {floor:.4f}"
    for name, ceiling in floors.at_most.items():
        if name in figures and figures[name] > ceiling:
            yield f"{name}: {figures[name]:.4f}, ceiling {ceiling:.4f}"


def lower(figures: Mapping[str, float], path: Path) -> None:
    """Pin the floors a hair below the figures of a run; no accent may ever matter."""
    floors = Floors(
        at_least={name: round(figures[name] - SLACK, 4) for name in AT_LEAST},
        at_most={name: round(figures[name] + SLACK, 4) for name in AT_MOST}
        | dict.fromkeys(ZERO, 0.0),
    )
    path.write_text(json.dumps(asdict(floors), indent=1) + "\n", encoding="utf-8")
