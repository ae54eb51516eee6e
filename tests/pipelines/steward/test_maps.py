"""Column maps: what a held table proposes, what a steward confirms, that the same header is known next time and forgotten when asked."""

import polars as pl
import pytest

from pipelines.parse.people import MASK
from pipelines.refresh import fields_by_dataset
from pipelines.registers import load_last_good
from pipelines.steward.carry_out import carry_out
from pipelines.steward.column_maps import read_maps
from pipelines.steward.confirm import confirm, forget, proposal_of
from pipelines.steward.decisions import StewardRefused
from tests.pipelines.office import DAY, Office
from tests.pipelines.sent_files import xlsx

AS_OF = ["Số liệu tính đến ngày 28/10/2025"]
TWICE = ("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành", "Ngày hoàn thành")
UNNAMED = ("STT", "Việc phải làm", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành", "Sản phẩm", "Người phụ trách")


def twice(*codes: str, top=()) -> bytes:
    rows = [(n, code, f"Xây dựng kho {code}", "30/12/2025", "Đã hoàn thành", "20/10/2025", "21/10/2025") for n, code in enumerate(codes, 1)]
    return xlsx([*top, AS_OF, TWICE, *rows])


def proposal(office: Office, table: str):
    registers, _ = load_last_good(office.home.root / "config-good", office.settings.config_dir, office.home.config, fields_by_dataset())
    with office.ledger() as ledger:
        return proposal_of(office.home, ledger, registers, table)[1]


def do_confirm(office: Office, table: str, **columns: str):
    return carry_out(
        office.settings, lambda run: confirm(run.home, run.ledger, run.registers, table, columns, why="đã hỏi cán bộ báo cáo", who="lan")
    )


COMPLETED = "SELECT task_code, completed_on::VARCHAR FROM core.task_report ORDER BY ALL"


def test_two_columns_of_one_name_wait_are_told_apart_and_remembered(office):
    office.put("BTP/mot.xlsx", twice("NV1", "NV2"), hour=9)
    office.put("BTC/khac.xlsx", twice("NV7"), hour=9)
    office.refresh()
    told = proposal(office, "1/t1") if office.deliveries()["BTP/mot.xlsx"]["intake_no"] == 1 else proposal(office, "2/t1")
    assert [(one.letter, one.doubtful) for one in told.columns if one.header == "Ngày hoàn thành"] == [("F", False), ("G", True)]
    assert told.columns[1].samples == ("NV1", "NV2")

    done = do_confirm(office, told.table_id, G="completed_on", F="-")
    assert done.statuses == {office.id_of("BTP/mot.xlsx"): "accepted_with_issues"}
    assert office.said(COMPLETED) == [("NV1", "2025-10-21"), ("NV2", "2025-10-21")]
    assert office.said("SELECT \"column\", field, how, confidence FROM audit.column_map WHERE how = 'confirmed'") == [
        (7, "completed_on", "confirmed", 1.0)
    ]

    # The next file of that layout loads; another sender's still waits.
    office.put("BTP/hai.xlsx", twice("NV1", "NV2", "NV3"), hour=16)
    office.refresh()
    assert office.deliveries()["BTP/hai.xlsx"]["status"] == "accepted_with_issues"
    assert office.deliveries()["BTC/khac.xlsx"]["status"] == "held"
    assert office.said('SELECT DISTINCT how FROM audit.column_map WHERE "column" = 7 AND field IS NOT NULL ORDER BY how') == [
        ("confirmed",),
        ("remembered",),
    ]
    before = office.digest()
    office.rebuild()
    assert office.digest() == before

    # Forgotten: both are read again and wait again; another layout's map would have stayed.
    mark = read_maps(office.home.config)[0].fingerprint
    carry_out(office.settings, lambda run: forget(run.home, run.ledger, mark, why="nhầm cột"))
    assert read_maps(office.home.config) == []
    assert {row["status"] for row in office.deliveries().values()} == {"held"}
    assert office.said(COMPLETED) == []
    with pytest.raises(StewardRefused, match=r"no header .* was confirmed"):
        carry_out(office.settings, lambda run: forget(run.home, run.ledger, mark, why="lần nữa"))


def test_a_sender_named_by_its_title_only_is_remembered_too(office):
    top = [["Đơn vị báo cáo: Bộ Tư pháp"]]
    office.put("chung/mot.xlsx", twice("NV1", top=top), hour=9)
    office.put("chung/hai.xlsx", twice("NV2", top=top), hour=10)
    office.refresh()
    assert office.submissions()["hold_code"].to_list() == ["HEADER_AMBIGUOUS"] * 2
    done = do_confirm(office, "1", G="completed_on")
    assert set(done.statuses.values()) == {"accepted_with_issues"}
    assert len(done.statuses) == 2, "both wait for the same answer"
    assert office.said("SELECT DISTINCT reported_by FROM core.task_report") == [("BTP",)]


def test_a_missing_required_column_is_named_and_personal_looking_cells_show_only_their_shape(office):
    rows = [(n, f"Xây dựng kho {n}", "30/12/2025", "Đang thực hiện", None, "Kho dữ liệu", "Ng. V. A 0912345678") for n in range(1, 4)]
    office.put("BTP/mot.xlsx", xlsx([AS_OF, UNNAMED, *rows]))
    office.refresh()
    assert office.submissions()["hold_code"].to_list() == ["REQUIRED_COLUMN_MISSING"]
    told = proposal(office, "1")
    by_letter = {one.letter: one for one in told.columns}
    assert told.missing
    assert by_letter["B"].field is None
    assert by_letter["B"].samples[0] == "xxx xxxx xxx 9"
    assert "title" in told.free

    for columns, said in (
        ({"Z": "title"}, "no column"),
        ({"B": "tieu de la"}, "no field"),
        ({"B": "title", "F": "title"}, "two columns cannot both be title"),
        ({}, "name at least one column"),
    ):
        with pytest.raises(StewardRefused, match=said):
            do_confirm(office, "1", **columns)
    assert read_maps(office.home.config) == []

    done = do_confirm(office, "1", **{"việc phải làm": "title"})
    assert done.publication is not None
    assert office.said("SELECT title, reported_on FROM core.task_report ORDER BY ALL")[0] == ("Xây dựng kho 1", DAY)


def test_personal_columns_are_masked(office):
    head = ("STT", "Mã hồ sơ", "Tên thủ tục", "Họ và tên", "Số CCCD", "Ngày tiếp nhận", "Ngày tiếp nhận", "Ngày hẹn trả")
    rows = [(n, f"H26-{n}", "Cấp phép", "Nguyễn Văn An", "001099012345", "20/10/2025", "21/10/2025", "30/10/2025") for n in range(1, 5)]
    office.put("H26/ho so.xlsx", xlsx([AS_OF, head, *rows]))
    office.refresh()
    told = proposal(office, "1")
    shown = {one.header: set(one.samples) for one in told.columns}
    assert shown["Họ và tên"] == {MASK}
    assert shown["Số CCCD"] == {MASK}
    assert not any("An" in sample or "001099" in sample for one in told.columns for sample in one.samples)


def test_a_spoilt_map_file_stops_nothing_and_is_not_overwritten(office):
    office.put("BTP/mot.xlsx", twice("NV1"))
    office.refresh()
    do_confirm(office, "1", G="completed_on")
    path = office.home.config / "column_maps.csv"
    good = path.read_text()
    path.write_text(good.replace("completed_on", "no_such_field"))
    office.put("BTP/hai.xlsx", twice("NV1", "NV2"), hour=16)
    done = office.refresh()
    assert [fault.code for fault in done.config_faults] == ["field"]
    assert office.deliveries()["BTP/hai.xlsx"]["status"] == "accepted_with_issues"
    path.write_text("sender\n")
    with pytest.raises(StewardRefused, match="mend it first"):
        carry_out(office.settings, lambda run: forget(run.home, run.ledger, "x", why="thử"))
    assert path.read_text() == "sender\n"


def test_the_home_says_who_when_and_why(office):
    office.put("BTP/mot.xlsx", twice("NV1"))
    office.refresh()
    do_confirm(office, "1", G="completed_on")
    held = pl.read_csv(office.home.config / "column_maps.csv").row(0, named=True)
    assert (held["sender"], held["dataset"], held["header"], held["nth"], held["field"]) == ("BTP", "tasks", "Ngày hoàn thành", 2, "completed_on")
    assert (held["who"], held["why"]) == ("lan", "đã hỏi cán bộ báo cáo")
    with office.ledger() as ledger:
        [one] = ledger.decisions("map_confirm")
    assert one.payload["columns"] == {"Ngày hoàn thành": "completed_on"}
