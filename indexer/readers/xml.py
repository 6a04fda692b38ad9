"""How is XML from anywhere parsed without fetching, expanding or losing anything?"""

import html
import re

from lxml import etree

from indexer.readers.decoding import without_controls
from indexer.readers.refused import Refused

_DECLARATION = re.compile(r"\A<\?xml\s[^>]*>")
_ASIDE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*+(\[)?")
# CDATA and comments pass as they are; the five references that XML knows are no match
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&+(?=&)|&(?!(?:amp|lt|gt|quot|apos);)(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?",
    re.DOTALL,
)
# Parsing and reading these takes some three seconds, of which a process has ten
MAX_TAGS = 1_000_000
_LIMIT = "PARSE_HUGE"
_TOO_MUCH = "XML démesuré : plus de 256 éléments l’un dans l’autre, ou un texte de plus de 10 Mo"


def parse(text: str, *, recover: bool = False) -> etree._Element:
    """The root of a decoded document, without comments and instructions; Refused if it is not XML.

    What it declares of its encoding is ignored, a DTD that it names is not fetched, and one of its
    own is refused. References that HTML knows are characters, other ones stay as they are written.
    `recover` makes the best of a document with faults.
    """
    if text.count("<") > MAX_TAGS:
        raise Refused("XML démesuré : plus de 1 000 000 de balises")
    body = _DECLARATION.sub("", without_controls(text).lstrip())
    if _declares(body):
        raise Refused("DTD qui déclare des entités")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_REFERENCE.sub(_character, body).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_fault(error)) from error
    if any(_LIMIT in entry.message for entry in parser.error_log):
        raise Refused(_TOO_MUCH)
    if root is None:  # all that recovering found
        raise Refused("aucun élément XML")
    return root


def local(element: etree._Element) -> str:
    """The name of an element, whatever its namespace or its undeclared prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _declares(text: str) -> bool:
    """Whether a document has a DTD of its own, which what stands before the root shows."""
    at = 0
    while aside := _ASIDE.match(text, at):
        at = aside.end()
    doctype = _DOCTYPE.match(text, at)
    return doctype is not None and doctype[1] is not None


def _character(reference: re.Match[str]) -> str:
    written = reference.group()
    if written.startswith("<"):
        return written
    text = html.unescape(written)
    return html.escape(text if text == written else without_controls(text))


def _fault(error: etree.XMLSyntaxError) -> str:
    if _LIMIT in str(error):
        return _TOO_MUCH
    return f"XML mal formé à la ligne {error.lineno}" if error.lineno else "XML mal formé"
