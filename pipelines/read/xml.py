"""XML with any sensible tag names into grids: elements that repeat are records, their attributes and what they hold are columns named by paths.

Made into what JSON would have said, so that both are read alike. Nothing is typed: every value is text.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree

from pipelines.grid import Document
from pipelines.read.json import ListReader
from pipelines.read.limits import Limits
from pipelines.read.safe_xml import local_name, parse

_NAMING = ("name", "key", "field", "column", "ten", "id", "code")
"""Attributes that name the value of an element: <field name="MaNhiemVu">NV01</field>."""
_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


def read_xml(content: bytes, limits: Limits) -> Document:
    """A grid for every element that repeats, at any depth; `content` is UTF-8, whatever the file says of itself.

    `sheet` is the path of the records ('BaoCao.DanhSach.NhiemVu'), row i the i-th of them; `header_paths` and `context` are as of JSON. A lone record
    in a list of its own is a list of one. Raises Unreadable: CORRUPT_FILE, TRUNCATED_FILE, XML_DOCTYPE, TOO_LARGE.
    """
    root = parse(content, "document")
    document = _with_lists_of_one(_value(root))
    reader = ListReader(limits)
    reader.walk(document, local_name(root), (), inside_item=False)
    if not reader.grids:
        reader.walk(_with_its_record_as_a_list(document), local_name(root), (), inside_item=False)
    if not reader.grids:
        reader.add_objects([document] if isinstance(document, dict) else [{local_name(root): document}] if document else [], local_name(root), ())
    return Document("xml", tuple(reader.grids))


def _value(element: etree._Element) -> Any:
    """An element as JSON would have it: a text, null, an object, or a list of texts where it holds nothing but equal leaves."""
    children = [child for child in element if isinstance(child.tag, str)]
    given = _attributes(element)
    text = _text(element)
    if not children:
        return {**given, "value": text} if given and text else given or text
    counts = Counter(map(local_name, children))
    if len(counts) == 1 and len(children) > 1:
        leaves = [_named_leaf(child) for child in children]
        names = [name for name, _ in filter(None, leaves)]
        if len(names) == len(children) and len(set(names)) == len(names):
            return {**given, **dict(filter(None, leaves))}
        if not given and not any(len(child) or _attributes(child) for child in children):
            return [_text(child) for child in children]
    members: dict[str, Any] = dict(given)
    if text:
        members["value"] = text
    for child in children:
        name = local_name(child)
        if counts[name] > 1:
            members.setdefault(name, [])
            if not isinstance(members[name], list):
                members[name] = [members[name]]
            members[name].append(_value(child))
        else:
            _put(members, name, _value(child), is_leaf=not len(child))
    return members


def _put(members: dict[str, Any], name: str, value: Any, is_leaf: bool) -> None:
    """A child's value under its name. Attributes of a leaf with a text stand beside it: <TyLe donVi="%">39,98</TyLe> is 'TyLe' and 'TyLe donVi'."""
    if is_leaf and isinstance(value, dict) and "value" in value:
        members[name] = value.pop("value")
        members |= {f"{name} {key}": given for key, given in value.items()}
    elif name in members:
        members[f"{name} 2"] = value
    else:
        members[name] = value


def _named_leaf(element: etree._Element) -> tuple[str, str | None] | None:
    """The name that a leaf's only attribute gives it, and its text; None where it has none."""
    given = _attributes(element)
    if len(element) or len(given) != 1:
        return None
    (key, name), *_ = given.items()
    return (name, _text(element)) if key.lower() in _NAMING else None


def _attributes(element: etree._Element) -> dict[str, str]:
    """Attributes that say something, by their local names."""
    return {
        key.rpartition("}")[2]: str(value) for key, value in element.attrib.items() if not key.startswith(_SCHEMA_INSTANCE) and str(value).strip()
    }


def _text(element: etree._Element) -> str | None:
    """An element's own text without the white space that indents it; null where there is none."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip() or None


def _with_lists_of_one(value: Any, is_root: bool = True) -> Any:
    """A record that stands alone in an element of its own (<DanhSach><NhiemVu>...</NhiemVu></DanhSach>) as a list of one; items stay as they are."""
    if not isinstance(value, dict):
        return value
    members = {key: _with_lists_of_one(member, is_root=False) for key, member in value.items()}
    if not is_root and len(members) == 1:
        (key, member), *_ = members.items()
        if isinstance(member, dict) and sum(not isinstance(one, dict | list) for one in member.values()) > 1:
            return {key: [member]}
    return members


def _with_its_record_as_a_list(value: Any) -> Any:
    """The document with the object that has most values of its own as a list of one; itself where none has two."""
    best: tuple[int, dict[str, Any], str] | None = None
    stack = [value]
    while stack:
        at = stack.pop()
        if not isinstance(at, dict):
            continue
        for key, member in at.items():
            if isinstance(member, dict):
                size = sum(not isinstance(one, dict | list) for one in member.values())
                if size > 1 and (best is None or size > best[0]):
                    best = size, at, key
                stack.append(member)
    if best:
        _, holder, key = best
        holder[key] = [holder[key]]
    return value
