"""The law of replay: a warehouse built day by day equals one built in full from the same ledger, and one of a home to which all came at once.

Files are delivered at rising moments, so that ids, which follow the order of intake, are the same in every home.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines import refresh
from pipelines.build import content_digest
from pipelines.clock import local_now
from pipelines.ledger import Decision
from pipelines.settings import Settings
from tests.pipelines.sent_files import PERIOD, TASK_HEAD, count_page, count_row, csv_bytes, task_row, xlsx
from tests.properties.homes import put

FIRST = dt.date(2025, 10, 20)
SENDERS = ("BTP", "BCA", "H05", "VPCP")
KINDS = (
    "tasks",
    "fewer tasks",
    "other tasks",
    "hardly any tasks",
    "counts",
    "dossiers",
    "same again",
    "junk",
    "no table",
    "for another",
    "unknown sender",
)
DOSSIER = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Mức độ", "Chủ hồ sơ", "Số CCCD")

Delivery = tuple[str, bytes, dt.datetime]


def file_of(kind: str, sender: str, day: dt.date, chance: random.Random, sent: list[Delivery]) -> tuple[str, bytes]:
    """Folder and bytes of one delivery of that kind."""
    stated = [f"Tính đến ngày {day:%d/%m/%Y}"]
    match kind:
        case "tasks" | "fewer tasks" | "hardly any tasks" | "other tasks":
            codes = {"tasks": range(1, 8), "fewer tasks": range(1, 7), "hardly any tasks": range(1, 3), "other tasks": range(20, 24)}[kind]
            rows = []
            for number in codes:
                done = chance.random() < 0.3
                state, on = ("Hoàn thành", f"{chance.randrange(1, 20):02}/10/2025") if done else (chance.choice(["Đang thực hiện", "???"]), None)
                rows.append(
                    task_row(number, f"NV-{number}", f"Nhiệm vụ thứ {number}", chance.choice(["15/10/2025", "30/12/2025", "Quý IV/2025"]), state, on)
                )
            if chance.random() < 0.3:
                rows += [rows[0], task_row(99, None, None)]  # word for word, and without a key
            return sender, xlsx([stated, TASK_HEAD, *rows])
        case "counts":
            rows = [count_row(at, name, online=chance.randrange(9, 90), full=chance.choice([0, 3, None])) for at, name in enumerate("ABC", start=1)]
            return sender, xlsx(count_page(rows, top=(stated, [PERIOD])))
        case "dossiers":
            rows = [
                [
                    f"H05.1-2510{chance.randrange(1, 10):02}-00{number:02}",
                    "Khai sinh",
                    "01/10/2025",
                    "19/10/2025",
                    chance.choice([None, "18/10/2025", "20/10/2025"]),
                    chance.choice(["Toàn trình", "Một phần", None]),
                    "Lê Văn A",
                    f"00109901{number:04}",
                ]
                for number in range(5)
            ]
            return sender, csv_bytes([stated, DOSSIER, *rows])
        case "same again":
            own = [content for path, content, _ in sent if path.startswith(f"{sender}/")]
            return sender, chance.choice(own) if own else b""
        case "junk":
            return sender, chance.choice([b"", b"%PDF-1.7\nscan", b"PK\x03\x04 cut off", b"\x00\x01\x02" * 50])
        case "no table":
            return sender, xlsx([["Kính gửi quý cơ quan"], ["Xin gửi kèm báo cáo"]])
        case "for another":
            head = ["STT", "Đơn vị", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái"]
            names = ["Bộ Tư pháp", "Bộ Công an", "Sở Nào đó"]
            rows = [[at, name, f"NV-{at}", f"Nhiệm vụ thứ {at}", "15/10/2025", "Đang thực hiện"] for at, name in enumerate(names, start=1)]
            return "VPCP", xlsx([stated, head, *rows])
        case "unknown sender":
            return "moi", xlsx([stated, TASK_HEAD, task_row(1, "NV-1")])
    raise AssertionError(kind)


def history(days: list[list[tuple[str, str, int]]]) -> list[list[Delivery]]:
    """Deliveries by day, none at the same path or moment as another."""
    made, every = [], []
    for at, events in enumerate(days):
        today = []
        for number, (kind, sender, seed) in enumerate(events):
            chance = random.Random(seed)
            day = FIRST + dt.timedelta(days=at)
            folder, content = file_of(kind, sender, day - dt.timedelta(days=chance.choice([0, 0, 0, 1])), chance, every)
            name = f"{folder}/{at}-{number}.{'csv' if kind == 'dossiers' else 'xlsx'}"
            today.append((name, content, dt.datetime.combine(day, dt.time(14, number))))
            every.append(today[-1])
        made.append(today)
    return made


def settings_of(home: Path) -> Settings:
    """Pseudonyms depend on the key: two homes are alike only under one."""
    return Settings(_env_file=None, home=home, applicant_key="one key for all homes of this test")


def until_standing(run: refresh.Run) -> None:
    refresh.receive(run)
    assert not refresh.intake(run).faults
    refresh.settle(run)


def published_daily(home: Path, days: list[list[Delivery]], retracted: str | None) -> Path:
    """A refresh each day; at the end, where asked, a delivery is taken back and a refresh shows it. Gives the published file."""
    own = settings_of(home)
    for deliveries in days:
        for path, content, moment in deliveries:
            put(home, path, content, moment)
        assert refresh.refresh(own).is_good
    if retracted:
        take_back(own, retracted)
        assert refresh.refresh(own).is_good
    return (home / "warehouse" / "current.duckdb").resolve()


def take_back(own: Settings, path: str) -> None:
    with refresh.open_run(own) as run:
        (found,) = run.ledger.deliveries_frame().filter(run.ledger.deliveries_frame()["path"] == path)["delivery_id"]
        run.ledger.record_decision(Decision(local_now(), "thử nghiệm", "gửi nhầm", "retract", found))


def in_full(home: Path) -> dict[str, tuple[int, int]]:
    """The content of a full build from the home's ledger; null results would mean that nothing was built."""
    with refresh.open_run(settings_of(home)) as run:
        until_standing(run)
        result = refresh.build(run, full=True)
        assert result is not None
        return content_digest(result.path)


