"""Writes all planted files. What is wrong in each stands in the modules by kind of fault."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from examples.national_day import make
from examples.national_day.post import drop

from . import in_cells, names, sendings, whole_files
from .manifest import FaultManifest
from .parcel import DAY, DAY_AFTER, Planter

DAYS = (DAY, DAY_AFTER)
_PLANTERS: tuple[Planter, ...] = (
    in_cells.wrong_dates,
    in_cells.text_in_numbers,
    in_cells.broken_identities,
    in_cells.repeated_key,
    in_cells.future_completion,
    sendings.duplicate,
    sendings.sent_again_next_day,
    sendings.correction,
    sendings.complement,
    sendings.partial_resubmission,
    sendings.late_agency,
    whole_files.corrupt_workbook,
    whole_files.empty_file,
    whole_files.locked_workbook,
    whole_files.letter_without_table,
    whole_files.scanned_page,
    names.former_ministry,
    names.two_agencies,
    names.day_to_come,
    names.national_export,
)


def write_faults(inbox: Path, days: Collection[date] = DAYS, seed: int = 57) -> FaultManifest:
    """Writes the planted files that come on `days` and gives the manifest of all of them.

    Nothing of the national day is overwritten; its figures stay as they are. A refresh of 29 October must see the files of that day and not yet
    those of the 30th: one of them has no date and speaks of the day on which it is taken in. Raises OSError where the folder cannot be written.
    """
    national = make(date(2025, 10, 28), seed)
    parcels = [parcel for planter in _PLANTERS for parcel in planter(national)]
    for parcel in parcels:
        if parcel.moment.date() in days:
            drop(inbox, parcel.path, parcel.content, parcel.moment)
    return FaultManifest(
        DAYS, tuple(parcel.fault for parcel in parcels if parcel.fault), tuple(parcel.path for parcel in parcels if parcel.fault is None)
    )
