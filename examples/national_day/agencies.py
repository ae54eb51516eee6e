"""Who reports: the 56 agencies as their own offices know themselves. Names and spellings only; what they send stands in `plan`."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SILENT = ("VHLKHXH", "H12")
"""The two that send nothing on the day."""

DOSSIERS_ONLY = ("TTCP", "H52")
"""They send their dossiers one by one and no counts."""

DOSSIERS_TOO = ("BNG", "VPCP", "H14", "H18", "H35")
"""They send counts and the dossiers behind them."""

WITHOUT_FULL_PROCESS = "H27"
"""Its form II.06a has no column of full-process dossiers."""

WITHOUT_TASK_CODES = ("BNG", "TTXVN", "VOV")
"""They name a task by its document, its number there and its title."""


@dataclass(frozen=True)
class Agency:
    """One agency: its code, block, and how it writes its name."""

    code: str
    block: str
    kind: str
    name: str
    short: str
    place: str
    dossier_prefix: str
    dossiers_thousand: float
    """Dossiers settled in the period, in thousands, roughly; 0 where its dossiers are made one by one or it is silent."""
    full_process_share: float
    """Its share of full-process dossiers in percent, roughly: the exact one follows from the national sums."""

    @property
    def is_central(self) -> bool:
        """Whether it is a ministry or another central body."""
        return self.block == "central"

    @property
    def symbol(self) -> str:
        """What stands after the slash of its document numbers."""
        return "BC-" + (self.code.replace("BGDDT", "BGDĐT") if self.is_central else "UBND")

    @property
    def office(self) -> str:
        """The full name of the reporting office."""
        return self.name if self.is_central else f"Ủy ban nhân dân {self.name}"

    @property
    def letterhead(self) -> tuple[str, str]:
        """The two lines at the top left of its letters; the second may be empty."""
        return (self.name.upper(), "") if self.is_central else ("ỦY BAN NHÂN DÂN", self.name.upper())

    @property
    def reporting_line(self) -> str:
        """What follows 'Đơn vị báo cáo:'."""
        return self.name if self.is_central else f"UBND {self.name}"

    @property
    def in_file_name(self) -> str:
        """Its name as people put it into a file name: 'BoYTe', 'tinh-Bac-Ninh', 'TP-Hue'."""
        plain = without_marks(self.name)
        if self.is_central:
            return "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", plain))
        return re.sub(r"\s+", "-", plain.replace("thanh pho", "TP"))

    def spellings(self) -> tuple[str, ...]:
        """How its own officers write its name as the lead of a task."""
        if self.is_central:
            return tuple(dict.fromkeys((self.name, self.short, self.code.replace("BGDDT", "Bộ GDĐT"))))
        if self.kind == "thành phố":
            return (f"UBND {self.name}", f"Ủy ban nhân dân {self.name}", f"UBND TP. {self.place}", f"Thành phố {self.place}")
        return (f"UBND {self.name}", f"Ủy ban nhân dân {self.name}", f"Uỷ ban nhân dân {self.name}", f"Tỉnh {self.place}", self.place)


def without_marks(text: str) -> str:
    """Vietnamese without its marks, as in file names: 'Bắc Ninh' gives 'Bac Ninh', 'Điện' gives 'Dien'."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def every_agency() -> tuple[Agency, ...]:
    """All 56, central first, in the order of the list beside this module."""
    with (Path(__file__).parent / "agencies.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Agency(
                **{name: row[name] for name in ("code", "block", "kind", "name", "short", "place", "dossier_prefix")},
                dossiers_thousand=float(row["dossiers_thousand"]),
                full_process_share=float(row["full_process_share"]),
            )
            for row in csv.DictReader(lines)
        )


def reporting_agencies() -> tuple[Agency, ...]:
    """The 54 that send files."""
    return tuple(agency for agency in every_agency() if agency.code not in SILENT)