def check(root: Path, days: list[list[Delivery]], retracted: str | None = None, *, twice: bool = True) -> dict[str, tuple[int, int]]:
    daily = content_digest(published_daily(root / "daily", days, retracted))
    if twice:
        assert in_full(root / "daily") == daily
    at_once = root / "at once"
    for deliveries in days:
        for path, content, moment in deliveries:
            put(at_once, path, content, moment)
    if retracted:
        own = settings_of(at_once)
        with refresh.open_run(own) as run:
            until_standing(run)
        take_back(own, retracted)
    assert in_full(at_once) == daily
    return daily


CORRECTIONS = [
    [("tasks", "BTP", 1), ("tasks", "BCA", 2), ("counts", "H05", 3), ("junk", "BCA", 4), ("dossiers", "H05", 22)],
    [
        *[("tasks", "BTP", 11), ("hardly any tasks", "BTP", 12), ("other tasks", "BTP", 13), ("same again", "BCA", 14), ("for another", "VPCP", 15)],
        *[("fewer tasks", "BCA", 21), ("counts", "H05", 23), ("unknown sender", "BTP", 24), ("no table", "BTP", 25)],
    ],
]
LATE = [
    [("dossiers", "H05", 31), ("dossiers", "H05", 32), ("tasks", "H05", 33), ("counts", "BTP", 41)],
    [
        ("tasks", "H05", 0),
        ("counts", "BTP", 42),
        ("same again", "H05", 43),
        ("for another", "VPCP", 51),
        ("dossiers", "H05", 53),
        ("junk", "H05", 54),
    ],
]


@pytest.mark.parametrize(
    ("days", "retracted"), [(CORRECTIONS, None), (LATE, "H05/0-2.xlsx")], ids=["corrections and parts", "late files, one taken back"]
)
def test_two_histories(tmp_path, days, retracted):
    said = check(tmp_path, history(days), retracted)
    # Equal emptiness would prove nothing.
    assert said["core.task_report"][0] > 7
    assert said["core.dossier_count_report"][0] > 3
    assert said["audit.delivery"][0] == sum(len(day) for day in days)


events = st.tuples(st.sampled_from(KINDS), st.sampled_from(SENDERS[:3]), st.integers(0, 9999))


@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.lists(events, min_size=1, max_size=4), min_size=2, max_size=2))
def test_random_histories(days):
    with TemporaryDirectory() as root:
        check(Path(root), history(days), twice=False)
