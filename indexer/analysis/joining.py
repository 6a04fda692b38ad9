"""Which pieces of a text belong together although a space was typed between them?

Numbers in groups (1 000), of telephones too, elisions (« d urgence »), a letter and its number
(A 7), « 2 ème », « 7 h », initials (« J. K. », « S N C F »).
The space gives way to one character, so that offsets stay true.
"""

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase

from unidecode import unidecode

from indexer.analysis.char_filter import APOSTROPHES, HYPHENS, INVISIBLE

# U+2060, the word joiner, is no white space and normalise() deletes it
JOINER = "\u2060"
_SPACE = "[ \u00a0\u2009\u202f]"
# possessive: a group more is never given back, so that none is remembered
_GROUPED = re.compile(rf"\d(?<![\d.,]\d)\d{{0,2}}(?:{_SPACE}\d{{3}}(?!\d))++")
_GROUP_SPACE = re.compile(_SPACE)
# it looks behind its first figure, so that the figure is found first, which is fast
_PHONE = re.compile(
    rf"(?:0(?<!\d0)(?<!\d{_SPACE}0)(?:033{_SPACE}?)?|3(?<!\d3)(?<!\d{_SPACE}3)3{_SPACE}?)"
    rf"\d(?:{_SPACE}\d\d(?!\d)){{4}}(?!{_SPACE}\d)"
)
_FIGURE_AND_SPACE = re.compile(rf"\d{_SPACE}")
_MAY_BE_GROUPED = re.compile(rf"\d{_SPACE}\d{{3}}(?!\d)")
_MAY_BE_PHONE = re.compile(rf"\d\d{_SPACE}\d\d{_SPACE}\d\d{_SPACE}\d\d(?!\d)")

