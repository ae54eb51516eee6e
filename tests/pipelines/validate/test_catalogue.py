"""Every issue code fires from a real small file, at the right cell, in words without holes. Codes between deliveries fire from a refresh."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass

import pytest

from benchmarks.office_files import PdfPage, compound, drawn_table, pdf, zipped
from pipelines.digest import Sent, Terms, digest
from pipelines.read import Limits
from pipelines.refresh import refresh
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of
from schemas import issues
from tests.pipelines.read.workbooks import edited
from tests.pipelines.sent_files import (
    AFTERNOON,
    PERIOD,
    TASK_HEAD,
    Page,
    count_page,
    count_row,
    issue_rows,
    reader,
    send,
    task_row,
    vocabulary,
    xlsx,
)

TOP = (["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"])
COUNT_TOP = (*TOP, [PERIOD])
OLD_TASK_HEAD = ("STT", "M· nhiÖm vô", "Néi dung nhiÖm vô", "Thêi h¹n hoµn thµnh", "Tr¹ng th¸i", "Ngµy hoµn thµnh")
WIDE_TASK = (
    "STT",
    "Mã nhiệm vụ",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Ngày giao",
    "Thời hạn hoàn thành",
    "Trạng thái",
    "Ngày hoàn thành",
    "Tiến độ (%)",
    "Minh chứng",
)
DOSSIER = ("STT", "Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Mức độ", "Kênh nộp", "Trạng thái hồ sơ")
INDICATOR = ("STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Kết quả thực hiện")
AGENCY = ("STT", "Mã đơn vị", "Bộ, ngành, địa phương", "Tiếp nhận trực tuyến", "Đã giải quyết", "Đúng hạn", "Toàn trình")


def wide(
    number,
    code,
    title="Xây dựng cơ sở dữ liệu dùng chung",
    lead="Bộ Tư pháp",
    given="01/02/2025",
    due="30/12/2025",
    state="Đang thực hiện",
    done=None,
    pct=None,
    proof=None,
):
    return [number, code, title, lead, given, due, state, done, pct, proof]


def tasks(*rows, head=WIDE_TASK, top=TOP):
    return xlsx([*top, head, *rows])


def dossier(
    number,
    code="H57.132-251001-0583",
    received="01/10/2025",
    due="20/10/2025",
    finished="15/10/2025",
    level="Toàn trình",
    channel="Trực tuyến",
    state="Đã trả kết quả",
):
    return [number, code, "Đăng ký khai sinh", received, due, finished, level, channel, state]


def dossiers(*rows):
    return xlsx([["UBND TỈNH BẮC NINH"], TOP[1], DOSSIER, *rows])


def counts(*rows, top=COUNT_TOP):
    return xlsx(count_page(rows, top=top))


def changed(at, value, row=None):
    """A good row of counts with one column (from 0) changed."""
    row = count_row(1, "Hộ tịch") if row is None else row
    return [value if place == at else cell for place, cell in enumerate(row)]


def indicators(*rows):
    return xlsx([*TOP, INDICATOR, *rows])


def agencies(*rows):
    return xlsx([["VĂN PHÒNG CHÍNH PHỦ"], TOP[1], [PERIOD], AGENCY, *rows])


@dataclass(frozen=True)
class Case:
    """What is sent, and where its issue must be told. `cell` null: the issue is of the table, the row or the file."""

    code: str
    content: bytes
    sheet: str | None = "Sheet1"
    cell: str | None = None
    path: str = "BTP/bao cao.xlsx"
    value: str | None = None


UNCACHED = edited(tasks(wide(1, "NV-1", pct=50)), "xl/worksheets/sheet1.xml", r'<c r="I4"[^>]*>.*?</c>', '<c r="I4"><f>A1*2</f></c>')
BROKEN = edited(tasks(wide(1, "NV-1", pct=50)), "xl/worksheets/sheet1.xml", r'<c r="I4"[^>]*>.*?</c>', '<c r="I4" t="e"><v>#REF!</v></c>')

DRAWN = drawn_table([list(TASK_HEAD), ["1", "NV-1", "Xây dựng nền tảng", "30/12/2025", "Đang thực hiện", ""]], 50, 80, [40, 80, 200, 120, 120, 120])
DRAWN.texts += [(50, 40, "BỘ TƯ PHÁP"), (50, 60, "Tính đến ngày 28/10/2025")]

CASES = (
    Case("AGENCY_UNKNOWN", tasks(wide(1, "NV-1"), top=[]), path="a.xlsx"),
    Case("AGENCY_CONFLICT", tasks(wide(1, "NV-1")), path="BCA/a.xlsx", value="BCA, BTP"),
    Case(
        "ROW_AGENCY_UNKNOWN",
        agencies([1, None, "Bộ Công an", 9, 9, 9, 9], [2, None, "Sở Nào đó", 9, 9, 9, 9]),
        cell="C6",
        path="VPCP/a.xlsx",
        value="Sở Nào đó",
    ),
    Case(
        "AGENCY_FROM_ABOVE",
        agencies([1, None, "Bộ Công an", 9, 9, 9, 9], [2, None, None, 8, 8, 8, 8]),
        cell="C6",
        path="VPCP/a.xlsx",
        value="Bộ Công an",
    ),
    Case("CODE_NAME_MISMATCH", agencies([1, "H05", "Bộ Công an", 9, 9, 9, 9]), cell="C5", path="VPCP/a.xlsx"),
    Case("LEGACY_AGENCY", agencies([1, None, "Bộ Giao thông vận tải", 9, 9, 9, 9]), cell="C5", path="VPCP/a.xlsx", value="Bộ Giao thông vận tải"),
    Case("DATE_FROM_FILE_NAME", tasks(wide(1, "NV-1"), top=[]), path="BTP/20251027.xlsx", value="2025-10-27"),
    Case("DATE_FROM_DELIVERY", tasks(wide(1, "NV-1"), top=[]), value="2025-10-28"),
    Case("DATE_OUT_OF_RANGE", tasks(wide(1, "NV-1"), top=[["Tính đến ngày 28/10/2026"]]), value="2026-10-28"),
    Case("REPORTING_DATE_INVALID", tasks(wide(1, "NV-1"), top=[["Tính đến ngày 31/02/2025"]]), value="31/02/2025"),
    Case("PERIOD_MISSING", counts(count_row(1, "Hộ tịch"), top=TOP)),
    Case("CELL_ERROR", BROKEN, cell="I4", value="#REF!"),
    Case("FORMULA_UNCACHED", UNCACHED, cell="I4"),
    Case("BAD_NUMBER", counts(changed(3, "mười")), cell="D6", value="mười"),
    Case("NUMBER_AMBIGUOUS", indicators([1, "I01", "Toàn trình", "tỷ đồng", 80, "98.000 tỷ đồng"]), cell="F4", value="98.000 tỷ đồng"),
    Case("PERCENT_FRACTION", tasks(wide(1, "NV-1", pct=0.5), wide(2, "NV-2", pct=0.25)), cell="I4"),
    Case("PCT_OUT_OF_RANGE", tasks(wide(1, "NV-1", pct=150)), cell="I4"),
    Case("NEGATIVE", counts(changed(3, -4)), cell="D6", value="-4"),
    Case("BAD_DATE", tasks(wide(1, "NV-1", done="31/02/2025")), cell="H4", value="31/02/2025"),
    Case("DATE_AMBIGUOUS", tasks(wide(1, "NV-1", given="04/05/2025"), wide(2, "NV-2", given="04/25/2025")), cell="E4", value="04/05/2025"),
    Case("DEADLINE_UNRESOLVED", tasks(wide(1, "NV-1", due="Rất gấp")), cell="F4"),
    Case("STATUS_UNKNOWN", tasks(wide(1, "NV-1", state="Rất tốt đẹp")), cell="G4", value="Rất tốt đẹp"),
    Case("VALUE_UNKNOWN", dossiers(dossier(1, channel="Bồ câu")), cell="H4", path="H05/a.xlsx", value="•••"),
    Case("CORRUPT_FILE", b"\xd0\xcf\x11\xe0" + b"x" * 600, sheet=None),
    Case("TRUNCATED_FILE", tasks(wide(1, "NV-1"))[:900], sheet=None),
    Case("EMPTY_FILE", b"", sheet=None),
    Case("ENCRYPTED", compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), sheet=None),
    Case("UNSUPPORTED_FORMAT", b"{\\rtf1\\ansi x}", sheet=None),
    Case("ARCHIVE_UNSUPPORTED", b"Rar!\x1a\x07\x01\x00", sheet=None),
    Case("IMAGE_FILE", b"\x89PNG\r\n\x1a\n\0\0", sheet=None),
    Case("SCANNED_PDF", pdf(PdfPage(scan=True)), sheet=None),
    Case("PDF_PAGES_SCANNED", pdf(PdfPage(scan=True), DRAWN), sheet=None, value="1"),
    Case("XML_DOCTYPE", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', sheet=None),
    Case(
        "ARCHIVE_MEMBER_UNREADABLE",
        zipped({"nv.xlsx": tasks(wide(1, "NV-1")), "kèm/bản ký.pdf": pdf(PdfPage(scan=True))}),
        sheet=None,
        value="«kèm/bản ký.pdf» – Tệp PDF là ảnh chụp",
    ),
    Case("UNSUPPORTED_ENCODING", "Mã nhiệm vụ;Nội dung".encode("cp1258", "replace") + b"\xd0\xe2\xfd;\xf2\xec\r\n", sheet=None, path="BTP/a.csv"),
    Case("NO_TABLE", xlsx([["Kính gửi quý cơ quan"], ["Xin gửi báo cáo sau"]]), sheet=None),
    Case("MISSING_KEY", tasks(wide(1, "NV-1"), wide(2, None, None)), cell="B5"),
    Case("DUP_KEY", tasks(wide(1, "NV-1"), wide(2, "NV-1", "Việc khác hẳn")), cell="B5", value="NV-1"),
    Case("DUP_ROW", tasks(wide(1, "NV-1"), wide(2, "NV-1")), cell="B5", value="NV-1"),
    Case("DUP_FIELD", counts(count_row(1, "Hộ tịch"), count_row(2, "Hộ tịch", online=30)), cell="B7", value="Hộ tịch"),
    Case("IDENTITY_A1", counts(changed(3, 11)), cell="C6"),
    Case("IDENTITY_A2", counts(changed(7, 3)), cell="G6"),
    Case("IDENTITY_A3", counts(changed(11, 4)), cell="K6"),
    Case("IDENTITY_A4", counts(changed(2, 17)), cell="C6"),
    Case("ONLINE_EXCEEDS_DONE", counts(changed(13, 13)), cell="N6"),
    Case("MEASURE_CELL_BLANK", counts(changed(13, None), count_row(2, "Quốc tịch")), cell="N6"),
    Case("MEASURE_CELL_BLANK_DONE", counts(changed(6, None), count_row(2, "Quốc tịch")), cell="G6"),
    Case("FUTURE_COMPLETION", tasks(wide(1, "NV-1", state="Hoàn thành", done="29/10/2025")), cell="H4", value="2025-10-29"),
    Case("COMPLETED_BEFORE_ASSIGNED", tasks(wide(1, "NV-1", state="Hoàn thành", done="31/01/2025")), cell="H4"),
    Case("STATUS_DATE_CONFLICT", tasks(wide(1, "NV-1", state="Hoàn thành đúng hạn", due="01/10/2025", done="20/10/2025")), cell="G4"),
    Case("COMPLETED_WITHOUT_EVIDENCE", tasks(wide(1, "NV-1", state="Hoàn thành", done="20/10/2025")), cell="J4"),
    Case("COMPLETION_DATE_MISSING", tasks(wide(1, "NV-1", state="Hoàn thành", proof="12/QĐ-BTP")), cell="H4"),
    Case("OUT_WITHOUT_EVIDENCE", tasks(wide(1, "NV-1", state="Tạm dừng")), cell="J4"),
    Case("TASK_WITHOUT_PERSON", tasks(wide(1, "NV-1"))),
    Case("TASK_WITHOUT_PRODUCT", tasks(wide(1, "NV-1"))),
    Case("TASK_WITHOUT_TITLE", tasks(wide(1, "NV-1", None)), cell="C4"),
    Case("TASK_CODE_DERIVED", tasks(wide(1, None, "Việc không có trong danh mục nào")), cell="B4"),
    Case("SCOPE_MISMATCH", tasks(wide(1, "NV-1", lead="Bộ Công an")), cell="D4", value="Bộ Công an"),
    Case("DOSSIER_CODE_FORMAT", dossiers(dossier(1, "HS-15")), cell="B4", path="H05/a.xlsx", value="HS-15"),
    Case("RECEIVED_AFTER_DUE", dossiers(dossier(1, due="30/09/2025")), cell="E4", path="H05/a.xlsx"),
    Case("FINISHED_BEFORE_RECEIVED", dossiers(dossier(1, finished="30/09/2025")), cell="F4", path="H05/a.xlsx"),
    Case("RECEIVED_IN_FUTURE", dossiers(dossier(1, received="29/10/2025", due="30/11/2025", finished=None)), cell="D4", path="H05/a.xlsx"),
    Case("SERVICE_LEVEL_MISSING", dossiers(dossier(1, level=None)), cell="G4", path="H05/a.xlsx"),
    Case("INDICATOR_UNKNOWN", indicators([1, "ZZ9", "Chỉ tiêu riêng của ngành", "%", 80, 50]), cell="B4", value="ZZ9"),
    Case("INDICATOR_WITHOUT_VALUE", indicators([1, "I01", "Toàn trình", "%", 80, None], [2, "I28", "Trạm", "trạm", 8, 5]), cell="F4"),
    Case("SHEET_WITHOUT_TABLE", xlsx(Page([["Hướng dẫn"]], name="HD"), [*TOP, TASK_HEAD, task_row(1, "NV-1")]), sheet="HD"),
    Case(
        "HEADER_AMBIGUOUS",
        tasks(
            [1, "NV-1", "Việc", "Đang thực hiện", "20/12/2025", "30/12/2025"],
            head=("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Trạng thái", "Thời hạn hoàn thành", "Hạn hoàn thành"),
        ),
        value="«Thời hạn (nguyên văn)»",
    ),
    Case(
        "REQUIRED_COLUMN_MISSING",
        xlsx(
            [
                *TOP,
                ["STT", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành", "Cơ quan chủ trì", "Sản phẩm"],
                [1, "30/12/2025", "Đang thực hiện", None, "Bộ Tư pháp", "Nghị định"],
            ]
        ),
    ),
    Case("COLUMN_UNMAPPED", xlsx([*TOP, [*TASK_HEAD, "Màu ưa thích"], [*task_row(1, "NV-1"), "xanh"]])),
    Case(
        "MEASURE_COLUMN_ABSENT",
        xlsx(
            [
                *COUNT_TOP,
                ["STT", "Lĩnh vực", "Tiếp nhận trực tuyến", "Đã giải quyết", "Giải quyết đúng hạn", "Giải quyết quá hạn"],
                [1, "Hộ tịch", 9, 9, 8, 1],
            ]
        ),
    ),
    Case(
        "HIDDEN_SHEET",
        xlsx(Page([*TOP, TASK_HEAD, task_row(1, "NV-1")], name="A"), Page([TASK_HEAD, task_row(1, "NV-2")], name="B", hidden=True)),
        sheet="B",
    ),
    Case(
        "TEXT_REPAIRED",
        xlsx([["Bé t­ ph¸p"], ["TÝnh ®Õn ngµy 28/10/2025"], OLD_TASK_HEAD, task_row(1, "NV-1", "X©y dùng c¬ së d÷ liÖu", state="§ang thùc hiÖn")]),
        value="TCVN3 (ABC), 9 ô",
    ),
    Case("TEXT_DOUBTFUL", tasks(wide(1, "NV-1", proof="C«ng an")), cell="J4"),
    Case("HIDDEN_ROW", xlsx(Page([*TOP, TASK_HEAD, task_row(1, "NV-1")], hidden_rows=[4]))),
    Case("HIDDEN_COLUMN", xlsx(Page([*TOP, TASK_HEAD, task_row(1, "NV-1")], hidden_columns=["D"]))),
    Case("TOTAL_MISMATCH", counts(count_row(1, "Hộ tịch"), ["", "Tổng cộng", 99]), cell="C7", value="99"),
    Case(
        "PARTS_MISMATCH",
        xlsx([*TOP, ["Tên cơ quan", "CKMB", "TDGQ", "TONG_SCORE"], ["Bộ Tư pháp", 15.5, 19, 35]]),
        cell="D4",
        value="35",
    ),
    Case("SUBTOTAL_DOUBTFUL", counts(["I", "Cấp bộ", 99], count_row(1, "Hộ tịch"), count_row(2, "Quốc tịch"))),
)


def whole(text):
    return (
        "{" not in text
        and "}" not in text
        and "«»" not in text
        and "''" not in text
        and "  " not in text
        and not re.search(r" (?:cho|Ô|ở ô|Dòng)\s*[.:;]", text)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_code_is_told_at_its_cell_in_whole_words(case):
    told = send(case.content, case.path)
    found = issue_rows(told, case.code)
    assert found, sorted(set(told.issues["code"]))
    first = found[0]
    assert first["sheet"] == case.sheet
    if case.cell is not None:
        assert first["cell"] == case.cell
    if case.value is not None:
        assert case.value in first["value"]
    issue = issues.CATALOGUE[case.code]
    assert (first["severity"], first["action"]) == (issue.severity.value, issue.action.value)
    for row in found:
        assert whole(row["message_vi"]) and whole(row["message_en"]) and whole(row["expected"]), row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_action_is_what_is_done(case):
    told = send(case.content, case.path)
    action = issues.CATALOGUE[case.code].action.value
    first = issue_rows(told, case.code)[0]
    if action == "reject":
        assert (told.status, told.submissions) == ("rejected", ())
        assert told.reason
        assert whole(told.reason)
    elif action == "hold":
        assert any(one.hold_code == case.code and one.records is None for one in told.submissions)
    elif action == "quarantine":
        assert case.code in told.quarantine.filter(told.quarantine["row_number"] == first["row_number"])["codes"][0].split(",")
    else:
        assert told.status in ("accepted", "accepted_with_issues")
        assert sum(one.row_count for one in told.submissions) == sum(table.rows_read - table.rows_skipped for table in told.tables)


@pytest.mark.parametrize("case", [case for case in CASES if issues.CATALOGUE[case.code].action.value == "blank"], ids=lambda case: case.code)
def test_a_blanked_cell_is_null_and_its_row_loads(case):
    told = send(case.content, case.path)
    first = issue_rows(told, case.code)[0]
    (rows,) = [one.records for one in told.submissions]
    assert rows.filter(rows["row_number"] == first["row_number"])[first["field"]].to_list() == [None]


def test_too_large_is_told():
    terms = Terms(latest_on=dt.date(2025, 10, 29), limits=Limits(max_bytes=100))
    told = digest(tasks(wide(1, "NV-1")), Sent("00000001-abc", "BTP/a.xlsx", "a.xlsx", AFTERNOON), reader(), vocabulary(), terms)
    (row,) = issue_rows(told, "TOO_LARGE")
    assert row["value"]
    assert whole(row["message_vi"])


def test_a_fault_of_ours_names_the_place_and_quotes_no_cell(monkeypatch):
    def breaks(*_args, **_more):
        raise ValueError("could not convert 'Nguyễn Văn Kín 001099012345'")

    monkeypatch.setattr("pipelines.digest.delivery.parse_table", breaks)
    sent = Sent("00000001-abc", "BTP/a.xlsx", "a.xlsx", AFTERNOON)
    told = digest(tasks(wide(1, "NV-1")), sent, reader(), vocabulary(), Terms(latest_on=dt.date(2025, 10, 29)))
    (row,) = issue_rows(told, "INTERNAL_FAULT")
    assert told.status == "rejected"
    assert row["value"].startswith("ValueError at test_catalogue.py")
    assert "Kín" not in str(row)


def test_a_title_near_several_registered_tasks_is_told(monkeypatch):
    from pipelines.parse.task_index import TaskIndex

    monkeypatch.setattr(TaskIndex, "_like", lambda self, document, number, title: ("NQ71-1", "NQ71-2"))
    reader.cache_clear()
    try:
        told = send(tasks(wide(1, None, "Xây dựng nền tảng số quốc gia")))
    finally:
        reader.cache_clear()
    (row,) = issue_rows(told, "TASK_MATCH_AMBIGUOUS")
    assert row["cell"] == "C4"
    assert whole(row["message_vi"])
    assert told.submissions[0].records["task_code_kind"].to_list() == ["derived"]


BETWEEN = (
    "DUPLICATE_DELIVERY",
    "DELIVERY_TIE",
    "PARTIAL_RESUBMISSION",
    "DECLARED_DIFFERS_FROM_COUNTED",
    "DOSSIERS_DIFFER_FROM_COUNTS",
    "SOURCES_DISAGREE",
    "MIXED_PERIOD_STARTS",
    "TASK_CARRIED",
)


@pytest.fixture(scope="module")
def told_by_a_refresh(tmp_path_factory):
    """The issues of a home to which several deliveries came."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(_env_file=None, home=home)

    def put(path, content, minute, day=28):
        target = home / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        moment = dt.datetime(2025, 10, day, 14, minute, tzinfo=dt.timezone(dt.timedelta(hours=7))).timestamp()
        os.utime(target, (moment, moment))

    top = lambda day: (["BÁO CÁO"], [f"Tính đến ngày {day}/10/2025"])  # noqa: E731
    many = [wide(i, f"NV-{i}", lead=None) for i in range(1, 11)]
    put("BTP/27.xlsx", tasks(*many[:4], top=top(27)), 0, 27)
    put("BTP/28.xlsx", tasks(*many[:3], top=top(28)), 1)  # NV-4 is open and missing: carried
    put("BCA/a.xlsx", tasks(*many, top=top(28)), 2)
    put("BCA/b.xlsx", tasks(many[0], top=top(28)), 3)  # a tenth of it, overlapping: partial
    again = tasks(*many[:2], top=top(28))  # made once: a workbook carries the second it was saved in
    put("BNV/a.xlsx", again, 4)
    put("BNV/a lai.xlsx", again, 5)
    put("BTC/a.xlsx", tasks(many[5], top=top(28)), 6)
    put("BYT/a.xlsx", tasks(many[6], top=top(28)), 6)  # the same moment
    period = lambda first: [["Tính đến ngày 28/10/2025"], [f"(Từ ngày {first}/2025 đến ngày 28/10/2025)"]]  # noqa: E731
    for minute, code in enumerate(("BCT", "BXD", "H05", "H01"), start=10):
        put(f"{code}/so.xlsx", counts(count_row(1, "Hộ tịch"), top=period("01/01" if code != "BXD" else "15/09")), minute)
    put("H05/ho so.xlsx", dossiers(dossier(1), dossier(2, "H05.1-251001-0584")), 20)
    put(
        "VPCP/tong hop.xlsx",
        xlsx(
            [
                ["VĂN PHÒNG CHÍNH PHỦ"],
                *period("01/01"),
                AGENCY,
                [1, "H01", "Tỉnh An Giang", 9, 99, 98, 50],
                [2, "BCT", "Bộ Công Thương", 9, 12, 11, 6],
            ]
        ),
        21,
    )
    put("BNNMT/a.xlsx", tasks(*many[:2], top=top(28)), 22)
    given = [1, "I08a", "Số nhiệm vụ được giao của Bộ Nông nghiệp và Môi trường", "nhiệm vụ", None, 99]
    put("BNNMT/chi tieu.xlsx", xlsx([*top(28), INDICATOR, given]), 23)  # two are counted
    result = refresh(settings, dt.date(2025, 10, 28))
    assert result.is_good, result
    columns = "code, delivery_id, message_vi, message_en, expected, severity, action"
    with connect(home / "warehouse" / "current.duckdb") as connection:
        return rows_of(connection, f"SELECT {columns} FROM audit.issue")


@pytest.mark.parametrize("code", BETWEEN)
def test_codes_between_deliveries_are_told_by_a_refresh(told_by_a_refresh, code):
    found = [row for row in told_by_a_refresh if row[0] == code]
    assert found, sorted({row[0] for row in told_by_a_refresh})
    issue = issues.CATALOGUE[code]
    for _, delivery_id, message_vi, message_en, expected, severity, action in found:
        assert delivery_id
        assert whole(message_vi) and whole(message_en) and whole(expected), (message_vi, message_en, expected)
        assert (severity, action) == (issue.severity.value, issue.action.value)


def test_every_code_of_the_catalogue_is_tested_here():
    units = {"UNIT_DIFFERS", "UNIT_CONVERTED", "UNIT_SCALE_DOUBTFUL"}  # in tests/pipelines/parse/test_units.py
    tested = {case.code for case in CASES} | set(BETWEEN) | {"TOO_LARGE", "INTERNAL_FAULT", "TASK_MATCH_AMBIGUOUS"} | units
    assert tested == set(issues.CATALOGUE)
