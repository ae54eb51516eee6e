"""XML parsed with nothing from outside: no entities, no document types, no network. What is damaged is told from what is cut off."""

from __future__ import annotations

import re

from lxml import etree

from pipelines.grid import Unreadable

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_CUT = frozenset({etree.ErrorTypes.ERR_TAG_NOT_FINISHED, etree.ErrorTypes.ERR_DOCUMENT_END, etree.ErrorTypes.ERR_GT_REQUIRED})
_FIRST_TAG = re.compile(rb"<[A-Za-z_]")


def xml_fault(error: etree.XMLSyntaxError, what: str, content: bytes) -> Unreadable:
    """A fault of the parser as TRUNCATED_FILE where the text ends too early, else as CORRUPT_FILE."""
    is_cut = error.code in _CUT or "Premature end" in str(error) or not content.rstrip().endswith(b">")
    return Unreadable("TRUNCATED_FILE" if is_cut else "CORRUPT_FILE", f"{what}: {error}")


def parse(content: bytes, what: str) -> etree._Element:
    """The root of a text in UTF-8, whatever encoding it declares. Raises Unreadable: XML_DOCTYPE, TRUNCATED_FILE, CORRUPT_FILE."""
    first = _FIRST_TAG.search(content)
    if _DOCTYPE.search(content, 0, first.start() if first else len(content)):
        raise Unreadable("XML_DOCTYPE", f"{what} declares a document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise xml_fault(error, what, content) from error
    if root is None:
        raise Unreadable("CORRUPT_FILE", f"{what}: no element")
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; '' for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
