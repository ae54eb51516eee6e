"""Dossiers made one by one, for the agencies that send them so. Applicants are made up. Rows only, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .agencies import Agency
from .people import citizen_number, person, phone

HOW_MANY = {"TTCP": 340, "H52": 620, "BNG": 1400, "VPCP": 380, "H14": 1900, "H18": 2600, "H35": 1150}

_CENTRAL = {
    "TTCP": (
        ("Khiếu nại, tố cáo", "1.010943", "Tiếp công dân tại cấp Trung ương"),
        ("Giải quyết khiếu nại", "2.002395", "Giải quyết khiếu nại lần đầu"),
    ),
    "BNG": (
        ("Công tác lãnh sự", "1.001308", "Chứng nhận lãnh sự, hợp pháp hóa giấy tờ, tài liệu"),
        ("Hộ chiếu ngoại giao", "3.000001", "Cấp hộ chiếu ngoại giao, hộ chiếu công vụ"),
        ("Quốc tịch", "2.002036", "Đăng ký giữ quốc tịch Việt Nam"),
        ("Báo chí nước ngoài", "1.001215", "Cho phép phóng viên nước ngoài hoạt động"),
    ),
    "VPCP": (("Kiểm soát thủ tục hành chính", "1.009921", "Tiếp nhận phản ánh, kiến nghị"), ("Công báo", "1.009922", "Cấp bản sao Công báo")),
}
_PROVINCIAL = (
    ("Đất đai", "1.012790", "Đăng ký biến động quyền sử dụng đất"),
    ("Hộ tịch", "1.001193", "Đăng ký khai sinh"),
    ("Chứng thực", "2.000815", "Chứng thực bản sao từ bản chính"),
    ("Thành lập và hoạt động của doanh nghiệp", "2.001610", "Đăng ký thành lập doanh nghiệp tư nhân"),
    ("Hoạt động xây dựng", "1.009974", "Cấp giấy phép xây dựng mới"),
    ("Bảo trợ xã hội", "1.001776", "Thực hiện trợ cấp xã hội hằng tháng"),
    ("Đường bộ", "1.002809", "Đổi giấy phép lái xe"),
)


@dataclass(frozen=True)
class DossierRow:
    """One dossier, with its applicant as the office knows him."""

    agency_code: str
    dossier_code: str
    procedure_code: str
    procedure_name: str
    field: str
    applicant: str
    citizen_number: str
    phone: str
    channel: str
    """online, in_person or post"""
    full_process: bool
    """The procedure is offered full-process; else only in part."""
    received_at: datetime
    due_at: datetime
    finished_at: datetime | None
    returned_at: datetime | None
    status: str
    unit: str
    digitised: bool

    @property
    def online_full(self) -> bool:
        """Filed online for a procedure that is full-process."""
        return self.channel == "online" and self.full_process


def make(agency: Agency, period_from: date, day: date, rng: Random) -> list[DossierRow]:
    """The agency's dossiers received or finished from `period_from` to `day`, by moment of receipt.

    Dossiers taken over from before the period are few, all finished in it, and absent where dossiers are all that is sent.
    """
    procedures = _CENTRAL.get(agency.code, _PROVINCIAL)
    share = 0.62 if agency.is_central else 0.24
    taken_over = 0 if agency.code in ("TTCP", "H52") else HOW_MANY[agency.code] // 30
    length = (day - period_from).days + 1
    days = sorted([period_from + timedelta(days=rng.randrange(length)) for _ in range(HOW_MANY[agency.code] - taken_over)])
    days = sorted([period_from - timedelta(days=rng.randrange(1, 20)) for _ in range(taken_over)]) + days
    units = [f"{agency.dossier_prefix}.{number:02d}" for number in (1, 4, 11, 16)]
    serials: dict[tuple[str, date], int] = {}
    return [_dossier(agency, received, period_from, day, rng, rng.choice(procedures), rng.choice(units), serials, share) for received in days]


def _dossier(
    agency: Agency,
    received: date,
    period_from: date,
    day: date,
    rng: Random,
    procedure: tuple[str, str, str],
    unit: str,
    serials: dict[tuple[str, date], int],
    share: float,
) -> DossierRow:
    serials[unit, received] = serial = serials.get((unit, received), 0) + 1
    received_at = datetime.combine(received, time(7 + rng.randrange(10), rng.randrange(60)))
    due = received + timedelta(days=rng.choice((3, 5, 7, 10, 15, 20, 30)))
    outcome = _finished(received, due, period_from, day, rng)
    finished_at = None if outcome is None else datetime.combine(outcome, time(16, rng.randrange(60)))
    back = None if finished_at is None or rng.random() < 0.04 else finished_at + timedelta(minutes=rng.randrange(5, 55))
    online = rng.random() < share + 0.2
    return DossierRow(
        agency_code=agency.code,
        dossier_code=f"{unit}-{received:%y%m%d}-{serial:04d}",
        procedure_code=procedure[1],
        procedure_name=procedure[2],
        field=procedure[0],
        applicant=person(rng),
        citizen_number=citizen_number(rng),
        phone=phone(rng),
        channel="online" if online else rng.choice(("in_person", "in_person", "in_person", "post")),
        full_process=rng.random() < (0.72 if agency.is_central else 0.5),
        received_at=received_at,
        due_at=datetime.combine(due, time(17)),
        finished_at=finished_at,
        returned_at=back,
        status="returned" if back else "finished" if finished_at else rng.choice(("processing", "processing", "awaiting_supplement")),
        unit=unit,
        digitised=rng.random() < 0.8,
    )


def _finished(received: date, due: date, period_from: date, day: date, rng: Random) -> date | None:
    """The day a dossier was finished; None while open. An open one is never due on `day` itself."""
    finished = rng.choices((due - timedelta(days=rng.randrange(1, 3)), due, due + timedelta(days=rng.randrange(1, 12))), (70, 22, 8))[0]
    finished = max(finished, received)
    if received < period_from:
        return max(finished, period_from + timedelta(days=rng.randrange(5)))
    if finished > day or (due < day - timedelta(days=3) and rng.random() < 0.01):
        return day if due == day else None
    return finished
