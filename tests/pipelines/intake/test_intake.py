"""Intake: every delivery gets one status; duplicates, ties, faults of ours, what is stored and what the ledger says of it."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from pipelines import refresh
from pipelines.settings import Settings
from tests.pipelines.sent_files import PERIOD, TASK_HEAD, count_page, count_row, task_row, xlsx

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = dt.date(2025, 10, 28)


class Office:
    """A home into which files are laid and taken in, without a warehouse."""

    def __init__(self, root):
        self.root = root
        self.settings = Settings(_env_file=None, home=root)
        self.minute = 0

    def put(self, path, content, minute=None, day=DAY):
        self.minute += 1
        target = self.root / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        moment = dt.datetime.combine(day, dt.time(14, self.minute if minute is None else minute), ZONE).timestamp()
        os.utime(target, (moment, moment))

    def take_in(self):
        """The statuses of what was taken in, by path."""
        with refresh.open_run(self.settings) as run:
            received = refresh.receive(run)
            self.result = refresh.intake(run)
            self.changed = refresh.settle(run)
            self.submissions = run.ledger.submissions_frame()
            self.deliveries = run.ledger.deliveries_frame()
            self.tables = run.ledger.table_reads_frame()
        paths = {one.delivery_id: one.path for one in received.deliveries}
        return {paths.get(one, one): status for one, status in self.result.statuses.items()}


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def tasks(*codes, day="28/10/2025"):
    return xlsx([[f"Tính đến ngày {day}"], TASK_HEAD, *[task_row(at, code) for at, code in enumerate(codes, start=1)]])


UNDATED = xlsx([TASK_HEAD, task_row(1, "NV-1")])


def test_each_delivery_has_its_status(office):
    office.put("BTP/a.xlsx", tasks("NV-1"))
    office.put("BCA/b.xlsx", tasks("NV-1", None))  # one row's title alone: derived code, loaded
    office.put(
        "BNV/c.xlsx", xlsx([["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, "NV-1"), [2, None, None, "30/12/2025", "Đang thực hiện", None]])
    )
    office.put("moi/d.xlsx", tasks("NV-1"))
    office.put("BYT/e.xlsx", b"")
    assert office.take_in() == {
        "BTP/a.xlsx": "accepted_with_issues",
        "BCA/b.xlsx": "accepted_with_issues",
        "BNV/c.xlsx": "partially_accepted",
        "moi/d.xlsx": "held",
        "BYT/e.xlsx": "rejected",
    }
    reasons = dict(office.deliveries.select("path", "reason").iter_rows())
    assert reasons["BTP/a.xlsx"] is None
    assert "Mã nhiệm vụ" in reasons["BNV/c.xlsx"]
    assert reasons["moi/d.xlsx"] and reasons["BYT/e.xlsx"]
    held = office.submissions.filter(pl.col("standing") == "held")
    assert held.select("agency_code", "hold_code", "record_path").rows() == [(None, "AGENCY_UNKNOWN", None)]
    assert office.tables.select(
        (pl.col("rows_read") == pl.sum_horizontal("rows_loaded", "rows_quarantined", "rows_held", "rows_skipped")).all()
    ).item()


def test_the_same_bytes_are_a_duplicate_only_for_one_sender_and_day(office):
    content = tasks("NV-1")
    office.put("BTP/a.xlsx", content)
    office.put("BTP/a (1).xlsx", content)
    office.put("BCA/a.xlsx", content)
    assert office.take_in() == {"BTP/a.xlsx": "accepted_with_issues", "BTP/a (1).xlsx": "duplicate", "BCA/a.xlsx": "accepted_with_issues"}
    office.put("BTP/a (2).xlsx", content)
    assert office.take_in() == {"BTP/a (2).xlsx": "duplicate"}
    assert office.submissions.height == 2


def test_the_same_bytes_on_a_later_day_are_a_report(office):
    office.put("BTP/a.xlsx", UNDATED)
    office.put("BTP/b.xlsx", UNDATED, day=DAY + dt.timedelta(days=1))
    assert set(office.take_in().values()) == {"accepted_with_issues"}
    assert office.submissions["reported_on"].to_list() == [DAY, DAY + dt.timedelta(days=1)]


def test_a_touched_file_is_a_report_of_the_later_day(office):
    office.put("BTP/a.xlsx", UNDATED)
    office.take_in()
    office.put("BTP/a.xlsx", UNDATED, day=DAY + dt.timedelta(days=1))
    assert office.take_in() == {"BTP/a.xlsx": "accepted_with_issues"}
    assert office.submissions.height == 2


def test_counts_of_a_running_period_sent_again_unchanged_have_still_been_reported(office):
    page = xlsx(count_page([count_row(1, "Hộ tịch")], top=[["(Từ ngày 01/10/2025 đến ngày 31/12/2025)"]]))
    office.put("BTP/20251027.xlsx", page)
    office.put("BTP/20251028.xlsx", page)
    assert set(office.take_in().values()) == {"accepted"}
    assert office.submissions["series"].n_unique() == 1
    assert office.submissions["standing"].to_list() == ["superseded", "counts"]


def test_counts_of_one_period_stated_for_two_days_are_one_series(office):
    for day, online in ((27, 10), (28, 20)):
        office.put(f"BTP/{day}.xlsx", xlsx(count_page([count_row(1, "Hộ tịch", online=online)], top=[[f"Tính đến ngày {day}/10/2025"], [PERIOD]])))
    office.take_in()
    assert office.submissions["standing"].to_list() == ["superseded", "counts"]


def test_files_of_one_moment_are_told_so(office):
    office.put("BTP/a.xlsx", tasks("NV-1"), minute=5)
    office.put("BCA/a.xlsx", tasks("NV-1"), minute=5)
    office.take_in()
    for delivery_id, reading in office.deliveries.select("delivery_id", "current_reading").iter_rows():
        issue = pl.read_parquet(office.root / "outcomes" / f"{delivery_id}-{reading}" / "issue.parquet")
        assert "DELIVERY_TIE" in issue["code"].to_list()


def test_a_fault_of_ours_stays_with_its_delivery_and_the_run_goes_on(office, monkeypatch):
    from pipelines.digest import delivery

    whole = delivery.parse_table

    def breaks_for_one(table, *args):
        if "NV-66" in table.text[table.text.columns[1]].to_list():
            raise ZeroDivisionError("NV-66")
        return whole(table, *args)

    monkeypatch.setattr(delivery, "parse_table", breaks_for_one)
    office.put("BTP/a.xlsx", tasks("NV-1"))
    office.put("BCA/b.xlsx", tasks("NV-66"))
    office.put("BNV/c.xlsx", tasks("NV-2"))
    statuses = office.take_in()
    assert statuses == {"BTP/a.xlsx": "accepted_with_issues", "BCA/b.xlsx": "rejected", "BNV/c.xlsx": "accepted_with_issues"}
    assert len(office.result.faults) == 1


def test_a_frame_that_breaks_the_model_refuses_its_own_delivery_only(office, monkeypatch):
    """Tables are judged together; where that breaks, each is judged alone."""
    from pipelines import validate
    from pipelines.digest import delivery

    whole = validate.judge_all

    def breaks(items):
        if any("NV-66" in records.frame["task_code"].to_list() for records, _ in items):
            raise AssertionError("no shape")
        return whole(items)

    monkeypatch.setattr(delivery, "judge_all", breaks)
    office.put("BTP/a.xlsx", tasks("NV-1"))
    office.put("BCA/b.xlsx", tasks("NV-66"))
    assert office.take_in() == {"BTP/a.xlsx": "accepted_with_issues", "BCA/b.xlsx": "rejected"}


def test_rows_that_do_not_add_up_refuse_the_delivery(office, monkeypatch):
    from pipelines.digest import delivery

    monkeypatch.setattr(delivery, "submissions_of", lambda parts: [])
    office.put("BTP/a.xlsx", tasks("NV-1"))
    assert office.take_in() == {"BTP/a.xlsx": "rejected"}
    assert len(office.result.faults) == 1


def test_nothing_new_does_nothing(office):
    office.put("BTP/a.xlsx", tasks("NV-1"))
    office.take_in()
    assert office.take_in() == {}
    assert office.changed == 0


def test_many_agencies_in_a_column_are_as_many_submissions_with_their_own_issues(office):
    head = ["STT", "Đơn vị", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái"]
    names = ("Bộ Tư pháp", "Tỉnh Bắc Ninh", "H01", "Bộ Giao thông vận tải", "Sở Nào đó")
    rows = [[at, name, f"NV-{at}", "Việc", "không rõ khi nào nữa", "Đang thực hiện"] for at, name in enumerate(names, start=1)]
    office.put("VPCP/a.xlsx", xlsx([["Tính đến ngày 28/10/2025"], head, *rows]))
    assert office.take_in() == {"VPCP/a.xlsx": "partially_accepted"}
    assert sorted(office.submissions.select("agency_code", "reported_by", "row_count").rows()) == [
        ("BTP", "VPCP", 1),
        ("BXD", "VPCP", 1),
        ("H01", "VPCP", 1),
        ("H05", "VPCP", 1),
    ]
    ((delivery_id, reading),) = office.deliveries.select("delivery_id", "current_reading").rows()
    issue = pl.read_parquet(office.root / "outcomes" / f"{delivery_id}-{reading}" / "issue.parquet")
    owners = dict(office.submissions.select("submission_id", "agency_code").iter_rows())
    persons = issue.filter(pl.col("code") == "TASK_WITHOUT_PERSON").select("row_number", "submission_id").sort("row_number").rows()
    assert [(row, owners[one]) for row, one in persons] == [(3, "BTP"), (4, "H05"), (5, "H01"), (6, "BXD")]
    assert issue.filter(pl.col("code") == "LEGACY_AGENCY")["expected"].to_list() == ["BXD"]


@pytest.mark.parametrize("names", [("Cục Bổ trợ tư pháp", "Vụ Pháp luật"), ("Bộ Tư pháp", "Cục Bổ trợ tư pháp")])
def test_a_ministrys_own_departments_are_not_refused(office, names):
    head = ["STT", "Đơn vị", "Tiếp nhận trực tuyến", "Đã giải quyết", "Giải quyết đúng hạn", "Toàn trình"]
    office.put(
        "BTP/a.xlsx", xlsx([["Tính đến ngày 28/10/2025"], [PERIOD], head, *[[at, name, 9, 9, 8, 7] for at, name in enumerate(names, start=1)]])
    )
    assert set(office.take_in().values()) <= {"accepted", "accepted_with_issues"}
    assert office.submissions.select("agency_code", "row_count").rows() == [("BTP", 2)]
    records = pl.read_parquet(office.root / office.submissions["record_path"][0])
    assert records["field"].to_list() == list(names)
