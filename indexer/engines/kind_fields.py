"""In which field of an index does a term stand, where each kind of terms has a field of its own?"""

from collections.abc import Sequence

from indexer.analysis.terms import kind_and_rest
from indexer.schema import TEXT_FIELDS

_TEXT = {field.name for field in TEXT_FIELDS}


def kind_field(name: str, kind: str) -> str:
    """The field of one kind of the terms of a text field: title, s: → title_s."""
    return f"{name}_{kind[0]}"


def located(name: str, term: str) -> tuple[str, str] | None:
    """The field of the index that holds a term, and how it stands there; None for no kind of it.

    What is in no text field stands there as it is.
    """
    if name not in _TEXT:
        return name, term
    kind, rest = kind_and_rest(term)
    return (kind_field(name, kind), rest) if kind else None


def phrase_located(name: str, terms: Sequence[str]) -> tuple[str, list[str]] | None:
    """The field of the index that holds terms of one kind, and how each stands there.

    None where any is of another kind than the first, or of none.
    """
    places = [place for term in terms if (place := located(name, term))]
    fields = {field for field, _ in places}
    if len(places) < len(terms) or len(fields) != 1:
        return None
    return fields.pop(), [text for _, text in places]
