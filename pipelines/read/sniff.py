"""What a file is, from its first bytes and its package parts; never from its name. What is refused by its kind is refused here.

Nothing is read into cells here. The encoding of a text is for `decode`; `sniff_text` looks at the text as UTF-8.
"""

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
_DOCUMENT_TYPES = {
    b"application/vnd.ms-excel.sheet.binary.macroEnabled.main": "xlsb",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "docx",
    b"application/vnd.ms-word.document.macroEnabled.main+xml": "docx",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "docx",
}
_REFUSED_PACKAGES = {b"presentationml": "pptx", b"visio": "vsdx"}
_OPEN_DOCUMENTS = {b"opendocument.spreadsheet": "ods", b"opendocument.text": "odt", b"opendocument.presentation": "odp", b"epub": "epub"}
_MAGICS = (
    (b"Rar!\x1a\x07", "ARCHIVE_UNSUPPORTED", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "ARCHIVE_UNSUPPORTED", "7z"),
    (b"\x1f\x8b\x08", "ARCHIVE_UNSUPPORTED", "gzip"),
    (b"BZh", "ARCHIVE_UNSUPPORTED", "bzip2"),
    (b"\xfd7zXZ\x00", "ARCHIVE_UNSUPPORTED", "xz"),
    (b"MSCF\x00\x00", "ARCHIVE_UNSUPPORTED", "cab"),
    (b"\x89PNG\r\n", "IMAGE_FILE", "png"),
    (b"\xff\xd8\xff", "IMAGE_FILE", "jpeg"),
    (b"GIF8", "IMAGE_FILE", "gif"),
    (b"II*\x00", "IMAGE_FILE", "tiff"),
    (b"MM\x00*", "IMAGE_FILE", "tiff"),
    (b"{\\rtf", "UNSUPPORTED_FORMAT", "rtf"),
    (b"PAR1", "UNSUPPORTED_FORMAT", "parquet"),
    (b"SQLite format 3\x00", "UNSUPPORTED_FORMAT", "sqlite"),
    (b"\x00\x01\x00\x00Standard ", "UNSUPPORTED_FORMAT", "mdb"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("__properties_version1.0", "msg"))
# A workbook of Excel 2 to 4, or of a later one without its container, begins with a BOF record.
_BARE_WORKBOOK = re.compile(rb"\x09(?:\x00\x04\x00|\x02\x06\x00|\x04\x06\x00|\x08[\x08\x10]\x00\x00[\x05\x06])")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|title|body|table|div|style|font|center|p|br|thead|tbody|tr)\b", re.IGNORECASE)
_AFTER_COMMENTS = re.compile(rb"(?:\s*<!--.*?-->|\s*<\?.*?\?>)*\s*", re.DOTALL)
_MHTML = re.compile(rb"(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*mime-version:\s*1", re.IGNORECASE)
_XML_ROOT = re.compile(rb"<(?!!|\?)[A-Za-z_][\w.\-]*(?::[\w.\-]+)?(?:\s|/?>)")
_JSON_OPENING = re.compile(rb"\{\s*[\"}]|\[\s*(?:[\[{\"\]0-9-]|true\b|false\b|null\b)")
_UTF8_BOM = codecs.BOM_UTF8
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_ZIP_TAIL = 65_557


def sniff(content: bytes) -> str:
    """The true format of a file: 'xlsx', 'xlsm', 'xlsb', 'xls', 'ods', 'docx', 'pdf', 'zip', or 'text' (see `sniff_text`).

    Raises Unreadable with EMPTY_FILE, ENCRYPTED, CORRUPT_FILE, TRUNCATED_FILE, ARCHIVE_UNSUPPORTED, IMAGE_FILE or UNSUPPORTED_FORMAT; the detail
    names the format found.
    """
    head = content[:4096].removeprefix(_UTF8_BOM).lstrip()
    if not head and not content.removeprefix(_UTF8_BOM).strip():
        raise Unreadable("EMPTY_FILE", f"{len(content)} bytes, none of them visible")
    if content.startswith((b"PK\x03", _END_OF_ZIP, b"PK\x07\x08")):
        return _package(content)
    if content.startswith(_OLE):
        return _compound(content)
    if content.startswith(_OLE[:4]):
        raise Unreadable("CORRUPT_FILE", "damaged header of a compound document")
    if _BARE_WORKBOOK.match(content):
        return "xls"
    # Printers and mail gateways put a few bytes before the mark of a pdf; readers of pdf allow a thousand.
    if head.startswith(b"%PDF") or (b"%PDF-" in content[:1024] and b"\x00" in content[:65_536]):
        return "pdf"
    for magic, code, name in _MAGICS:
        if content.startswith(magic) or (len(magic) > 4 and head.startswith(magic)):
            raise Unreadable(code, name)
    if content[:12].startswith(b"RIFF") and content[8:12] == b"WEBP":
        raise Unreadable("IMAGE_FILE", "webp")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise Unreadable("IMAGE_FILE", "heic")
    if content[:2] == b"BM" and len(content) > 26 and struct.unpack_from("<I", content, 2)[0] == len(content):
        raise Unreadable("IMAGE_FILE", "bmp")
    if content[257:262] == b"ustar":
        raise Unreadable("ARCHIVE_UNSUPPORTED", "tar")
    return "text"


