"""Zip archives of files into the grids of all of them, in the order of their names. Nothing is unpacked to disk: a member's path is only a label."""

from __future__ import annotations

import contextlib
import io
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, replace

from pipelines.grid import WITHIN, Document, Grid, Unread, Unreadable
from pipelines.read.limits import Limits

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, struct.error, OverflowError, IndexError)
_MOST_ARCHIVES = 2
"""An archive, and one inside it."""
_SMALL_MEMBER = 32 << 20
_CHUNK = 1 << 20
_UTF8_NAME = 0x800
_ONE_SHEET = frozenset({"csv", "txt"})
"""Formats whose only sheet has no name of its own."""
_JUNK = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@dataclass
class _Left:
    """What is left of the limits while the members are read."""

    limits: Limits

    def take(self, size: int) -> None:
        self.limits = replace(self.limits, max_uncompressed_bytes=self.limits.max_uncompressed_bytes - size)

    def take_grids(self, document: Document) -> None:
        cells = sum(grid.height * grid.width for grid in document.grids)
        self.limits = replace(
            self.limits,
            max_cells=max(self.limits.max_cells - cells, 0),
            max_sheets=max(self.limits.max_sheets - len(document.grids), 0),
        )


def read_zip(content: bytes, limits: Limits, depth: int = 0) -> Document:
    """The grids of every member that can be read; the others are told in `unread`. `depth` counts the archives around this one.

    Raises Unreadable: CORRUPT_FILE, TOO_LARGE; ARCHIVE_UNSUPPORTED for an archive in an archive in an archive; EMPTY_FILE where no file is inside;
    a lone member's own code where it cannot be read; ENCRYPTED where no member can be opened.
    """
    if depth >= _MOST_ARCHIVES:
        raise Unreadable("ARCHIVE_UNSUPPORTED", "zip inside a zip inside a zip")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = sorted(((_name(info), info) for info in archive.infolist() if not info.is_dir()), key=lambda one: (one[0], one[1].header_offset))
    except (*_DAMAGE, NotImplementedError) as error:
        raise Unreadable("CORRUPT_FILE", f"damaged zip archive: {error}") from error
    members = [(name, info) for name, info in members if not _is_junk(name)]
    if not members:
        raise Unreadable("EMPTY_FILE", "the archive holds no file")
    if len(members) > limits.max_members:
        raise Unreadable("TOO_LARGE", f"{len(members)} files in the archive, at most {limits.max_members} are read")
    left = _Left(replace(limits, max_members=limits.max_members - len(members)))
    grids: list[Grid] = []
    unread: list[Unread] = []
    labels: set[str] = set()
    for name, info in members:
        label = _label(name, labels)
        try:
            document = _member(archive, info, left, depth)
        except Unreadable as error:
            if len(members) == 1:
                raise Unreadable(error.code, f"{name}: {error.detail}") from error
            unread.append(Unread(label, error.code, error.detail))
            continue
        left.take_grids(document)
        unread += [replace(one, part=f"{label}{WITHIN}{one.part}") for one in document.unread]
        grids += [_labelled(grid, label, document) for grid in document.grids]
    if unread and not grids and {one.code for one in unread} == {"ENCRYPTED"}:
        raise Unreadable("ENCRYPTED", f"all {len(unread)} files of the archive are behind a password")
    return Document("zip", tuple(replace(grid, position=position) for position, grid in enumerate(grids)), None, tuple(unread))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: _Left, depth: int) -> Document:
    from pipelines.read import read_any

    limits = left.limits
    if info.flag_bits & 1:
        raise Unreadable("ENCRYPTED", "the member is encrypted")
    if info.file_size > limits.max_uncompressed_bytes or info.file_size > limits.max_bytes:
        raise Unreadable("TOO_LARGE", f"unpacks to {info.file_size} bytes")
    if info.file_size > _SMALL_MEMBER and info.file_size > limits.max_uncompressed_ratio * max(info.compress_size, 1):
        raise Unreadable("TOO_LARGE", f"{info.compress_size} bytes unpack to {info.file_size}")
    chunks: list[bytes] = []
    try:
        # The size that the directory declares may lie; the reader stops there and fails on the check sum.
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
    except NotImplementedError as error:
        raise Unreadable("ARCHIVE_UNSUPPORTED", f"compressed in a way that is not read: {error}") from error
    except RuntimeError as error:
        raise Unreadable("ENCRYPTED" if "encrypted" in str(error) else "CORRUPT_FILE", str(error)) from error
    except _DAMAGE as error:
        raise Unreadable("CORRUPT_FILE", str(error)) from error
    content = b"".join(chunks)
    left.take(len(content))
    return read_any(content, left.limits, depth + 1)


def _labelled(grid: Grid, label: str, document: Document) -> Grid:
    if grid.member is not None:
        return replace(grid, member=f"{label}/{grid.member}", sheet=f"{label}{WITHIN}{grid.sheet}")
    sheet = label if document.format in _ONE_SHEET else f"{label}{WITHIN}{grid.sheet}"
    return replace(grid, member=label, sheet=sheet, encoding=document.encoding)


def _label(name: str, taken: set[str]) -> str:
    """The member's path; a path that stands in the archive twice is told apart by a number."""
    label, number = name, 1
    while label in taken:
        number += 1
        label = f"{name} ({number})"
    taken.add(label)
    return label


def _is_junk(name: str) -> bool:
    """What programs leave in archives by themselves: lists of thumbnails, doubles of a Mac, locks of an open workbook."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.lower() in _JUNK or last.startswith(("~$", "._", ".~lock."))


def _name(info: zipfile.ZipInfo) -> str:
    """The member's path as it was meant: without the mark of UTF-8 it may be UTF-8 all the same, or an old Vietnamese encoding."""
    name = info.orig_filename.split("\x00")[0]
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        with contextlib.suppress(UnicodeEncodeError):
            name = _decoded(name.encode("cp437"))
    return unicodedata.normalize("NFC", name.replace("\\", "/")).lstrip("/") or "?"


def _decoded(name: bytes) -> str:
    from pipelines.vietnamese.damage import is_clean_word
    from pipelines.vietnamese.legacy import BYTE_ENCODINGS, from_bytes

    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        pass
    words = [word for word in name.replace(b"/", b" ").replace(b".", b" ").replace(b"_", b" ").replace(b"-", b" ").split() if not word.isascii()]
    best = max(BYTE_ENCODINGS, key=lambda encoding: sum(is_clean_word(from_bytes(word, encoding)) for word in words))
    return from_bytes(name, best)
