"""The read stage: a file's bytes into grids, every cell with its true sheet row and column. No types, tables or meaning are inferred here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.grid import Document, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.sniff import sniff, sniff_text

__all__ = ["Limits", "read"]

_DEFAULT_LIMITS = Limits()
_DECLARED = re.compile(rb"(?:charset\s*=\s*|encoding\s*=\s*)[\"']?([\w.:\-]+)", re.IGNORECASE)

Reader = Callable[[bytes, Limits], Document]


def read(content: bytes, file_name: str, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """The grids of one delivery. The first bytes say what it is; `file_name` serves messages only.

    Raises Unreadable and nothing else on data: EMPTY_FILE, CORRUPT_FILE, TRUNCATED_FILE, ENCRYPTED, UNSUPPORTED_FORMAT, UNSUPPORTED_ENCODING,
    ARCHIVE_UNSUPPORTED, IMAGE_FILE, SCANNED_PDF, XML_DOCTYPE, TOO_LARGE.
    """
    try:
        return read_any(content, limits)
    except Unreadable as error:
        raise Unreadable(error.code, f"{file_name}: {error.detail}") from error


def read_any(content: bytes, limits: Limits, depth: int = 0) -> Document:
    """`read` without a name for messages; `depth` counts the archives that the bytes were taken from."""
    if len(content) > limits.max_bytes:
        raise Unreadable("TOO_LARGE", f"{len(content)} bytes, at most {limits.max_bytes} are read")
    found = sniff(content)
    if found == "zip":
        from pipelines.read.archive import read_zip

        return read_zip(content, limits, depth)
    if found != "text":
        return _binary_reader(found)(content, limits)
    content, encoding = _text(content)
    document = _read_text(content, sniff_text(content), limits)
    return replace(document, encoding=encoding)


# Readers are imported where a file of their kind is met: a day of csv never loads the workbook libraries.
def _binary_reader(found: str) -> Reader:
    if found in ("xlsx", "xlsm"):
        from pipelines.read.xlsx import read_xlsx

        return lambda content, limits: read_xlsx(content, limits, found)
    if found == "xls":
        from pipelines.read.xls import read_xls

        return read_xls
    if found == "xlsb":
        from pipelines.read.xlsb import read_xlsb

        return read_xlsb
    if found == "ods":
        from pipelines.read.ods import read_ods

        return read_ods
    if found == "docx":
        from pipelines.read.docx import read_docx

        return read_docx
    from pipelines.read.pdf import read_pdf

    return read_pdf


def _read_text(content: bytes, found: str, limits: Limits) -> Document:
    if found in ("json", "json?"):
        from pipelines.read.json import NotJson, read_json

        try:
            return read_json(content, limits)
        except NotJson as error:
            if found == "json":
                raise Unreadable("TRUNCATED_FILE" if error.at_end else "CORRUPT_FILE", f"damaged JSON: {error}") from error
    elif found in ("html", "mhtml"):
        from pipelines.read.html import read_html
        from pipelines.read.mhtml import read_mhtml

        return (read_html if found == "html" else read_mhtml)(content, limits)
    elif found == "spreadsheetml":
        from pipelines.read.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(content, limits)
    elif found == "fods":
        from pipelines.read.ods import read_flat_ods

        return read_flat_ods(content, limits)
    elif found == "xml":
        from pipelines.read.xml import read_xml

        return read_xml(content, limits)
    from pipelines.read.csv import read_csv

    return read_csv(content, limits)


def _text(content: bytes) -> tuple[bytes, str]:
    """A text as UTF-8 and the encoding that it came in. What a page says of its own encoding is believed only where its bytes tell nothing."""
    from pipelines.read.decode import in_utf8

    try:
        return in_utf8(content)
    except Unreadable:
        declared = _DECLARED.search(content, 0, 4096) if content.lstrip()[:1] == b"<" or b"charset" in content[:4096] else None
        if declared is None:
            raise
        name = declared[1].decode("ascii", errors="ignore").lower()
        if name.startswith("utf"):
            raise
        try:
            return content.decode(name).encode("utf-8"), name
        except (LookupError, ValueError):
            pass
        raise
