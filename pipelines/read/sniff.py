"""What a file is, from its first bytes and its package parts; never from its name. Nothing is read into cells here."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile

from pipelines.grid import Unreadable

_PACKAGE_ERRORS = (zipfile.BadZipFile, OSError, EOFError, ValueError, struct.error, NotImplementedError, OverflowError)

_WORKBOOK_TYPES = {
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xlsx",
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsm",
    b"application/vnd.ms-excel.template.macroEnabled.main+xml": "xlsm",
}
_OTHER_PACKAGES = {
    b"application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    b"wordprocessingml": "docx",
    b"presentationml": "pptx",
}
_MAGICS = (
    (b"%PDF", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"))
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|title|body|table|div|style)\b", re.IGNORECASE)
_JSON_OPENING = re.compile(rb"\{\s*[\"}]|\[\s*(?:[\[{\"\]0-9-]|true\b|false\b|null\b)")
_UTF8_BOM = codecs.BOM_UTF8


def sniff(content: bytes) -> str:
    """The true format of a file: 'xlsx', 'xlsm', 'json', 'json?' or 'csv'.

    'json?' opens with a bracket as a line of text may: it is JSON if it parses, else text. Raises Unreadable with EMPTY_FILE, ENCRYPTED,
    CORRUPT_FILE, UNSUPPORTED_FORMAT (the detail names the format found) or UNSUPPORTED_ENCODING.
    """
    head = content[:4096].removeprefix(_UTF8_BOM).lstrip()
    if not head and not content.removeprefix(_UTF8_BOM).strip():
        raise Unreadable("EMPTY_FILE", f"{len(content)} bytes, none of them visible")
    if content.startswith((b"PK\x03", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(content)
    if content.startswith(_OLE):
        raise _compound(content)
    if content.startswith(_OLE[:4]):
        raise Unreadable("CORRUPT_FILE", "damaged header of a compound document")
    for magic, name in _MAGICS:
        if content.startswith(magic) or head.startswith(magic):
            raise Unreadable("UNSUPPORTED_FORMAT", name)
    encoding = _not_utf8(content)
    if encoding:
        raise Unreadable("UNSUPPORTED_ENCODING", encoding)
    if b"\x00" in content:
        raise Unreadable("CORRUPT_FILE", f"NUL byte at offset {content.index(0)} of a text")
    markup = _markup(head)
    if markup:
        raise Unreadable("UNSUPPORTED_FORMAT", markup)
    if head[:1] in (b"{", b"["):
        return "json" if _JSON_OPENING.match(head) else "json?"
    return "csv"


def _package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {_part_name(info.filename): info for info in package.infolist()}
            types = names.get("[content_types].xml")
            if types is None:
                raise Unreadable("UNSUPPORTED_FORMAT", _bare_zip(package, names))
            if types.flag_bits & 1:
                raise Unreadable("ENCRYPTED", "the parts of the package are encrypted")
            with package.open(types) as part:
                declared = part.read(1 << 20)
    except _PACKAGE_ERRORS as error:
        raise Unreadable("CORRUPT_FILE", f"damaged zip package: {error}") from error
    except Exception as error:  # zlib.error has no common base with the others, and decompressors raise their own
        raise _as_unreadable(error) from error
    for declared_type, name in _WORKBOOK_TYPES.items():
        if b'"' + declared_type + b'"' in declared or b"'" + declared_type + b"'" in declared:
            return name
    for declared_type, name in _OTHER_PACKAGES.items():
        if declared_type in declared:
            raise Unreadable("UNSUPPORTED_FORMAT", name)
    raise Unreadable("UNSUPPORTED_FORMAT", "an office package without a workbook")


def _as_unreadable(error: Exception) -> Unreadable:
    return error if isinstance(error, Unreadable) else Unreadable("CORRUPT_FILE", f"damaged zip package: {error}")


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lower()


def _bare_zip(package: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> str:
    """The kind of a zip without content types: an OpenDocument file says its type in a first part called mimetype."""
    mimetype = names.get("mimetype")
    if mimetype is not None:
        with package.open(mimetype) as part:
            if b"opendocument.spreadsheet" in part.read(200):
                return "ods"
    return "zip"


def _compound(content: bytes) -> Unreadable:
    """Why a compound (OLE2) document is refused: stream names stand in its directory as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Unreadable("ENCRYPTED", "an office document behind a password")
    for stream, name in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return Unreadable("UNSUPPORTED_FORMAT", name)
    return Unreadable("UNSUPPORTED_FORMAT", "compound document of an unknown kind")


def _markup(head: bytes) -> str | None:
    if head[:5].lower() == b"<?xml":
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "xml (SpreadsheetML 2003)"
        return "html" if b"<html" in head.lower() else "xml"
    if head[:13].lower() == b"mime-version:":
        return "mhtml"
    return "html" if _HTML.match(head) or re.match(rb"<!--.*?-->\s*<(?:html|table|!doctype)", head, re.DOTALL | re.IGNORECASE) else None


def _not_utf8(content: bytes) -> str | None:
    """What is known of the encoding of a text that is not UTF-8; None for UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16 or UTF-32 with a byte order mark"
    sample = content[:4096]
    # UTF-16 of mostly Latin text has a NUL in every second byte, always on the same side.
    for offset, name in ((1, "UTF-16, little-endian, without a mark"), (0, "UTF-16, big-endian, without a mark")):
        if len(sample) >= 4 and sample[offset::2].count(0) > len(sample) * 0.2 and sample[1 - offset :: 2].count(0) == 0:
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    step = 1 << 22
    for start in range(0, len(content), step):
        try:
            decoder.decode(content[start : start + step], final=start + step >= len(content))
        except UnicodeDecodeError as error:
            return f"not UTF-8 at byte {start + error.start}"
    return None
