"""Files of an archive as deliveries of their own: what names one, what is told of those that could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

import polars as pl

from pipelines import findings
from pipelines.digest.outcome import Sent, with_table
from pipelines.grid import Document, Grid, Unread
from pipelines.locate.tables import Table
from schemas import issues

Sheet = tuple[Grid, list[Table]]


def by_member(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """Sheets by the file that they stand in; all of them together where the delivery is no archive."""
    return [list(of_member) for _, of_member in groupby(sheets, key=lambda sheet: sheet[0].member)]


def sent_of(sent: Sent, member: str | None) -> Sent:
    """A member as if it had been sent by itself: its own name, and its folders below the archive, which counts as a folder of its name."""
    if member is None:
        return sent
    folder, _, name = sent.path.rpartition("/")
    stem = name.rsplit(".", 1)[0]
    return replace(sent, path="/".join(part for part in (folder, stem, member) if part), file_name=member.rpartition("/")[2])


def unread_findings(document: Document) -> list[pl.DataFrame]:
    """A finding for every part of a delivery that could not be read, with the reason as a sender reads it."""
    return [with_table(_finding(one), None) for one in document.unread]


def _finding(unread: Unread) -> pl.DataFrame:
    if unread.code == issues.SCANNED_PDF.code and unread.part.replace(", ", "").isdigit():
        return findings.finding(issues.PDF_PAGES_SCANNED.code, value=unread.part)
    blanks = dict.fromkeys(("sheet", "cell", "row_number", "header", "field", "expected"), "")
    why = issues.CATALOGUE[unread.code].message_vi.format(**blanks, value=unread.detail.rpartition(": ")[2])
    return findings.finding(issues.ARCHIVE_MEMBER_UNREADABLE.code, value=f"«{unread.part}» – {why}".rstrip("."))
