"""What senders lay into the inbox during a fault campaign. No test is here.

Files come at rising moments, so that ids, which follow the order of intake, never depend on when a refresh came.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.pipelines.sent_files import PERIOD, TASK_HEAD, count_page, count_row, csv_bytes, task_row, xlsx

FIRST = dt.datetime(2025, 10, 1, 8, 0)
A_DAY = 12
"""Files that arrive on one day."""
DOSSIER_HEAD = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Mức độ", "Chủ hồ sơ", "Số CCCD")
STATES = ("Đang thực hiện", "Hoàn thành", "???")


@dataclass(frozen=True)
class Arrival:
    """One file: where it is laid under the inbox, its bytes, when it was changed last (naive, Vietnam)."""

    path: str
    content: bytes
    moment: dt.datetime

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def lay(self, home: Path) -> Path:
        """Write it whole under another name, then rename, as a careful copying program does."""
        target = home / "inbox" / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(target.name + ".part")
        aside.write_bytes(self.content)
        seconds = self.moment.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).timestamp()
        os.utime(aside, (seconds, seconds))
        aside.replace(target)
        return target


# Cached, for a workbook's bytes tell when it was written: two homes are given the same ones.
@cache
def arrival(number: int, seed: int = 0) -> Arrival:
    """The file of that number of a history: full reports, smaller and larger corrections, parts, copies, junk, senders unknown."""
    chance = random.Random(f"{seed}-{number}")
    moment = FIRST + dt.timedelta(days=number // A_DAY, minutes=number % A_DAY)
    stated = [f"Tính đến ngày {moment - dt.timedelta(days=chance.choice((0, 0, 0, 1))):%d/%m/%Y}"]
    sender = chance.choice(("BTP", "BCA", "H05"))
    kind = chance.choice(("tasks", "tasks", "corrected", "part", "few", "counts", "counts", "dossiers", "dossiers", "junk", "stranger", "copy"))
    ending = "xlsx"
    match kind:
        case "counts":
            rows = [count_row(at, name, online=chance.randrange(9, 90), full=chance.choice((0, 3, None))) for at, name in enumerate("ABC", start=1)]
            content = xlsx(count_page(rows, top=(stated, [PERIOD])))
        case "dossiers":
            ending = "csv"
            days = (None, "18/10/2025", "20/10/2025")
            levels = ("Toàn trình", "Một phần", None)
            rows = [
                (
                    f"H05.1-251001-00{at:02}",
                    "Khai sinh",
                    "01/10/2025",
                    "19/10/2025",
                    chance.choice(days),
                    chance.choice(levels),
                    "Lê A",
                    f"00109{at:07}",
                )
                for at in chance.sample(range(30), 12)
            ]
            sender, content = "H05", csv_bytes([stated, DOSSIER_HEAD, *rows])
        case "junk":
            content = chance.choice((b"", b"%PDF-1.7\nscan", b"PK\x03\x04 cut off", b"\x00\x01\x02" * 50))
        case "copy" if number:
            first = arrival(chance.randrange(number), seed)
            sender, content, ending = first.path.partition("/")[0], first.content, first.path.rpartition(".")[2]
        case _:
            codes = {"tasks": range(1, 9), "corrected": range(1, 8), "part": range(20, 25), "few": range(1, 3)}.get(kind, range(1, 4))
            rows = [
                task_row(at, f"NV-{at}", f"Nhiệm vụ thứ {at}", chance.choice(("15/10/2025", "30/12/2025", "Quý IV/2025")), chance.choice(STATES))
                for at in codes
            ]
            sender = "moi" if kind == "stranger" else sender
            content = xlsx([stated, TASK_HEAD, *rows])
    return Arrival(f"{sender}/{number:05}.{ending}", content, moment)
