"""Read the parameters of an address one by one, and collect all that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from webapp.contract.kinds import Unusable
from webapp.contract.parameters import Parameter
from webapp.contract.problems import Code, Problem, instead_of

# Of all filters and exclusions together: each row of a facet links to a URL that repeats them all.
MAX_VALUES = 50


class Reader:
    """The values of some parameters; what cannot be used is left out and told in `problems`.

    `doubts` tell what is searched as it is, though no article can have it.
    """

    def __init__(
        self, values: Mapping[str, Sequence[str]], parameters: Sequence[Parameter]
    ) -> None:
        """Take what was given, by name; every name but those of `parameters` is a problem."""
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self._values = values
        self._parameters = {parameter.name: parameter for parameter in parameters}
        self._left = MAX_VALUES
        for name in values:
            if name not in self._parameters:
                detail = f"paramètre inconnu « {name} » (paramètres : {self._known()})"
                self.tell(Code.UNKNOWN_PARAMETER, name, detail, instead_of(name, self._parameters))

    def _known(self) -> str:
        return ", ".join(self._parameters) or "aucun"

    def tell(self, code: Code, name: str, detail: str, suggestion: str = "") -> None:
        """Add what is wrong with a parameter."""
        self.problems.append(Problem(code, name, detail, suggestion))

    def given(self, parameters: Sequence[Parameter]) -> tuple[tuple[str, str], ...]:
        """Some parameters as they were given, by name and value, empty ones too."""
        return tuple(
            (one.name, text) for one in parameters for text in self._values.get(one.name, ())
        )

    def one(self, name: str) -> Any:
        """What the value of a parameter stands for; what is meant without it where it has none."""
        kind = self._parameters[name].kind if name in self._parameters else None
        given = [text for text in self._values.get(name, ()) if text.strip()]
        if kind is None or not given:
            return () if kind and kind.empty and self._values.get(name) else kind and kind.absent
        if len(given) > 1:
            detail = f"« {name} » est donné plusieurs fois"
            self.tell(Code.REPEATED_PARAMETER, name, detail, given[0])
        try:
            return kind.read(given[0])
        except Unusable as error:
            self.tell(error.code, name, error.detail, error.suggestion)
            return kind.absent

    def several(self, name: str) -> tuple[str, ...]:
        """What the values of a parameter stand for, each once, at most MAX_VALUES of all."""
        found = tuple(dict.fromkeys(filter(None, self._each(name))))
        if len(found) > self._left:
            detail = f"pas plus de {MAX_VALUES} valeurs retenues ou exclues en tout"
            self.tell(Code.TOO_MANY_VALUES, name, detail)
        kept = found[: self._left]
        self._left -= len(kept)
        return kept

    def _each(self, name: str) -> Iterator[str]:
        for text in filter(str.strip, self._values.get(name, ())):
            try:
                yield self._parameters[name].kind.read(text)
            except Unusable as error:
                told = Problem(error.code, name, error.detail, error.suggestion)
                (self.doubts if error.kept else self.problems).append(told)
                yield error.kept


def not_utf8(query: bytes) -> Iterator[Problem]:
    """The parameters of a query string that hold other bytes than UTF-8.

    What is suggested is what these bytes are in the encoding that old forms sent.
    """
    for pair in query.split(b"&"):
        name, _, value = (
            unquote_to_bytes(part.replace(b"+", b" ")) for part in pair.partition(b"=")
        )
        try:
            name.decode()
            value.decode()
        except UnicodeDecodeError:
            told = name.decode(errors="replace")
            detail = f"« {told} » contient des octets qui ne sont pas de l’UTF-8"
            yield Problem(Code.NOT_UTF8, told, detail, value.decode("cp1252", errors="replace"))
