"""How large a delivery may be before it is refused as TOO_LARGE. Only bounds; nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one delivery, in bytes, cells, sheets, members and pages.

    They guard the machine, not the data: two cells in opposite corners of a sheet make a reader allocate everything between them, and a failed
    allocation ends the process.
    """

    max_bytes: int = 1 << 30
    """Of the file as received."""
    max_cells: int = 40_000_000
    """Of all grids together, empty cells included, counted from A1."""
    max_sheets: int = 256
    max_uncompressed_bytes: int = 2 << 30
    """Of all parts of a zip package together."""
    max_uncompressed_ratio: int = 400
    """Of one part's size to its compressed size; looked at only for parts of more than 32 MiB, since small repetitive sheets pack well."""
    max_members: int = 1000
    """Files inside an archive, those of an archive in it too."""
    max_pages: int = 500
    """Pages of a pdf: each takes a tenth of a second or more."""
