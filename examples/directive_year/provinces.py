"""The 63 provinces and cities of before 1 July 2025, as their own offices knew themselves, and which of today's 34 each went into."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from examples.national_day.agencies import Agency


@lru_cache(maxsize=1)
def _lines() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@lru_cache(maxsize=1)
def provinces_of_then() -> tuple[Agency, ...]:
    """All 63, in the order of their H codes. `dossiers_thousand` are those settled in the first half of 2025."""
    return tuple(
        Agency(
            code=line["code"],
            block="provincial",
            kind=line["kind"],
            name=f"{line['kind']} {line['place']}",
            short=f"TP {line['place']}" if line["kind"] == "thành phố" else f"UBND tỉnh {line['place']}",
            place=line["place"],
            dossier_prefix=line["code"],
            dossiers_thousand=float(line["dossiers_thousand"]),
            full_process_share=float(line["full_process_share"]),
        )
        for line in _lines()
    )


def successors() -> dict[str, str]:
    """From each of the 63 codes to the code of the province that it is, or went into, since 1 July 2025."""
    return {line["code"]: line["successor"] for line in _lines()}
