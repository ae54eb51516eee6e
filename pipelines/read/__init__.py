"""The read stage: a file's bytes into grids, every cell with its true sheet row and column. No types, tables or meaning are inferred here."""

from __future__ import annotations

from pipelines.grid import Document, Unreadable
from pipelines.read.limits import Limits
from pipelines.read.sniff import sniff

__all__ = ["Limits", "read"]

_DEFAULT_LIMITS = Limits()


def read(content: bytes, file_name: str, limits: Limits = _DEFAULT_LIMITS) -> Document:
    """The grids of one delivery. The first bytes say what it is; `file_name` serves messages only.

    Raises Unreadable and nothing else on data: EMPTY_FILE, CORRUPT_FILE, ENCRYPTED, UNSUPPORTED_FORMAT, UNSUPPORTED_ENCODING, TOO_LARGE.
    """
    try:
        return _read(content, limits)
    except Unreadable as error:
        raise Unreadable(error.code, f"{file_name}: {error.detail}") from error


def _read(content: bytes, limits: Limits) -> Document:
    if len(content) > limits.max_bytes:
        raise Unreadable("TOO_LARGE", f"{len(content)} bytes, at most {limits.max_bytes} are read")
    found = sniff(content)
    # Readers are imported where a file of their kind is met: a day of csv never loads the workbook libraries.
    if found in ("xlsx", "xlsm"):
        from pipelines.read.xlsx import read_xlsx

        return read_xlsx(content, limits, found)
    if found in ("json", "json?"):
        from pipelines.read.json import NotJson, read_json

        try:
            return read_json(content, limits)
        except NotJson as error:
            if found == "json":
                raise Unreadable("CORRUPT_FILE", f"damaged JSON: {error}") from error
    from pipelines.read.csv import read_csv

    return read_csv(content, limits)
