"""What the further days of the year hold: the manifest of what was written, for those who test."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from examples.national_day.figures import FileEntry

if TYPE_CHECKING:
    from examples.national_day.counts import CountRow
    from examples.national_day.indicators import IndicatorRow
    from examples.national_day.tasks import TaskRow


@dataclass
class ReportingDay:
    """One day on which files came. `day` is when they came; `folder` the folder of the inbox that holds them all.

    The lists hold every row as its office knows it; `expected` the figures that a warehouse must show for the day.
    """

    day: date
    folder: str
    files: list[FileEntry] = field(default_factory=list)
    expected: dict[str, object] = field(default_factory=dict)
    tasks: list[TaskRow] = field(default_factory=list, repr=False)
    counts: list[CountRow] = field(default_factory=list, repr=False)
    indicators: list[IndicatorRow] = field(default_factory=list, repr=False)

    def as_dict(self) -> dict[str, object]:
        """Files and expected figures, ready for json; the rows are left out."""
        return {"day": self.day.isoformat(), "folder": self.folder, "expected": self.expected, "files": [asdict(entry) for entry in self.files]}


@dataclass(frozen=True)
class History:
    """The further days in order of time."""

    days: tuple[ReportingDay, ...]

    def on(self, day: date) -> ReportingDay:
        """The day's part. Raises KeyError where nothing came on that day."""
        for one in self.days:
            if one.day == day:
                return one
        raise KeyError(day)

    def as_dict(self) -> dict[str, object]:
        """All days, ready for json."""
        return {"days": [one.as_dict() for one in self.days]}
