import datetime as dt
import unicodedata

import pytest

from pipelines.registers import Registers

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
WINTER, DAY = dt.date(2025, 2, 28), dt.date(2025, 10, 28)


def _name(registers: Registers, text: str, on: dt.date = DAY) -> tuple[str, bool] | None:
    hit = registers.agency_of_name(text, on)
    return (hit.agency_code, hit.legacy) if hit else None


def _line(registers: Registers, text: str, on: dt.date = DAY) -> list[str]:
    return [hit.agency_code for hit in registers.find_agencies_in(text, on)]


def test_bodies_by_day(registers: Registers) -> None:
    assert registers.agencies.height == 92
    assert [len(registers.members(group, BEFORE)) for group in ("central", "provincial", "all")] == [22, 63, 85]
    assert [len(registers.members(group, AFTER)) for group in ("central", "provincial", "all")] == [22, 34, 56]
    assert [len(registers.members(group, DAY)) for group in ("ministries", "government_agencies", "cities")] == [17, 5, 6]
    assert "BKHDT" in registers.members("central", WINTER) and "BNNMT" not in registers.members("central", WINTER)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("15", "H63", "H38"),
        ("24", "H02", "H05"),
        ("44", "H46", "H50"),
        ("52", "H08", "H21"),
        ("80", "H39", "H53"),
        ("82", "H58", "H20"),
        ("91", "H33", "H01"),
    ],
)
def test_seven_gso_codes_change_their_meaning(registers: Registers, code: str, old: str, new: str) -> None:
    before, after = registers.agency_of_code(code, BEFORE), registers.agency_of_code(code, AFTER)
    assert (before.agency_code, before.legacy) == (old, False)
    assert (after.agency_code, after.legacy) == (new, False)


@pytest.mark.parametrize(
    ("text", "on", "agency", "unit", "legacy"),
    [
        ("bnnmt", DAY, "BNNMT", None, False),
        ("BGDĐT", DAY, "BGDDT", None, False),
        (" h37 ", DAY, "H37", None, False),
        ("000.00.00.H37", DAY, "H37", None, False),
        ("H01.13", DAY, "H01", "H01.13", False),
        ("h01.187", DAY, "H01", "H01.187", False),
        ("000.00.19.H56", DAY, "H56", "H56.19", False),
        ("G09.20", DAY, "BNV", "G09.20", False),
        ("000.00.18.G12", DAY, "BTC", "G12.18", False),
        ("000.02.18.G12", DAY, "BTC", "G12.18.02", False),
        ("G05", WINTER, "BKHDT", None, False),
        ("G05", DAY, "BTC", None, True),
        ("H22", DAY, "H60", None, True),
        ("H47.05", DAY, "H17", "H47.05", True),
        ("1", DAY, "H26", None, False),
        ("04", DAY, "H14", None, False),
        ("4", DAY, "H14", None, False),
        ("27", DAY, "H05", None, True),
        ("02", AFTER, "H60", None, True),
        ("BKHDT", DAY, "BTC", None, True),
    ],
)
def test_codes(registers: Registers, text: str, on: dt.date, agency: str, unit: str | None, legacy: bool) -> None:
    hit = registers.agency_of_code(text, on)
    assert (hit.agency_code, hit.unit_code, hit.legacy) == (agency, unit, legacy)


