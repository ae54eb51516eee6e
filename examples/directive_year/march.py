"""16 March 2025: 22 central and 63 provincial offices say whether they have an action plan and a steering committee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from examples.national_day.agencies import Agency, every_agency
from examples.national_day.indicators import IndicatorRow

from .history import ReportingDay
from .posting import folder_of, post_all
from .provinces import provinces_of_then

DAY = date(2025, 3, 16)
WITH_PLAN = {"central": 14, "provincial": 54}
WITH_COMMITTEE = {"central": 4, "provincial": 37}
DECLARED_WITHOUT_PLAN = 10
"""What was said of the provinces at the time; 63 less 54 is 9. Nothing in the files says 10."""

_PLAN = {"central": ("I12", "Số bộ, cơ quan đã ban hành kế hoạch hành động"), "provincial": ("I13", "Số địa phương đã ban hành kế hoạch hành động")}
_COMMITTEE = {
    "central": ("I14a", "Số bộ đã thành lập, kiện toàn Ban Chỉ đạo"),
    "provincial": ("I14b", "Số địa phương đã thành lập, kiện toàn Ban Chỉ đạo"),
}
_LAYOUTS = ("indicators_letter", "indicators_semicolons", "indicators_two_header_rows", "indicators_plain_keys")


def write(inbox: Path, seed: int) -> ReportingDay:
    """Writes the day's 85 files. Each indicator is 1 (yes) or 0 (not yet) at each office, so that the sums are counts of offices."""
    part = ReportingDay(DAY, folder_of(DAY))
    blocks = {"central": [agency for agency in every_agency() if agency.is_central], "provincial": list(provinces_of_then())}
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for block, agencies in blocks.items():
        rng = Random(f"{seed} march {block}")
        has_plan = _drawn(agencies, WITH_PLAN[block], rng)
        has_committee = _drawn(agencies, WITH_COMMITTEE[block], rng)
        for agency in agencies:
            for (code, name), having in ((_PLAN[block], has_plan), (_COMMITTEE[block], has_committee)):
                unit = "cơ quan" if block == "central" else "địa phương"
                rows[agency.code].append(IndicatorRow(agency.code, code, name, unit, int(agency.code in having), 1, "Báo cáo của đơn vị"))
    senders = [agency for agencies in blocks.values() for agency in agencies]
    post_all(inbox, part, senders, "indicators", rows, _LAYOUTS, seed=f"{seed} march")
    part.indicators = [row for one in rows.values() for row in one]
    part.expected = {
        "senders": {block: len(agencies) for block, agencies in blocks.items()},
        "plans": dict(WITH_PLAN),
        "without_plan": {block: len(agencies) - WITH_PLAN[block] for block, agencies in blocks.items()},
        "declared_without_plan": {"provincial": DECLARED_WITHOUT_PLAN},
        "committees": dict(WITH_COMMITTEE),
    }
    return part


def _drawn(agencies: Sequence[Agency], how_many: int, rng: Random) -> frozenset[str]:
    return frozenset(agency.code for agency in rng.sample(list(agencies), how_many))