_MARK = rf"[\u0300-\u036f{INVISIBLE}]"
_LETTER = rf"[^\W\d_]{_MARK}*+"
_BEGINS = rf"(?<![\w\u0300-\u036f{INVISIBLE}.&])(?<!& )"
_WORD = rf"(?:{_LETTER}){{1,12}}+"
# A letter alone before a word, or before one to three figures that no unit follows
_LONE = re.compile(
    # many times, « à » or « a » before a longer word: both stay
    rf"{_BEGINS}(?![aàyAÀY]{_SPACE}{_LETTER}{_LETTER})(?P<before>{_LETTER})(?P<space>{_SPACE})(?=(?P<after>{_WORD})"
    rf"|(?:\d{{1,3}}(?!\d|[.,:/-]\d|{_SPACE}\d)|(?<=[dDlLrR]{_SPACE})\d{{3,4}})"
    rf"(?![^\W_]|{JOINER}|{_SPACE}?[%‰€$£°])"
    rf"(?:{_SPACE}(?P<counted>{_WORD}))?)"
)
_MAY_BE_ELIDED = re.compile(
    rf"[qQ]{_MARK}*+[uU]{_MARK}*+{_SPACE}|[dD]{_MARK}*+{_SPACE}[hH]{_MARK}*+[uUoO]"
)
_ELIDED = re.compile(
    # with the first letters of these words, of aujourd and of prud
    rf"{_BEGINS}(?![b-ikm-or-zB-IKM-OR-Z])(?P<before>(?:{_LETTER}){{2,7}}+)(?P<space>{_SPACE})(?=(?P<after>{_WORD}))"
)
_FIRST = set("aeiouyh")
_WORDS = ("qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu")
# What each is no elision before: « vitamine D est », « de D à F »
_NOT_ELIDED_BEFORE: dict[str, set[str]] = (
    {letter: {"et"} for letter in "ljmtsn"}
    | {word: set() for word in _WORDS}
    | {"d": {"et", "a", "au", "aux", "est"}}
)
# « c est », but « vitamine C a »
_ELIDED_BEFORE = {
    "c": {"est", "etait", "etaient", "en", "eut", "etant"},
    "aujourd": {"hui"},
    "prud": {"homme", "hommes"},
}
# After « à 7 » these say that seven are counted: it is no road
_COUNTED = frozenset(
    """
    h heure heures min minute minutes s seconde secondes jour jours semaine semaines mois
    an ans annee annees siecle siecles euro euros dollar dollars franc francs centimes
    pour cent cents mille million millions milliard milliards m km cm mm kilometre kilometres metre
    metres centimetres kg kilo kilos gramme grammes tonne tonnes litre litres hectares ha kmh degre
    degres point points voix fois reprise reprises contre personnes habitants places pieds pays
    membres joueurs matchs buts villes communes departements regions salaries candidats deputes
    """.split()
)
# What ends as a plural and counts nothing: « sur A 7 dans le Rhône »
_NO_PLURALS = frozenset(
    """
    alors apres ainsi car dans depuis dedans dehors des deux dix encore hors jamais les mais moins
    ses ces mes tes nos vos leurs plus plusieurs pres puis sans six sous tous toujours tres vers
    lyon paris nous vous ils elles suis es as
    """.split()
)
_ORDINAL = re.compile(
    rf"(?P<before>\d)(?P<space>{_SPACE})(?=[eEèÈhH])(?=(?P<after>{_WORD})(?:\d\d)?(?![^\W_]))"
)
_ORDINALS = {"e", "eme", "er", "ere", "emes", "ers", "h"}
# « C. G. T. », « L. 121-1 », but not « M. J. Dupont »
_DOTTED = re.compile(rf"\.{_SPACE}(?=(?P<initial>{_LETTER}\.)|\d)")
_INITIAL = re.compile(rf"(?<![\w\u0300-\u036f.])(?P<letter>{_LETTER})\Z")
_INITIALS_BEFORE = re.compile(rf"{_LETTER}\.{_SPACE}[mM]\Z")
_NUMBERED = frozenset("dlnr")
# Letters alone in a row, and those in which words of one letter may stand: « n y a », « y a t il »
_ALONE = rf"{_LETTER}(?![\w{APOSTROPHES}{HYPHENS}'.&-])"
_ROW = re.compile(
    rf"{_BEGINS}{_ALONE}(?:{_SPACE}{_ALONE}){{2,}}(?P<said>{_SPACE}{_LETTER}{_LETTER})?"
)
_WORDS_IN_ROW = re.compile("(?:[cdjlmnst]?[ayo])+[cdjlmnst]?")
# « la S N C F a dit », « à l’ouest »
_WORDS_AFTER = re.compile("[ay][ljmtsncd]?\\Z")
_PAIR, _LEAST_SPELT = 2, 3
# White space, so that it parts words: it says that a text may have such rows
_IN_ROW = "\u2003"
_LONGEST_INITIAL = 6
# What may be counted rather than elided
_UNITS = frozenset("jlmst")
_AFTER_NUMBER = re.compile(rf"\d{_SPACE}\Z")
_NO_LETTER = re.compile("[^a-z]+")


def join(text: str) -> str:
    """The text with what belongs together held together; as long as before."""
    figures = _FIGURE_AND_SPACE.search(text)  # many times faster than what looks behind it
    if figures and _MAY_BE_GROUPED.search(text):
        text = _GROUPED.sub(_grouped, text)
    if figures and _MAY_BE_PHONE.search(text):
        text = _PHONE.sub(_grouped, text)
    dotted = _DOTTED.sub(_dotted, text)
    text = _LONE.sub(_held, dotted)
    if _IN_ROW in text:
        text = _LONE.sub(_held, _ROW.sub(_spelt_out, dotted))
    if _MAY_BE_ELIDED.search(text):
        text = _ELIDED.sub(_held, text)
    return _ORDINAL.sub(_ordinal, text) if figures else text


