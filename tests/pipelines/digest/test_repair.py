"""Files in old encodings come through as if they had been written in Unicode, the words as written are kept, and the sender is told."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from pipelines.digest.repair import mended
from pipelines.grid import Document, Grid
from pipelines.read import Limits, read
from pipelines.read.cells import text_frames
from tests.pipelines.sent_files import TASK_HEAD, Page, csv_bytes, issue_rows, json_bytes, send, task_row, xlsx
from tests.pipelines.vietnamese.old_encodings import ENCODERS, shown, tcvn3, vni

DAMAGE = {"TCVN3 (ABC)": tcvn3, "VNI": vni, "UTF-8": str.encode}
ROWS = [
    ["BỘ TƯ PHÁP"],
    ["Tính đến ngày 28/10/2025"],
    list(TASK_HEAD),
    task_row(1, "NV-1", "Xây dựng cơ sở dữ liệu dùng chung của ngành", state="Đang thực hiện"),
    task_row(2, "NV-2", "Ban hành nghị định về dữ liệu", due="hạn lạ lùng"),
    task_row(3, None, None, state="Trạng thái lạ kỳ"),
    [4, "NV-4", "Rà soát quy định, thông báo về số 0912345678", "30/12/2025", "Đang thực hiện", None],
]


def in_old_letters(rows, encode):
    return [[shown(encode(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows]


def grid_of(*rows) -> Grid:
    columns = [[row[at] if at < len(row) else None for row in rows] for at in range(max(map(len, rows)))]
    return Grid("Sheet1", 0, *text_frames(columns))


@pytest.fixture(scope="module")
def plain():
    return send(xlsx(ROWS))


@pytest.fixture(scope="module", params=DAMAGE)
def damaged(request):
    encode = DAMAGE[request.param]
    return request.param, encode, send(xlsx(in_old_letters(ROWS, encode)))


def test_the_records_are_those_of_a_file_in_unicode(damaged, plain):
    _, _, told = damaged
    assert told.status == plain.status
    (records,), (wanted,) = ([one.records for one in digest.submissions] for digest in (told, plain))
    assert records.drop("extra").equals(wanted.drop("extra"))
    assert [one.agency_code for one in told.submissions] == ["BTP"]


def test_it_is_told_with_encoding_and_count(damaged):
    name, _, told = damaged
    (row,) = issue_rows(told, "TEXT_REPAIRED")
    assert row["value"] == f"{name}, 15 ô"
    assert "Sheet1" in row["message_vi"]
    assert issue_rows(told, "TEXT_DOUBTFUL") == []


def test_findings_and_refused_rows_show_what_was_written(damaged):
    _, encode, told = damaged
    (due,) = issue_rows(told, "DEADLINE_UNRESOLVED")
    assert due["value"] == shown(encode("hạn lạ lùng"))
    (status,) = [row for row in issue_rows(told, "STATUS_UNKNOWN") if row["cell"] == "E6"]
    assert status["value"] == shown(encode("Trạng thái lạ kỳ"))
    (raw,) = told.quarantine["raw"]
    assert json.loads(raw)["Trạng thái"] == shown(encode("Trạng thái lạ kỳ"))
    assert json.loads(raw)["STT"] == "3"


def test_what_is_masked_stays_masked():
    rows = [
        *ROWS[:3],
        [1, None, None, "30/12/2025", "Đang thực hiện", None],
        [2, None, "Rà soát, báo số 0912345678", None, "gọi số 0987654321", None],
    ]
    plain, told = send(xlsx(rows)), send(xlsx(in_old_letters(rows, vni)))
    for digest in (plain, told):
        assert "0912345678" not in str(digest.quarantine.to_dicts()) + str(digest.issues.to_dicts())
        assert "0987654321" not in str(digest.quarantine.to_dicts()) + str(digest.issues.to_dicts())
    assert told.quarantine.height == plain.quarantine.height > 0


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_text_file_in_an_old_encoding(encoding, plain):
    rows = [[str(cell) if cell is not None else None for cell in row] for row in ROWS]
    told = send(ENCODERS[encoding](csv_bytes(rows, ";").decode()), "BTP/nhiem vu.csv")
    (records,), (wanted,) = ([one.records for one in digest.submissions] for digest in (told, plain))
    assert records["title"].to_list() == wanted["title"].to_list()
    (row,) = issue_rows(told, "TEXT_REPAIRED")
    assert row["value"].endswith(", cả tệp")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_is_not_told_of(encoding):
    rows = [[str(cell) if cell is not None else None for cell in row] for row in ROWS]
    told = send(csv_bytes(rows, "\t").decode().encode(encoding), "BTP/nhiem vu.txt")
    assert [one.row_count for one in told.submissions] == [3]
    assert issue_rows(told, "TEXT_REPAIRED") == []


def test_json_keys_and_members_are_mended():
    items = [dict(zip(TASK_HEAD, task_row(number, f"NV-{number}"), strict=True)) for number in (1, 2)]
    plain = {"Đơn vị báo cáo": "Bộ Tư pháp", "Tính đến ngày": "28/10/2025", "Nhiệm vụ": items}

    def old(value):
        if isinstance(value, dict):
            return {old(key): old(member) for key, member in value.items()}
        return [old(item) for item in value] if isinstance(value, list) else shown(tcvn3(value)) if isinstance(value, str) else value

    told, wanted = send(json_bytes(old(plain)), "a.json"), send(json_bytes(plain), "a.json")
    assert [one.agency_code for one in told.submissions] == [one.agency_code for one in wanted.submissions] == ["BTP"]
    assert told.submissions[0].records["title"].to_list() == wanted.submissions[0].records["title"].to_list()


def test_names_of_folder_file_and_sheet_are_mended():
    rows = ROWS[1:5]
    sheet = xlsx(Page(rows, name=shown(tcvn3("Bộ Tư pháp"))))
    assert [one.agency_code for one in send(sheet, "a.xlsx").submissions] == ["BTP"]
    assert [one.agency_code for one in send(xlsx(rows), shown(vni("Bộ Tư pháp")) + "/a.xlsx").submissions] == ["BTP"]
    assert [one.agency_code for one in send(xlsx(rows), shown("Bộ Công an".encode()) + " 28.10.xlsx").submissions] == ["BCA"]


def test_a_doubtful_cell_stays_and_is_told_at_its_place():
    rows = [*ROWS[:3], task_row(1, "NV-1"), task_row(2, "NV-2", "Häp giao ban"), task_row(3, "NV-3", "Bộ C«ng an chñ tr×")]
    told = send(xlsx(rows))
    assert [row["cell"] for row in issue_rows(told, "TEXT_DOUBTFUL")] == ["C5", "C6"]
    assert told.submissions[0].records["title"].to_list()[1:] == ["Häp giao ban", "Bộ C«ng an chñ tr×"]
    assert issue_rows(told, "TEXT_REPAIRED") == []


def test_clean_grids_are_given_back_themselves():
    clean = grid_of(*[[str(cell) for cell in row if cell is not None] for row in ROWS], ["“Café” – 5 µm", "30 °C", "«An»", "so\u00adft"])
    empty = Grid("Sheet2", 1, pl.DataFrame(), pl.DataFrame())
    document = Document("xlsx", (clean, empty))
    assert [one is other for one, other in zip(mended(document), document.grids, strict=True)] == [True, True]


def test_the_document_itself_keeps_what_was_written():
    content = xlsx(in_old_letters(ROWS, tcvn3))
    document = read(content, "a.xlsx", Limits())
    (grid,) = mended(document)
    assert grid.text["c1"][0] == "BỘ TƯ PHÁP"
    assert grid.mended is not None
    assert grid.mended.raw["c1"][0] == document.grids[0].text["c1"][0] == "Bé T¦ PH¸P"


def test_fonts_decide_cell_by_cell():
    rows = [["Đơn vị"], ["Bộ Tư pháp"], ["Bé"], ["Bé"], ["bé t­ ph¸p"]]
    grid = grid_of(*rows)
    drawn = Grid("Sheet1", 0, grid.text, grid.kind, old_fonts={"tcvn3": {1: (3,)}, "tcvn3_capitals": {1: (5,)}})
    (found,) = mended(Document("xlsx", (drawn,)))
    assert found.text["c1"].to_list() == ["Đơn vị", "Bộ Tư pháp", "Bộ", "Bé", "BỘ TƯ PHÁP"]


def test_fonts_of_a_workbook_are_read():
    book = Workbook()
    sheet = book.active
    for row in [*ROWS[:3], task_row(1, "Sè 1", "Häp giao ban"), task_row(2, "NV-2", "Häp giao ban"), task_row(3, "NV-3", "bé t­ ph¸p")]:
        sheet.append(row)
    sheet["C4"].font, sheet["C6"].font, sheet["B4"].font = Font(name=".VnTime"), Font(name=".VnTimeH"), Font(name="VNI-Times")
    out = io.BytesIO()
    book.save(out)
    told = send(out.getvalue())
    assert told.submissions[0].records["title"].to_list() == ["Họp giao ban", "Häp giao ban", "BỘ TƯ PHÁP"]
    assert [row["cell"] for row in issue_rows(told, "TEXT_DOUBTFUL")] == ["B4", "C5"]
    assert [row["value"] for row in issue_rows(told, "TEXT_REPAIRED")] == ["TCVN3 (ABC), 2 ô"]
