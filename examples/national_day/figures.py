"""What the day must say: the sums aimed at, the manifest of what was written, and the figures expected from its rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from .agencies import SILENT

if TYPE_CHECKING:
    from .counts import CountRow
    from .dossiers import DossierRow
    from .indicators import IndicatorRow
    from .tasks import TaskRow


@dataclass(frozen=True)
class Sums:
    """Dossiers settled, and of those full-process, by block."""

    done: dict[str, int]
    online_full: dict[str, int]


AIMS = Sums(done={"central": 5_166_138, "provincial": 3_246_398}, online_full={"central": 2_813_479, "provincial": 549_940})
"""54.46 % and 16.94 % by block; 3,363,419 of 8,412,536 are 39.98 %; the ministries settle 61.41 %.

The agency whose form has no full-process column stands in neither sum.
"""

OVERDUE_TASKS = 51
RATES = {"national": 39.98, "central": 54.46, "provincial": 16.94}


@dataclass(frozen=True)
class FileEntry:
    """One table of one file: what a reader must find there. `rows` are data rows, without titles, sections and totals."""

    path: str
    agency_code: str
    dataset: str
    layout: str
    rows: int
    sheet: str | None = None


@dataclass
class Manifest:
    """What was written, for those who test; never put into the inbox. The four lists hold every row as its office knows it."""

    day: date
    period_from: date
    files: list[FileEntry]
    silent: tuple[str, ...] = SILENT
    expected: dict[str, object] = field(default_factory=dict)
    tasks: list[TaskRow] = field(default_factory=list, repr=False)
    counts: list[CountRow] = field(default_factory=list, repr=False)
    dossiers: list[DossierRow] = field(default_factory=list, repr=False)
    indicators: list[IndicatorRow] = field(default_factory=list, repr=False)

    def as_dict(self) -> dict[str, object]:
        """Files and expected figures, ready for json; the rows are left out."""
        return {
            "day": self.day.isoformat(),
            "period_from": self.period_from.isoformat(),
            "silent": list(self.silent),
            "expected": self.expected,
            "files": [asdict(entry) for entry in self.files],
        }


def expected(manifest: Manifest) -> dict[str, object]:
    """The figures that a warehouse must show for the day, beside the sizes of what was sent."""
    rows_by_dataset: dict[str, int] = {}
    for entry in manifest.files:
        rows_by_dataset[entry.dataset] = rows_by_dataset.get(entry.dataset, 0) + entry.rows
    return {
        "agencies_expected": 56,
        "agencies_reported": len({entry.agency_code for entry in manifest.files}),
        "agencies_missing": list(manifest.silent),
        "files": len({entry.path for entry in manifest.files}),
        "rows": rows_by_dataset,
        "tasks_total": len({row.task_code for row in manifest.tasks}),
        "tasks_open_overdue": OVERDUE_TASKS,
        "dossiers_online_full_rate": dict(RATES),
        "dossiers_rate_numerator": _with_national(AIMS.online_full),
        "dossiers_rate_denominator": _with_national(AIMS.done),
    }


def _with_national(blocks: dict[str, int]) -> dict[str, int]:
    return {"national": sum(blocks.values()), **blocks}
