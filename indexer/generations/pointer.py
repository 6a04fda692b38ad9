"""Which generation serves, and which ones served before it? `current.json` says it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from indexer import atomic_file
from indexer.errors import NoIndex, UnreadableIndex

NAME = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The names of the generation that serves and of those kept to go back to.

    `previous` served before it, the latest first. `undone` served after it, the earliest first: a
    rollback left them, and one returns to them by name only. `step` counts publications, for the
    journal.
    """

    serving: str
    previous: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    # the same generations are published, however often others were
    step: int = field(default=0, compare=False)

    @property
    def kept(self) -> tuple[str, ...]:
        """The generations one can go back to, the next one first."""
        return (*self.previous, *self.undone)

    @property
    def all(self) -> tuple[str, ...]:
        """Every published generation, the one that serves first."""
        return (self.serving, *self.kept)

    def followed_by(self, name: str, kept: int) -> Self:
        """What is published after `name` is: `kept` others stay, those undone go first."""
        return replace(self, serving=name, previous=self.all[:kept], undone=())

    def back_to(self, name: str) -> Self:
        """What is published after a return to `name`, which must be one of these."""
        line = (*reversed(self.previous), self.serving, *self.undone)
        rank = line.index(name)
        return replace(self, serving=name, previous=line[:rank][::-1], undone=line[rank + 1 :])

    def without(self, names: Collection[str]) -> Self:
        """What is published once `names` are no longer kept."""
        previous, undone = (
            tuple(one for one in some if one not in names) for some in (self.previous, self.undone)
        )
        return replace(self, previous=previous, undone=undone)


def read(root: Path) -> Published:
    """What is published in an index directory; NoIndex without a pointer, UnreadableIndex where it
    is damaged.
    """
    try:
        values = json.loads((root / NAME).read_text("utf-8"))
        return Published(
            serving=_name(values["generation"]),
            previous=tuple(map(_name, values["previous"])),
            # the pointer of an older version has neither
            undone=tuple(map(_name, values.get("undone", ()))),
            step=int(values.get("step", 0)),
        )
    except FileNotFoundError as error:
        raise NoIndex(f"aucun index publié dans {root} : lancer « reindex SOURCES »") from error
    except NotADirectoryError as error:
        raise UnreadableIndex(f"{root} n’est pas un dossier d’index") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableIndex(
            f"{root / NAME} est abîmé ou vient d’une autre version : lancer « reindex »"
        ) from error


def write(root: Path, published: Published) -> None:
    """Replace the pointer atomically: after a power cut it is the former one or this."""
    values = {
        "generation": published.serving,
        "previous": published.previous,
        "undone": published.undone,
        "step": published.step,
    }
    atomic_file.replace(root / NAME, json.dumps(values))


def _name(value: object) -> str:
    """The name of a generation; ValueError for anything that could be a path."""
    if not isinstance(value, str) or not value or "/" in value or value.startswith("."):
        raise ValueError(value)
    return value
