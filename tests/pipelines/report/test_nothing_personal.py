"""Secrets in cells where nobody looks for them: no finding, quarantined row, reason or receipt quotes them. And feedback of what is not settled."""

from __future__ import annotations

import datetime as dt
import json
import shutil

import openpyxl
import polars as pl
import pytest

from pipelines.build.truth import truth_of
from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.registers import default_config_dir, load
from pipelines.report.feedback_files import NOBODY
from pipelines.report.feedback_index import INDEX
from pipelines.report.issue_examples import held_because
from pipelines.steward.assign import assign
from pipelines.store import HASHES
from tests.pipelines.report import posted

REFUSED = f"""\
Danh sách hồ sơ từ ngày 01/01/2025 đến ngày 28/10/2025
Mã hồ sơ,Thủ tục,Chủ hồ sơ,Số CCCD,Số điện thoại,Ngày tiếp nhận,Hạn trả,Mức độ
,Cấp giấy phép xây dựng,{posted.NAME},{posted.NUMBER},{posted.PHONE},01/10/2025,{posted.NAME},{posted.NAME} {posted.NUMBER}
,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,{posted.PHONE},{posted.MAIL},Toàn trình
hồ sơ của {posted.NAME},Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,{posted.NAME},16/10/2025,Một phần
000.00.01.H01-251001-0009,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,01/10/2025,16/10/2025,Một phần
000.00.01.H01-251001-0009,Cấp giấy phép xây dựng,Trần Văn Hùng,079185005678,0912345679,02/10/2025,16/10/2025,Một phần
"""
DISPUTED = posted.DOSSIERS.replace("Danh sách", "Đơn vị báo cáo: UBND tỉnh An Giang\nDanh sách", 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("personal") / "home").create()
    for name, text in {"H01/ho so.csv": posted.DOSSIERS, "H01/thieu ma.csv": REFUSED, "H26/cua ai.csv": DISPUTED}.items():
        (home.inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (home.inbox / name).write_text(text, encoding="utf-8")
    status = f"hỏi {posted.NAME}, {posted.MAIL}"
    posted.tasks(home.inbox / "H26" / "hoi.xlsx", posted.task(1, "NV.1", state=status), posted.task(2, "NV.2", due=f"gọi {posted.PHONE}"))
    posted.take(home.root)
    whole = [posted.task(number, f"NV.{number}", lead=None) for number in range(10)]
    posted.tasks(home.inbox / "BTC" / "du.xlsx", *whole)
    posted.take(home.root)
    posted.tasks(home.inbox / "BTC" / "thieu.xlsx", *whole[:3])
    posted.take(home.root)
    assert not posted.feed(home).failed
    return home


@pytest.fixture
def other(home, tmp_path):
    shutil.copytree(home.root, tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


def delivery(home: Home, name: str) -> dict:
    with Ledger.open(home.ledger) as ledger:
        return ledger.deliveries_frame().filter(pl.col("file_name") == name).row(0, named=True)


def files_of(home: Home, name: str) -> dict[str, str]:
    """What a delivery's sender gets: the file's ending to its folder."""
    one = delivery(home, name)["delivery_id"]
    return {path.name.rsplit("-", 1)[-1]: path.parent.name for path in home.reports.rglob(f"{one}-*")}


def receipt_of(home: Home, name: str) -> dict:
    (path,) = home.reports.rglob(f"{delivery(home, name)['delivery_id']}-bien-nhan.json")
    return json.loads(path.read_text(encoding="utf-8"))


def stored(home: Home, name: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in home.outcomes.rglob(f"{name}.parquet")])


def test_no_finding_and_no_quarantined_row_quotes_somebody(home):
    found, refused = stored(home, "issue"), stored(home, "quarantine")
    with Ledger.open(home.ledger) as ledger:
        deliveries = ledger.deliveries_frame()
    checks = json.dumps(list(held_because(home, deliveries).values()), ensure_ascii=False)
    texts = {
        "issue": found.write_json(),
        "quarantine": refused.write_json(),
        "reason": json.dumps(deliveries["reason"].to_list(), ensure_ascii=False),
        "check": checks,
        "receipts": "".join(path.read_text(encoding="utf-8") for path in home.reports.rglob("*.json")),
    }
    assert {(kind, one) for kind, text in texts.items() for one in posted.SECRETS if one in text} == set()
    # The secrets stood where findings are made, and these are told.
    assert {"BAD_DATE", "VALUE_UNKNOWN", "STATUS_UNKNOWN", "MISSING_KEY"} <= set(found.filter(pl.col("action") != "hold")["code"])
    assert found.filter((pl.col("code") == "BAD_DATE") & (pl.col("value") == "•••"))["message_vi"].str.contains("«•••»").all()
    assert refused.height >= 2


def test_what_tells_of_nobody_stays_as_written(home):
    found = stored(home, "issue")
    assert "41/10/2025" in found.filter(pl.col("code") == "BAD_DATE")["value"].to_list()
    assert "000.00.01.H01-251001-0009" in found.filter(pl.col("code") == "DUP_KEY")["value"].to_list()
    assert "Cấp giấy phép xây dựng" in stored(home, "quarantine")["raw"][0]


def test_a_held_resubmission_is_counted_as_the_warehouse_counts_it(home):
    (table,) = [one for one in receipt_of(home, "thieu.xlsx")["tables"] if one["dataset"]]
    with Ledger.open(home.ledger) as ledger:
        shown = truth_of(ledger).tables.filter(pl.col("delivery_id") == delivery(home, "thieu.xlsx")["delivery_id"])
    assert (table["rows"]["loaded"], table["rows"]["held"], table["status"]["code"]) == (0, 3, "held")
    assert shown.select("rows_loaded", "rows_held", "status").row(0) == (0, 3, "held")


def test_a_disputed_file_is_nobodys_until_somebody_decides(other):
    assert files_of(other, "cua ai.csv") == {"nhan.json": NOBODY, "loi.xlsx": NOBODY}
    assert posted.feed(other, agency="H26").receipts == posted.feed(other, agency="H26").workbooks == 0
    with Ledger.open(other.ledger) as ledger:
        one = delivery(other, "cua ai.csv")["delivery_id"]
        assign(ledger, load(default_config_dir()), one, agency="H01", why="theo công văn", earliest_on=dt.date(2024, 12, 22))
    posted.take(other.root)
    posted.feed(other)
    assert set(files_of(other, "cua ai.csv").values()) == {"H01"}


def test_of_a_disputed_workbook_no_copy_is_made(other):
    path = other.inbox / "H26" / "cua ai.xlsx"
    posted.tasks(
        path, posted.task(1, "NV.77", due="chưa rõ", lead=None), title="Đơn vị báo cáo: UBND tỉnh An Giang, số liệu tính đến ngày 28/10/2025"
    )
    posted.take(other.root)
    posted.feed(other)
    one = delivery(other, "cua ai.xlsx")
    (copy,) = other.reports.rglob(f"{one['delivery_id']}-*-loi.xlsx")
    assert (one["status"], one["sender_code"], copy.parent.name) == ("held", "H26", NOBODY)
    assert openpyxl.load_workbook(copy).sheetnames == ["Lỗi"]


def test_a_lost_index_leaves_nothing_in_the_folder_of_another_agency(other):
    assert set(files_of(other, "hoi.xlsx").values()) == {"H26"}
    (other.reports / INDEX).write_text("{}")
    with Ledger.open(other.ledger) as ledger:
        one = delivery(other, "hoi.xlsx")["delivery_id"]
        assign(ledger, load(default_config_dir()), one, agency="BCT", why="nhầm thư mục", earliest_on=dt.date(2024, 12, 22))
    posted.take(other.root)
    posted.feed(other)
    assert set(files_of(other, "hoi.xlsx").values()) == {"BCT"}
    assert len(list(other.reports.rglob(f"{one}-*"))) == 2


def test_another_content_under_the_same_reading_writes_feedback_anew(other):
    row = delivery(other, "hoi.xlsx")
    folder = other.outcome_dir(row["delivery_id"], row["current_reading"])
    found = pl.read_parquet(folder / "issue.parquet")
    found.head(1).write_parquet(folder / "issue.parquet")
    (folder / HASHES).write_text('{"issue.parquet": "another"}')
    assert posted.feed(other).receipts == 0
    with Ledger.open(other.ledger) as ledger:
        # As a run leaves it that was cut off between the files and the ledger.
        ledger.set_contents({(row["delivery_id"], row["current_reading"]): None})
    done = posted.feed(other)
    assert (done.receipts, done.workbooks) == (1, 1)
    assert sum(issue["count"] for issue in receipt_of(other, "hoi.xlsx")["issues"]) == 1 < found.height
