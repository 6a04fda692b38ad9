"""Which generation serves, and which ones served before it? `current.json` says it, at once."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer import atomic_file
from indexer.errors import NoIndex, UnreadableIndex

NAME = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The generation that serves and those kept to go back to.

    `previous` served before it, the last one first. `undone` did after it, the first one first: a
    rollback left them, and one goes back to them by name only.
    """

    serving: str
    previous: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """Those one can go back to, the next one first."""
        return (*self.previous, *self.undone)

    @property
    def all(self) -> tuple[str, ...]:
        """Every published generation, the one that serves first."""
        return (self.serving, *self.kept)

    def followed_by(self, name: str, kept: int) -> Self:
        """These after another is published and so many are kept, those undone the first to go."""
        return type(self)(serving=name, previous=self.all[:kept])

    def back_to(self, name: str) -> Self:
        """These after a return to one of them."""
        line = (*reversed(self.previous), self.serving, *self.undone)
        rank = line.index(name)
        return type(self)(serving=name, previous=line[:rank][::-1], undone=line[rank + 1 :])

    def without(self, names: Collection[str]) -> Self:
        """These when some are not kept any more."""
        previous, undone = (
            tuple(one for one in some if one not in names) for some in (self.previous, self.undone)
        )
        return type(self)(serving=self.serving, previous=previous, undone=undone)


def read(root: Path) -> Published:
    """What is published in an index directory; NoIndex or UnreadableIndex."""
    try:
        values = json.loads((root / NAME).read_text("utf-8"))
        return Published(
            serving=_name(values["generation"]),
            previous=tuple(map(_name, values["previous"])),
            # the pointer of an older version has none
            undone=tuple(map(_name, values.get("undone", ()))),
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
    """Publish; after a power cut one reads what was published before, or this."""
    values = {
        "generation": published.serving,
        "previous": published.previous,
        "undone": published.undone,
    }
    atomic_file.replace(root / NAME, json.dumps(values))


def _name(value: object) -> str:
    """The name of a generation, which is no path."""
    if not isinstance(value, str) or not value or "/" in value or value.startswith("."):
        raise ValueError(value)
    return value
