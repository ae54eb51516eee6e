"""Indicator values of each agency on the day. Rows only, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .agencies import Agency


@dataclass(frozen=True)
class IndicatorRow:
    """One value. `value` is a number, or the words that the office wrote ('~ 5.000', '3-4 %')."""

    agency_code: str
    code: str
    name: str
    unit: str
    value: float | int | str
    target: float | int | None
    source: str

    @property
    def achieved(self) -> float | None:
        """Value over target in percent, one decimal; None where either is not a number or the target is 0."""
        return round(100 * self.value / self.target, 1) if self.target and not isinstance(self.value, str) else None

    @property
    def assessment(self) -> str:
        """What the office concludes from value and target."""
        return "" if self.achieved is None else "Đạt" if self.achieved >= 100 else "Không đạt"


_SHARES = (
    ("I17", "Tỷ lệ TTHC đủ điều kiện được cung cấp trực tuyến", 100, (78, 100)),
    ("I18", "Tỷ lệ hồ sơ được xử lý trực tuyến", 80, (35, 88)),
    ("I20", "Tỷ lệ hồ sơ TTHC có gắn định danh cá nhân", 100, (70, 100)),
    ("I21a", "Tỷ lệ TTHC được cắt giảm, đơn giản hóa", 30, (12, 46)),
    ("I44", "Tỷ lệ lãnh đạo, cán bộ, công chức xử lý công việc trên môi trường mạng và dùng chữ ký số", 100, (75, 100)),
    ("I21d", "Tỷ lệ cắt giảm thời gian giải quyết TTHC", 30, (9, 42)),
    ("I21e", "Tỷ lệ cắt giảm chi phí tuân thủ TTHC", 30, (6, 38)),
    ("I21f", "Tỷ lệ cắt giảm điều kiện kinh doanh", 30, (8, 41)),
)
_NUMBERS = (
    ("I21b", "Số TTHC được cắt giảm, đơn giản hóa", "Thủ tục", 12, (3, 24)),
    ("I21c", "Số điều kiện kinh doanh được cắt giảm, đơn giản hóa", "Điều kiện", 6, (1, 9)),
    ("I37b", "Số người tham gia học trên nền tảng Bình dân học vụ số", "Người", None, (1200, 48000)),
    ("I16", "Số tin, bài tuyên truyền về Nghị quyết 57", "Tin, bài", None, (140, 6200)),
)
_PROVINCIAL = (
    ("I19", "Tỷ lệ người trưởng thành sử dụng dịch vụ công trực tuyến", 40, (18, 52)),
    ("N09", "Tỷ lệ chi ngân sách nhà nước hằng năm cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số", 3, (1, 4)),
    ("N19", "Tỷ lệ phủ sóng 5G", 60, (12, 80)),
)
_OWN: dict[str, tuple[tuple[str, str, str, float | int | str, float | int | None], ...]] = {
    "BNNMT": (
        ("I09", "Tỷ lệ số hóa dữ liệu của Bộ Nông nghiệp và Môi trường", "%", "3-4 %", None),
        ("I10", "Số thửa đất đã đồng bộ về hệ thống trung ương", "Thửa", "~ 55.000.000", None),
        ("I11", "Số thửa đất đã xác định được người sử dụng", "Thửa", "> 30.000.000", None),
    ),
    "BCA": (
        ("I22", "Số TTHC được cắt giảm, đơn giản hóa nhờ giấy tờ tích hợp trên VNeID", "TTHC", 211, 324),
        ("I23", "Số tiện ích trên VNeID hoàn thành sớm", "Tiện ích", 36, 40),
        ("I24", "Số cơ sở dữ liệu quốc gia, chuyên ngành được triển khai", "CSDL", 47, 116),
    ),
    "BKHCN": (
        ("I28", "Số trạm 5G đã lắp đặt", "Trạm", 16350, None),
        ("I35", "Số giấy chứng nhận kết quả nghiên cứu được cấp", "Giấy", 1104, None),
    ),
    "NHNN": (("I39", "Tỷ lệ người tiêu dùng ở các thành phố lớn thanh toán điện tử hằng ngày", "%", 70.5, None),),
    "BXD": (("I40", "Số chuyến bay sử dụng định danh sinh trắc học khi làm thủ tục", "Chuyến bay", "~ 5.000", None),),
    "BCT": (("I41", "Tốc độ tăng trưởng thương mại điện tử", "%", "22-25 %", None),),
}
_SOURCES = (
    "Hệ thống thông tin giải quyết TTHC",
    "Cổng Dịch vụ công quốc gia",
    "Báo cáo của đơn vị",
    "Sở Khoa học và Công nghệ",
    "Phần mềm quản lý văn bản",
)


def make(agency: Agency, rng: Random) -> list[IndicatorRow]:
    """Eight to fifteen values of one agency; shares have one or two decimals."""
    shares = list(_SHARES if agency.is_central else _SHARES + _PROVINCIAL)
    numbers = list(_NUMBERS)
    while len(shares) > 6 and rng.random() < 0.35:
        shares.pop(rng.randrange(3, len(shares)))
    rows: list[tuple[str, str, str, float | int | str, float | int | None]] = [
        (code, name, "%", round(rng.uniform(*within), rng.choice((1, 1, 2))), target) for code, name, target, within in shares
    ]
    rows += [(code, name, unit, rng.randrange(*within), target) for code, name, unit, target, within in numbers]
    rows += list(_OWN.get(agency.code, ()))
    return [IndicatorRow(agency.code, code, name, unit, value, target, rng.choice(_SOURCES)) for code, name, unit, value, target in rows]
