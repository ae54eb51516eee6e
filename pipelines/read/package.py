"""The parts of an office package, read with bounds: by path, by relation; of xlsx the sheets by name and the percent styles too.

Cells are read by `xlsx`, marks in sheet XML by `sheet_scan`; other packages have readers of their own.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.grid import Unreadable
from pipelines.read.limits import Limits
from pipelines.vietnamese.damage import CAPITALS, TCVN3, VNI

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, struct.error, NotImplementedError, OverflowError)
_SMALL_PART = 32 << 20
_CHUNK = 1 << 20
_OLD_FONT = re.compile(rb"val=[\"'](?:\.vn|vni-)", re.IGNORECASE)
BUILTIN_PERCENT = frozenset({9, 10})
"""Numbers of the formats 0% and 0.00%, which a workbook need not write out."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: its name and the path of its part."""

    name: str
    path: str


class Package:
    """An open package. Every method raises Unreadable (CORRUPT_FILE, ENCRYPTED, TOO_LARGE) and nothing else."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise Unreadable("CORRUPT_FILE", f"damaged zip package: {error}") from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        total = 0
        for info in self._zip.infolist():
            total += info.file_size
            if info.flag_bits & 1:
                raise Unreadable("ENCRYPTED", f"part {info.filename} is encrypted")
            if info.file_size > _SMALL_PART and info.file_size > limits.max_uncompressed_ratio * max(info.compress_size, 1):
                raise Unreadable("TOO_LARGE", f"part {info.filename}: {info.compress_size} bytes unpack to {info.file_size}")
            key = _key(info.filename)
            if key in self._parts and key.endswith((".xml", ".rels")):
                raise Unreadable("CORRUPT_FILE", f"part {info.filename} stands twice in the package")
            self._parts[key] = info
        if total > limits.max_uncompressed_bytes:
            raise Unreadable("TOO_LARGE", f"unpacks to {total} bytes, at most {limits.max_uncompressed_bytes} are read")
        # Sizes in a zip directory may lie, and a reader that trusts them unpacks without end: unpacking here stops at the size declared and fails.
        for key, info in self._parts.items():
            if key.endswith(("sharedstrings.xml", "sharedstrings.bin")):
                for _ in self._chunks(info):
                    pass

    def part(self, path: str) -> bytes:
        """The bytes of one part."""
        info = self._parts.get(_key(path))
        if info is None:
            raise Unreadable("CORRUPT_FILE", f"part {path} is missing")
        return b"".join(self._chunks(info))

    def find(self, ending: str) -> str | None:
        """The path of the first part that ends so, in small letters; None where there is none."""
        return next((key for key in self._parts if key.endswith(ending)), None)

    def main_part(self, usual: str) -> str:
        """The path of the part that the package is about; `usual` where it does not say."""
        for relation in _elements(self._xml("_rels/.rels"), "Relationship"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return _resolve("", relation.get("Target", usual))
        return usual

    def relations(self, path: str) -> dict[str, str]:
        """Paths of the parts that a part names, by the relation's id."""
        folder, name = posixpath.split(path)
        root = self._xml(f"{folder}/_rels/{name}.rels")
        return {relation.get("Id", ""): _resolve(folder, relation.get("Target", "")) for relation in _elements(root, "Relationship")}

    def sheets(self) -> list[SheetPart]:
        """All sheets in workbook order, chart sheets among them."""
        workbook_path = self.main_part("xl/workbook.xml")
        targets = self.relations(workbook_path)
        sheets = []
        for sheet in _elements(self._xml(workbook_path), "sheet"):
            relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            if relation_id in targets:
                sheets.append(SheetPart(str(sheet.get("name", "")), targets[relation_id]))
        return sheets

    def percent_styles(self) -> frozenset[int]:
        """The cell style numbers (attribute s of a cell) whose number format shows a percentage."""
        path = self.find("xl/styles.xml")
        if path is None:
            return frozenset()
        root = self._xml(path)
        formats = {element.get("numFmtId"): element.get("formatCode", "") for element in _elements(root, "numFmt")}
        percent = {number for number, code in formats.items() if is_percent_format(code)}
        percent |= {str(number) for number in BUILTIN_PERCENT if str(number) not in formats}
        cell_formats = next(_elements(root, "cellXfs"), None)
        if cell_formats is None:
            return frozenset()
        return frozenset(index for index, element in enumerate(_elements(cell_formats, "xf")) if element.get("numFmtId") in percent)

    def old_fonts(self) -> dict[str, frozenset[int]]:
        """By class of font from before Unicode, the cell style numbers drawn with one; empty for nearly every workbook."""
        path = self.find("xl/styles.xml")
        if path is None or not _OLD_FONT.search(styles := self.part(path)):
            return {}
        root = parse_xml(styles, path)
        fonts, cell_formats = next(_elements(root, "fonts"), None), next(_elements(root, "cellXfs"), None)
        if fonts is None or cell_formats is None:
            return {}
        names = [next((name.get("val", "") for name in _elements(font, "name")), "") for font in _elements(fonts, "font")]
        classes = {str(number): found for number, name in enumerate(names) if (found := font_class(name))}
        styles_of: dict[str, set[int]] = {}
        for index, element in enumerate(_elements(cell_formats, "xf")):
            if found := classes.get(element.get("fontId", "")):
                styles_of.setdefault(found, set()).add(index)
        return {name: frozenset(numbers) for name, numbers in styles_of.items()}

    def with_parts(self, replaced: dict[str, bytes]) -> bytes:
        """The package again, unpacked, with some parts replaced."""
        out = io.BytesIO()
        keys = {_key(path): content for path, content in replaced.items()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
            for key, info in self._parts.items():
                if not info.is_dir():
                    copy.writestr(info.filename, keys[key] if key in keys else b"".join(self._chunks(info)))
        return out.getvalue()

    def _xml(self, path: str) -> etree._Element:
        return parse_xml(self.part(path), path)

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except RuntimeError as error:
            raise Unreadable("ENCRYPTED" if "encrypted" in str(error) else "CORRUPT_FILE", f"part {info.filename}: {error}") from error
        except _DAMAGE as error:
            raise Unreadable("CORRUPT_FILE", f"part {info.filename}: {error}") from error


def font_class(name: str) -> str | None:
    """The class of a font from before Unicode by its name: .VnTime is 'tcvn3', .VnTimeH 'tcvn3_capitals', VNI-Times 'vni'; null for any other."""
    if name.lower().startswith("vni-"):
        return VNI
    if not name.lower().startswith(".vn"):
        return None
    return CAPITALS if name.endswith("H") else TCVN3


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a percentage: a % that is not quoted, escaped, padding or inside brackets."""
    return "%" in _NOT_SHOWN.sub("", code)


def parse_xml(content: bytes, path: str) -> etree._Element:
    """The root of a part; entities and document types are refused. `path` is for the message."""
    if b"<!DOCTYPE" in content:
        raise Unreadable("CORRUPT_FILE", f"part {path} declares a document type")
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise Unreadable("CORRUPT_FILE", f"part {path}: {error}") from error


def _elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Descendants by local name: transitional and strict workbooks differ in their namespaces."""
    return root.iter(f"{{*}}{name}")


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _resolve(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
