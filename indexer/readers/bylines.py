"""Which people and agencies sign, as a line under a title says it?"""

import re
from unicodedata import normalize

from indexer.readers.decoding import without_controls
from indexer.readers.folding import folded

_LONGEST = 1000
_LONGEST_NAME = 100
_REFERENCE = re.compile(r"<?\bhttps?:\S*|\bwww\.\S+|\S*@\S*")
# What a byline goes on with: when the page was published
_MOMENT = re.compile(
    r"(?:\b(?:publiée?s?|mise?s? (?:à jour|en ligne)|modifiée?s?|updated|published)\b"
    r"(?!\s+par\b)|\b(?:le|on)\s\d|\b\d\d?\s?(?:h\b|h\d\d|:\d\d)|\b\d\d?[/.]\d\d?[/.]\d)",
    re.IGNORECASE,
)
_SIGNED_AFTER = re.compile(r"\b(?:par|by)\s+(?=[^\W\d_])", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:auteure?s?|auteur(?:\(e\)|·e)?(?:\(s\)|·s)?|autrices?|authors?|textes?|signature"
    r"|journalistes?|rédaction|rédigé|écrit|publié|recueilli|propos)\s*:\s*"
    r"|(?:(?:(?:article|dossier|entretien|interview|reportage|enquête|textes?|propos) )?"
    r"(?:recueillis?(?: et \w+)?|rédigée?s?|réalisée?s?|menée?s?|écrite?s?|publiée?s?|signée?s?"
    r"|written|posted)\s+)?"
    r"(?:par|by)(?:\s*:\s*|\s+)"
    r"|(?:un |une )?(?:article|texte|reportage|enquête|entretien|récit|analyse|chronique|dossier)s?"
    r"\s+(?:de\s+|d['’]\s*)|signé\s+"
    r"|(?:en |avec )?(?:la |l['’])?(?:collaboration|contribution|participation|aide)\s+"
    r"(?:de|avec)\s+)",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:[Dd]e\s+|[Dd]['’]\s*)(?=[a-zà-öø-ÿ])")
_ARTICLE = re.compile(r"l['’](?=[^\W\d_a-zà-öø-ÿ])")
_AGENCIES = {"Reuters", "Belga", "Xinhua", "Bloomberg", "Keystone", "Sipa"}
_AGENCY = re.compile(rf"[^\W\d_a-zà-öø-ÿ]{{2,6}}|{'|'.join(sorted(_AGENCIES))}")
# « AFP agence », « Agence AFP »
_WORD_AGENCY = re.compile(r"(?:(?i:agence)\s+)?([A-Z]{2,6})(?:\s+(?i:agence))?")
_WITH = re.compile(r"^\s*avec\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_SPLIT = re.compile(
    r"\s*(?:[;/&|•·]|(?<=[a-zà-öø-ÿ]{3})\.\s|\s[–—-]\s|\b(?:et|and|avec|with)\b(?![-'’.]))\s*",
    re.IGNORECASE,
)
_CAPITALISED = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_FAMILY = re.compile(
    rf"(?i:(?:de la|de|du|des|d|le|la|van|von|ben|el|al|mac|saint) |d['’])?{_CAPITALISED}"
)
_GIVEN = re.compile(r"[^\W\d_a-zà-öø-ÿ][a-zà-öø-ÿ]+(?:-[^\W\d_][a-zà-öø-ÿ]+)*")
_FUNCTION = re.compile(
    r"(?:grande? )?(?:journaliste|correspondante?|envoye?e?|reporter|redacteur|redactrice"
    r"|chroniqueu[rs]e?|editorialiste|photographe|directeur|directrice|cheffe?|professeure?)s?"
    r"\b|a "
)
# « notre correspondante Inès Larrouy »: what a name follows at once, no place
_PRESENTED = re.compile(
    r"(?:nos |notre |l['’])?(?:journaliste|correspondante?|envoyée? (?:spéciale?|permanente?)"
    r"|reporter|rédacteur|rédactrice|chroniqueu(?:r|se)|stagiaire)s?(?: en chef)?\s+"
    r"(?=[^\W\d_a-zà-öø-ÿ])"
)
# What opens a line that signs, and signs nothing
_GENRE = re.compile(
    r"(?:tribune|chronique|edito(?:rial)?|analyse|entretien|interview|enquete|reportage|opinion"
    r"|billet|portrait|recit|critique|redaction)s?"
)
# « Inès Larrouy à Lomé »
_PLACED = re.compile(r"\s(?:à|au|aux)\s+[^\W\d_a-zà-öø-ÿ].*$")
_EDGES = " ,;:|•·*–—-"
_NAME_EDGES = f'{_EDGES}«»"“”()[]'
_FULL_STOP = re.compile(r"(?<=[a-zà-öø-ÿ]{3})\.$")


def names(text: str, source: str = "") -> tuple[str, ...]:
    """The names in a byline of at most 1,000 characters, as written, each once.

    « Nom, Prénom » is turned round; places, functions, dates and addresses are left out, and so is
    `source`, the publication itself. Agencies stay.
    """
    if len(text) > _LONGEST:
        return ()
    said = normalize("NFC", without_controls(text)).replace("\n", ";")
    line = " ".join(_REFERENCE.sub(" ", said).split())
    if "<" in line:  # a tag is neither a name nor what separates two
        return (line,)
    found: dict[str, str] = {}
    for part in _parts(_signed(_unlabelled(line.strip(_EDGES)))):
        name = _name(_after(part, source))
        if name and _plain(name) != _plain(source):
            found.setdefault(folded(name), name)
    return tuple(found.values())


def _after(part: str, source: str) -> str:
    """A part without the publication that opens it: « Ouest-France Inès Larrouy »."""
    rest = part[len(source) :].lstrip(_EDGES)
    is_opened = source and folded(part).startswith(f"{folded(source)} ")
    return rest if is_opened and rest[:1].isupper() else part


def _signed(line: str) -> str:
    """The line up to where it says when, or from « par » on where it begins with that."""
    when = _MOMENT.search(line)
    if when is None:
        return line
    if before := line[: when.start()].rstrip(f"{_EDGES}("):
        return before
    who = _SIGNED_AFTER.search(line, when.end())
    return _signed(line[who.end() :]) if who else ""


def _unlabelled(text: str) -> str:
    """The text without what introduces a name: « Propos recueillis par », « De notre », « l’ »."""
    while match := _LABEL.match(text) or _OF.match(text) or _ARTICLE.match(text):
        text = text[match.end() :]
    presented = _PRESENTED.match(text)
    return text[presented.end() :] if presented else text


def _parts(line: str) -> list[str]:
    """What stands between the separators, inverted names turned round."""
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1]
    joined = _BRACKETS.sub(_unbracketed, line)
    return [part for group in _SPLIT.split(joined) for part in _listed(group)]


def _unbracketed(match: re.Match[str]) -> str:
    """What brackets hold where that signs too: an agency, « avec … »; nothing of a place."""
    inside = match[1].strip()
    signs = _WITH.match(inside) or _AGENCY.fullmatch(_unlabelled(inside))
    return f" ; {inside} ; " if signs else " "


def _listed(group: str) -> list[str]:
    """The parts between commas: pairs of a family name and a given one, else as they are."""
    parts = [_unlabelled(part.strip(_NAME_EDGES)) for part in group.split(",")]
    parts = [part for part in parts if part]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    agency = parts[2 * len(pairs) :]
    if all(_is_inverted(*pair) for pair in pairs) and all(map(_AGENCY.fullmatch, agency)):
        return [*(f"{given} {family}" for family, given in pairs), *agency]
    return parts


def _is_inverted(family: str, given: str) -> bool:
    if _FUNCTION.match(f"{folded(given)} "):
        return False
    short = family.isupper() and len(family) <= len("AFP")
    if short or {family, given} & _AGENCIES:
        return False
    return bool(_FAMILY.fullmatch(family) and _GIVEN.fullmatch(given))


def _name(part: str) -> str:
    """The name that a part is, empty for a place, a function, a figure."""
    name = _FULL_STOP.sub("", _PLACED.sub("", part.strip(_NAME_EDGES)))
    if not name or len(name) > _LONGEST_NAME or not name[0].isalpha() or name[0].islower():
        return ""
    if agency := _WORD_AGENCY.fullmatch(name):
        return agency[1]
    if _GENRE.fullmatch(folded(name)):
        return ""
    if ":" in name or any(char.isdigit() for char in name) or _FUNCTION.match(f"{folded(name)} "):
        return ""
    return name


def _plain(name: str) -> str:
    """A name for comparison: « Le Figaro » and « figaro » are one publication."""
    return re.sub(r"^(?:l[ea]s? |l['’])|\W", "", folded(name))
