"""16 March 2025: 22 central and 63 provincial offices say whether they have an action plan and a steering committee.

The Government Office besides declares how many have none; its 10 localities are one more than the localities themselves say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from random import Random

from examples.national_day.agencies import Agency, every_agency
from examples.national_day.figures import FileEntry
from examples.national_day.indicators import IndicatorRow
from examples.national_day.layouts import LAYOUTS, Report
from examples.national_day.plan import Sending
from examples.national_day.post import ZONE, content, drop, entries

from .history import ReportingDay
from .posting import folder_of, post_all
from .provinces import provinces_of_then

DAY = date(2025, 3, 16)
WITH_PLAN = {"central": 14, "provincial": 54}
WITH_COMMITTEE = {"central": 4, "provincial": 37}
DECLARED_WITHOUT_PLAN = 10
"""What was said of the provinces at the time; 63 less 54 is 9."""
NATIONAL = "VPCP"
_DECLARED = (
    IndicatorRow(NATIONAL, "I45", "Số bộ, cơ quan chưa ban hành kế hoạch hành động", "cơ quan", 8, None, "Tổng hợp của Văn phòng Chính phủ"),
    IndicatorRow(
        NATIONAL,
        "I46",
        "Số địa phương chưa ban hành kế hoạch hành động",
        "địa phương",
        DECLARED_WITHOUT_PLAN,
        None,
        "Tổng hợp của Văn phòng Chính phủ",
    ),
)

_PLAN = {"central": ("I12", "Số bộ, cơ quan đã ban hành kế hoạch hành động"), "provincial": ("I13", "Số địa phương đã ban hành kế hoạch hành động")}
_COMMITTEE = {
    "central": ("I14a", "Số bộ đã thành lập, kiện toàn Ban Chỉ đạo"),
    "provincial": ("I14b", "Số địa phương đã thành lập, kiện toàn Ban Chỉ đạo"),
}
_LAYOUTS = ("indicators_letter", "indicators_semicolons", "indicators_two_header_rows", "indicators_plain_keys")


def write(inbox: Path, seed: int) -> ReportingDay:
    """Writes the day's 86 files. Each indicator is 1 (yes) or 0 (not yet) at each office, so that the sums are counts of offices."""
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
    part.files += _declare(inbox, part, next(agency for agency in senders if agency.code == NATIONAL))
    part.indicators = [row for one in rows.values() for row in one]
    part.expected = {
        "senders": {block: len(agencies) for block, agencies in blocks.items()},
        "plans": dict(WITH_PLAN),
        "without_plan": {block: len(agencies) - WITH_PLAN[block] for block, agencies in blocks.items()},
        "declared_without_plan": {"central": len(blocks["central"]) - WITH_PLAN["central"], "provincial": DECLARED_WITHOUT_PLAN},
        "committees": dict(WITH_COMMITTEE),
    }
    return part


def _declare(inbox: Path, part: ReportingDay, agency: Agency) -> list[FileEntry]:
    """What the Government Office puts together of all others, in a letter of its own."""
    layout, moment = LAYOUTS["indicators_letter"], datetime.combine(DAY, time(17, 40), ZONE)
    sending = Sending(agency, "indicators", layout, f"{part.folder}/{agency.code}/tong_hop_ca_nuoc_{DAY:%Y%m%d}{layout.suffix}", 190)
    held = {"indicators": list(_DECLARED)}
    drop(inbox, sending.path, content(sending, Report(agency, DAY, date(DAY.year, 1, 1), sending.number), held, moment), moment)
    return entries(sending, held)


def _drawn(agencies: Sequence[Agency], how_many: int, rng: Random) -> frozenset[str]:
    return frozenset(agency.code for agency in rng.sample(list(agencies), how_many))