def sniff_text(content: bytes) -> str:
    """What a text in UTF-8 is: 'json', 'json?', 'html', 'mhtml', 'xml', 'spreadsheetml', 'fods' or 'csv'.

    'json?' opens with a bracket as a line of text may: it is JSON if it parses, else text. Raises Unreadable with EMPTY_FILE, CORRUPT_FILE or
    UNSUPPORTED_FORMAT.
    """
    head = content[:4096].removeprefix(_UTF8_BOM).lstrip()
    if not head and not content.removeprefix(_UTF8_BOM).strip():
        raise Unreadable("EMPTY_FILE", f"{len(content)} bytes, none of them visible")
    if b"\x00" in content:
        raise Unreadable("CORRUPT_FILE", f"NUL byte at offset {content.index(0)} of a text")
    if head[:1] == b"<":
        markup = _markup(head)
        if markup:
            return markup
    if _MHTML.match(head):
        return "mhtml"
    if head[:1] in (b"{", b"["):
        return "json" if _JSON_OPENING.match(head) else "json?"
    return "csv"


def _package(content: bytes) -> str:
    end = content.rfind(_END_OF_ZIP, max(0, len(content) - _LONGEST_ZIP_TAIL))
    if end < 0 or end + 22 > len(content):
        raise Unreadable("TRUNCATED_FILE", "a zip package without its directory, which stands at the end")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {_part_name(info.filename): info for info in package.infolist()}
            types = names.get("[content_types].xml")
            if types is None:
                return _bare_zip(package, names)
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
    for declared_type, name in _DOCUMENT_TYPES.items():
        if declared_type in declared:
            return name
    for declared_type, name in _REFUSED_PACKAGES.items():
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
            declared = part.read(200)
        for mark, name in _OPEN_DOCUMENTS.items():
            if mark in declared:
                if name != "ods":
                    raise Unreadable("UNSUPPORTED_FORMAT", name)
                return name
    return "zip"


def _compound(content: bytes) -> str:
    """What a compound (OLE2) document is: stream names stand in its directory as UTF-16."""
    if _is_cut(content):
        raise Unreadable("TRUNCATED_FILE", "a compound document shorter than its own table of sectors")
    if _runs_in_circles(content):
        raise Unreadable("CORRUPT_FILE", "a compound document whose sectors follow one another in a circle")
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("ENCRYPTED", "an office document behind a password")
    for stream, name in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            if name == "xls":
                return name
            raise Unreadable("UNSUPPORTED_FORMAT", name)
    raise Unreadable("UNSUPPORTED_FORMAT", "compound document of an unknown kind")


def _is_cut(content: bytes) -> bool:
    """Whether sectors that the allocation table of a compound document counts as used lie beyond the end of the file."""
    if len(content) < 512:
        return True
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        return False
    size = 1 << shift
    tables = struct.unpack_from("<109I", content, 76)[: min(109, struct.unpack_from("<I", content, 44)[0])]
    last = -1
    for number, table in enumerate(tables):
        at = (table + 1) * size
        if table >= 0xFFFFFFFA:
            continue
        if at + size > len(content):
            return True
        entries = struct.unpack_from(f"<{size // 4}I", content, at)
        used = next((place for place in range(len(entries) - 1, -1, -1) if entries[place] != 0xFFFFFFFF), None)
        if used is not None:
            last = number * (size // 4) + used
    return (last + 1) * size >= len(content) > 0 and last >= 0


def _runs_in_circles(content: bytes) -> bool:
    """Whether a chain of sectors leads back into itself: a reader that follows it never ends, and fills the memory."""
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    count, first_short = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 60)[0]
    table = [entry for place in struct.unpack_from("<109I", content, 76)[: min(109, count)] for entry in _sector(content, place, size)]
    if _has_circle(table):
        return True
    short: list[int] = []
    while first_short < len(table):
        short += _sector(content, first_short, size)
        first_short = table[first_short]
    return _has_circle(short)


def _sector(content: bytes, number: int, size: int) -> tuple[int, ...]:
    at = (number + 1) * size
    return struct.unpack_from(f"<{size // 4}I", content, at) if at + size <= len(content) else ()


def _has_circle(table: list[int]) -> bool:
    """Whether following the table from any of its entries comes back to where it was."""
    walked = bytearray(len(table))
    for start in range(len(table)):
        at, path = start, []
        while at < len(table) and not walked[at]:
            walked[at] = 1
            path.append(at)
            at = table[at]
        if at < len(table) and walked[at] == 1:
            return True
        for one in path:
            walked[one] = 2
    return False


def _markup(head: bytes) -> str | None:
    lower = head.lower()
    if lower.startswith(b"<?xml") or b"<?mso-application" in lower:
        if b"urn:schemas-microsoft-com:office:spreadsheet" in lower and b"<html" not in lower:
            return "spreadsheetml"
        if b"<office:document" in lower and b"opendocument" in lower:
            return "fods"
        return "html" if b"<html" in lower else "xml"
    begin = _AFTER_COMMENTS.match(head)
    body = head[begin.end() :] if begin else head
    if _HTML.match(body):
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
        return "spreadsheetml"
    return "xml" if _XML_ROOT.match(body) or body[:9].lower() == b"<!doctype" else None