def joined(text: str) -> str:
    """What `join` gives, remembered of short texts: an answer asks for those it shows twice."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else join(text)


def _grouped(match: re.Match[str]) -> str:
    return _GROUP_SPACE.sub(JOINER, match.group())


def _held(match: re.Match[str]) -> str:
    """A letter or an elided word, and the sign that stands for the space after it."""
    before, after = _bare(match["before"]), match["after"]
    if after and len(letters := before + _bare(after)) == _PAIR and not _words_in_row(letters):
        sign = _IN_ROW
    elif after:
        held = _elides(before, _bare(after)) and not (before in _UNITS and _is_measured(match))
        sign = "'" if held else match["space"]
    else:
        sign = JOINER if _is_code(before, match) else match["space"]
    return match["before"] + sign


def _spelt_out(match: re.Match[str]) -> str:
    """A row of letters with those held together that are one word: « S N C F »."""
    said = match["said"] or ""
    letters = _GROUP_SPACE.split(match.group().removesuffix(said))
    row = [_bare(letter) for letter in letters]
    first = len(row) > _LEAST_SPELT and row[0] in set("dl") and row[1] in _FIRST
    spelt = "".join(row[first:])
    if said and len(spelt) > _LEAST_SPELT:
        spelt = _WORDS_AFTER.sub("", spelt)
    last = first + len(spelt)
    if "" in row or len(spelt) < _LEAST_SPELT or _words_in_row(spelt):
        return match.group()
    held = JOINER.join(letters[first:last])
    return " ".join((*letters[:first], held, *letters[last:])) + said


def _words_in_row(letters: str) -> bool:
    """Whether letters alone may be words, elided or not (« n y a »), or a list (« A B C »)."""
    return letters in ascii_lowercase or bool(_WORDS_IN_ROW.fullmatch(letters))


def _is_code(letter: str, match: re.Match[str]) -> bool:
    """Whether a letter belongs to the number after it: « A 7 », but neither 4 x 4 nor à 7 h."""
    counted = letter == "a" and not _is_road(match) and _is_counted(_bare(match["counted"] or ""))
    return bool(letter) and not _is_measured(match) and not counted


def _is_road(match: re.Match[str]) -> bool:
    """Whether an article stands before a letter: « l’A 7 » is a road whatever follows."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    return bool(before) and before in f"{APOSTROPHES}'"


def _is_counted(word: str) -> bool:
    """Whether a word after a number is what is counted: one of _COUNTED, or a plural."""
    return word in _COUNTED or (word[-1:] in {"s", "x"} and word not in _NO_PLURALS)


def _is_measured(match: re.Match[str]) -> bool:
    """Whether figures stand before a letter: « 400 m haies », « 4 x 4 »."""
    return bool(_AFTER_NUMBER.search(match.string, max(0, match.start() - 2), match.start()))


def _dotted(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LONGEST_INITIAL) : match.start()]
    found = _INITIAL.search(before)
    letter = _bare(found["letter"]) if found else ""
    if match["initial"]:
        held = letter not in {"", "m"} or bool(letter and _INITIALS_BEFORE.search(before))
    else:
        held = letter in _NUMBERED
    return f".{JOINER}" if held else match.group()


def _ordinal(match: re.Match[str]) -> str:
    return match["before"] + (JOINER if _bare(match["after"]) in _ORDINALS else match["space"])


def _elides(before: str, after: str) -> bool:
    if before in _ELIDED_BEFORE:
        return after in _ELIDED_BEFORE[before]
    never = _NOT_ELIDED_BEFORE.get(before)
    is_word = after[:1] in _FIRST and (len(after) > 1 or after in "ay")
    return never is not None and is_word and after not in never


def _bare(piece: str) -> str:
    """A piece without case and marks; the Greek µ looks like no Latin letter in capitals."""
    return _cached(piece) if len(piece) <= _LONGEST_CACHED else _stripped(piece)


def _stripped(piece: str) -> str:
    is_latin = unicodedata.normalize("NFKD", piece)[:1] < "\u0250"
    return _NO_LETTER.sub("", unidecode(piece).lower()) if is_latin else ""


# The same few pieces come again and again; one may bear any number of marks
_LONGEST_CACHED = 32
_cached = lru_cache(1 << 14)(_stripped)
_LONGEST_REMEMBERED = 2_000
_remembered = lru_cache(1 << 10)(join)
