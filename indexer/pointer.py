"""Which generation serves, and which ones served before it? `current.json` says it, at once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer import durable
from indexer.errors import NoIndex, UnreadableIndex

NAME = "current.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The generation that serves and those kept to go back to, the next one to go back to first."""

    serving: str
    previous: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every published generation, the one that serves first."""
        return (self.serving, *self.previous)

    @property
    def older(self) -> tuple[str, ...]:
        """Those that served before the one that serves, the last one first."""
        return tuple(name for name in self.previous if name < self.serving)

    def followed_by(self, name: str, kept: int) -> Self:
        """These after another is published and so many are kept."""
        return type(self)(serving=name, previous=self.all[:kept])

    def back_to(self, name: str) -> Self:
        """These after a return to one of them: those undone are the last to go back to."""
        older = sorted((one for one in self.all if one < name), reverse=True)
        newer = sorted((one for one in self.all if one > name), reverse=True)
        return type(self)(serving=name, previous=(*older, *newer))


def read(root: Path) -> Published:
    """What is published in an index directory; NoIndex or UnreadableIndex."""
    try:
        values = json.loads((root / NAME).read_text("utf-8"))
        return Published(
            serving=_name(values["generation"]), previous=tuple(map(_name, values["previous"]))
        )
    except FileNotFoundError as error:
        raise NoIndex(f"aucun index publié dans {root} : lancer « reindex »") from error
    except NotADirectoryError as error:
        raise UnreadableIndex(f"{root} n’est pas un dossier d’index") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableIndex(
            f"{root / NAME} est abîmé ou vient d’une autre version : lancer « reindex »"
        ) from error


def write(root: Path, published: Published) -> None:
    """Publish; after a power cut one reads what was published before, or this."""
    values = {"generation": published.serving, "previous": published.previous}
    durable.replace(root / NAME, json.dumps(values))


def _name(value: object) -> str:
    """The name of a generation, which is no path."""
    if not isinstance(value, str) or not value or "/" in value or value.startswith("."):
        raise ValueError(value)
    return value