@pytest.mark.parametrize("text", ["", "H99", "G77", "99", "024", "3", "H1", "24.5", "XYZ", "H37-260105-0001", "…", "000.00.00.H99", "Bộ Y tế"])
def test_unknown_codes(registers: Registers, text: str) -> None:
    assert registers.agency_of_code(text, DAY) is None


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Bộ Khoa học và Công nghệ", "BKHCN"),
        ("BỘ KHOA HỌC & CÔNG NGHỆ", "BKHCN"),
        ("bo khoa hoc va cong nghe", "BKHCN"),
        ("Bộ KH&CN", "BKHCN"),
        ("Ministry of Science and Technology", "BKHCN"),
        ("Ministry of Home Affairs", "BNV"),
        ("Bộ Văn hoá, Thể thao và Du lịch", "BVHTTDL"),
        ("Bộ NN-MT", "BNNMT"),
        ("BGDĐT", "BGDDT"),
        ("vpcp", "VPCP"),
        ("BCT", "BCT"),
        ("GI", "TTCP"),
        ("UBND tỉnh Bắc Ninh", "H05"),
        ("Ủy ban nhân dân tỉnh Bắc Ninh", "H05"),
        ("Uỷ ban nhân dân tỉnh Bắc Ninh", "H05"),
        ("Tỉnh Bắc Ninh", "H05"),
        ("T. Bắc Ninh", "H05"),
        ("UBND T.Bắc Ninh", "H05"),
        ("Bắc Ninh ", "H05"),
        ("UBND tỉnh Thanh Hoá", "H56"),
        ("UBND tỉnh Thanh Hóa", "H56"),
        ("Khánh Hoà", "H32"),
        ("TP.HCM", "H29"),
        ("TP. Hồ Chí Minh", "H29"),
        ("UBND TP.HCM", "H29"),
        ("Thành phố Hồ Chí Minh", "H29"),
        ("UBND Thành phố Hà Nội", "H26"),
        ("Đăk Lăk", "H15"),
        ("Gia-lai", "H21"),
        ("TP\u00a0Huế", "H57"),
        ("ÐẮK LẮK", "H15"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names(registers: Registers, text: str, agency: str, form: str) -> None:
    assert _name(registers, unicodedata.normalize(form, text)) == (agency, False)


@pytest.mark.parametrize(
    "text", ["", "Bộ", "bct", "gi", "Mod", "Bộ Y", "Sở Y tế tỉnh Bắc Ninh", "thành phố Bắc Ninh", "Ban Cơ yếu", "tỉnh Hà Nội", "x", "#REF!"]
)
def test_unknown_names(registers: Registers, text: str) -> None:
    assert registers.agency_of_name(text, DAY) is None


@pytest.mark.parametrize(
    ("text", "last", "itself", "successor"),
    [
        ("Bộ KH&ĐT", WINTER, "BKHDT", "BTC"),
        ("Bộ GTVT", WINTER, "BGTVT", "BXD"),
        ("Bộ TN&MT", WINTER, "BTNMT", "BNNMT"),
        ("Bộ NN&PTNT", WINTER, "BNNPTNT", "BNNMT"),
        ("Bộ LĐ-TB&XH", WINTER, "BLDTBXH", "BNV"),
        ("Bộ TT&TT", WINTER, "BTTTT", "BKHCN"),
        ("Uỷ ban Dân tộc", WINTER, "UBDT", "BDTTG"),
        ("UBND tỉnh Bắc Giang", BEFORE, "H02", "H05"),
        ("Bình Dương", BEFORE, "H09", "H29"),
        ("Hoà Bình", BEFORE, "H28", "H44"),
    ],
)
def test_dissolved_bodies_map_to_their_successor(registers: Registers, text: str, last: dt.date, itself: str, successor: str) -> None:
    assert _name(registers, text, last) == (itself, False)
    hit = registers.agency_of_name(text, last + dt.timedelta(days=1))
    assert (hit.agency_code, hit.legacy, hit.named_code) == (successor, True, itself)


def test_dated_aliases(registers: Registers) -> None:
    assert _name(registers, "BHXH Việt Nam", DAY) == ("BTC", True)
    assert _name(registers, "BHXH Việt Nam", WINTER) is None
    assert _name(registers, "Bộ Nông nghiệp", WINTER) == ("BNNPTNT", False)
    assert _name(registers, "Bộ Nông nghiệp", DAY) == ("BNNMT", False)
    assert _name(registers, "tỉnh Thừa Thiên Huế", dt.date(2024, 12, 31)) == ("H57", False)
    assert _name(registers, "UBND tỉnh Thừa Thiên Huế", DAY) == ("H57", True)


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("Đơn vị báo cáo: UBND tỉnh Bắc Ninh", ["H05"]),
        ("Bộ Khoa học và Công nghệ, Bộ TC; UBND các tỉnh", ["BKHCN", "BTC"]),
        ("bao_cao_bac_ninh_28102025.xlsx", ["H05"]),
        ("BYT_II06a_20251028.xlsx", ["BYT"]),
        ("28-10-2025-BYT.xlsx", ["BYT"]),
        ("bnnmt_nhiemvu.csv", ["BNNMT"]),
        ("Số: 123/BC-BYT", ["BYT"]),
        ("Sở Y tế - tỉnh An Giang", ["H01"]),
        ("UBND phường Nam Định - tỉnh Ninh Bình", ["H42"]),
        ("UBND PHƯỜNG HẢI DƯƠNG", []),
        ("UBND xa Bac Giang tinh Bac Ninh", ["H05"]),
        ("Hải Dương - Hải Phòng", ["H24", "H24"]),
        ("các địa phương: Bắc Ninh, Cà Mau", ["H05", "H12"]),
        ("cac dia phuong Bac Ninh", ["H05"]),
        ("cơ quan Hà Nội", ["H26"]),
        ("Biểu số II.06a/VPCP/KSTT", []),
        ("Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020", []),
        ("theo TB 56/TB-VPCP", []),
        ("kế hoạch năm định hướng", []),
        ("Bà Nguyễn Thị Huệ", []),
        ("TP Huế, tinh Nam Dinh", ["H57", "H42"]),
        ("Học viện Chính trị quốc gia Hồ Chí Minh", []),
        ("Sở Công Thương - tỉnh Cà Mau", ["H12"]),
        ("Nghị quyết của BCT", []),
        ("mã số thuế (MST)", []),
        ("the most vast area", []),
        ("Bộ Công an (MPS) và VPCP", ["BCA", "BCA", "VPCP"]),
        ("C06 (Bộ Công an)", ["BCA"]),
        ("Thanh tra Chính phủ phối hợp Văn phòng Chính phủ", ["TTCP", "VPCP"]),
        ("", []),
    ],
)
def test_names_inside_a_line(registers: Registers, line: str, agencies: list[str]) -> None:
    assert _line(registers, line) == agencies
    assert _line(registers, unicodedata.normalize("NFD", line)) == agencies


def test_a_line_keeps_the_text_that_matched(registers: Registers) -> None:
    (hit,) = registers.find_agencies_in("Kính gửi: UBND tỉnh Hà Giang (cũ)", DAY)
    assert (hit.agency_code, hit.legacy, hit.matched_text, hit.named_code) == ("H60", True, "UBND tỉnh Hà Giang", "H22")


def test_every_body_is_found_by_its_own_name_and_code(registers: Registers) -> None:
    for agency_code, name_vi, valid_to in registers.agencies.select("agency_code", "name_vi", "valid_to").iter_rows():
        on = valid_to or DAY
        assert _name(registers, name_vi, on) == (agency_code, False)
        assert _line(registers, f"Đơn vị báo cáo: {name_vi}.", on) == [agency_code]
        assert registers.agency_of_code(agency_code, on).agency_code == agency_code
