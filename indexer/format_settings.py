"""What does a house decide about the formats that it gives, as its settings say it?"""

from collections.abc import Iterable, Mapping

from indexer.errors import UsageError

_ARCHIVAL = ("respect", "ignore")
# What the fields of an article are called in the settings
FIELD_NAMES: Mapping[str, str] = {
    "titre": "title",
    "chapo": "lede",
    "corps": "body",
    "auteurs": "authors",
    "tags": "tags",
    "rubrique": "section",
    "source": "source",
    "date": "published",
    "date_modification": "modified",
    "url": "url",
    "id": "id",
    "image": "image",
    "legende": "caption",
    "langue": "language",
}


def archival(text: str) -> str:
    """Whether marks of agencies count; UsageError for another word."""
    if text not in _ARCHIVAL:
        raise UsageError("attendu : respect ou ignore")
    return text


def fields(items: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a field of an article and a name: « corps=texte_integral », « titre=accroche »."""
    pairs = [item.partition("=") for item in items if item.strip()]
    for name, _, given in pairs:
        if name.strip() not in FIELD_NAMES:
            raise UsageError(f"champ inconnu « {name} » (connus : {', '.join(FIELD_NAMES)})")
        if not given.strip():
            raise UsageError(f"il manque le nom que ce champ a dans les fichiers : {name}")
    return tuple((FIELD_NAMES[name.strip()], given.strip()) for name, _, given in pairs)
