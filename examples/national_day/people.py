"""Made-up people: names, numbers and phones of nobody. Used for applicants and for officers who answer for a task."""

from __future__ import annotations

from random import Random

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
    "Lò",
    "Vàng",
    "Giàng",
)
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Ngọc", "Quang", "Thu", "Xuân", "Hồng", "Bá", "Gia", "Khánh", "Tuấn", "Mai")
_GIVEN = (
    "An",
    "Anh",
    "Bình",
    "Châu",
    "Chi",
    "Cường",
    "Dũng",
    "Duy",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiếu",
    "Hoa",
    "Hòa",
    "Hùng",
    "Hương",
    "Khoa",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngân",
    "Nhung",
    "Phúc",
    "Phương",
    "Quân",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thủy",
    "Toàn",
    "Trang",
    "Trung",
    "Tuyết",
    "Uyên",
    "Vân",
    "Việt",
    "Yến",
)


def person(rng: Random) -> str:
    """A full name."""
    return f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"


def citizen_number(rng: Random) -> str:
    """Twelve digits in the shape of a citizen's number, with a leading zero."""
    return f"0{rng.randrange(10**10, 10**11)}"


def phone(rng: Random) -> str:
    """A mobile number in the shape people write."""
    return f"09{rng.randrange(10**7, 10**8)}"
