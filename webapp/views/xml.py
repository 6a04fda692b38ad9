"""Build XML that holds any text: escaped by the library, rid of what XML does not allow."""

from xml.etree import ElementTree as ET

from flask import Response

from webapp.sanitize import one_line


def root(namespace: str, name: str) -> ET.Element:
    """The element of a document, whose namespace is that of all in it."""
    # names are left bare: ElementTree would invent a prefix for each namespace
    return ET.Element(name, xmlns=namespace)


def child(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """A new last child; its texts are put on one line."""
    clean = {key: one_line(value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, clean)
    element.text = one_line(text) or None
    return element


def response(tree: ET.Element, mimetype: str) -> Response:
    """The document as an answer, in UTF-8."""
    text = ET.tostring(tree, "utf-8", xml_declaration=True)
    return Response(text, content_type=f"{mimetype}; charset=utf-8")
