"""Assign, retract and release on small real files: what counts afterwards, that a refresh keeps it, that a rebuild gives the same."""

import datetime as dt
import json

import pytest

from pipelines.steward.assign import assign
from pipelines.steward.carry_out import carry_out
from pipelines.steward.decisions import StewardRefused
from pipelines.steward.release import release
from pipelines.steward.retract import retract
from tests.pipelines.office import DAY, Office, tasks

AS_OF = [["Số liệu tính đến ngày 28/10/2025"]]
TASKS = "SELECT agency_code, reported_on, task_code FROM core.task_report ORDER BY ALL"


def do_assign(office: Office, path: str, *, refresh: bool = True, **given: object):
    earliest = office.settings.earliest_date
    one = office.id_of(path)
    return carry_out(
        office.settings,
        lambda run: assign(run.ledger, run.registers, one, why="đã gọi điện", who="lan", earliest_on=earliest, **given),
        refresh=refresh,
    )


def do_retract(office: Office, path: str, **given: object):
    one = office.id_of(path)
    return carry_out(office.settings, lambda run: retract(run.ledger, one, reason="nhầm tệp", who="lan", **given))


def same_after_rebuild(office: Office) -> bool:
    """A refresh undoes nothing, and the file built at once is the file built by differences."""
    office.refresh()
    before = office.digest()
    office.rebuild()
    return office.digest() == before


def test_an_assigned_agency_loads_what_waited(office):
    office.put("moi/bao cao.xlsx", tasks("NV1", "NV2", top=AS_OF))
    office.put("BTP/khac.xlsx", tasks("NV9", top=AS_OF))
    office.refresh()
    assert office.deliveries()["moi/bao cao.xlsx"]["status"] == "held"

    done = do_assign(office, "moi/bao cao.xlsx", agency="Bộ Tài chính")
    assert list(done.statuses.values()) == ["accepted_with_issues"]
    assert [row for row in office.said(TASKS) if row[0] == "BTC"] == [("BTC", DAY, "NV1"), ("BTC", DAY, "NV2")]
    assert office.said("SELECT sender_code, sender_evidence FROM audit.delivery WHERE path LIKE 'moi/%'") == [("BTC", "assigned")]
    assert same_after_rebuild(office)
    with office.ledger() as ledger:
        told = ledger.decisions("assign")
    assert [(one.who, one.why, dict(one.payload)) for one in told] == [("lan", "đã gọi điện", {"agency": "BTC"})]


def test_an_assignment_wins_over_a_conflict_and_keeps_the_old_reading(office):
    office.put("BTP/bao cao.xlsx", tasks("NV1", top=[["Đơn vị báo cáo: Bộ Tài chính"], *AS_OF]))
    office.refresh()
    before = office.deliveries()["BTP/bao cao.xlsx"]
    assert (before["status"], office.submissions()["hold_code"].to_list()) == ("held", ["AGENCY_CONFLICT"])
    do_assign(office, "BTP/bao cao.xlsx", agency="BTC")
    after = office.deliveries()["BTP/bao cao.xlsx"]
    assert ("-" in before["current_reading"], "-" in after["current_reading"]) == (False, True)
    one = before["delivery_id"]
    assert office.home.outcome_dir(one, before["current_reading"]).is_dir()
    assert office.home.outcome_dir(one, after["current_reading"]).is_dir()
    with office.ledger() as ledger:
        assert ledger.readings_frame()["is_current"].to_list().count(True) == 1
        assert ledger.readings_frame().height == 2


def test_an_assigned_date_leaves_its_old_series_to_whom_it_had_replaced(office):
    office.put("BTP/dau ngay.xlsx", tasks("NV1", "NV2", top=AS_OF), hour=9)
    office.put("BTP/cuoi ngay.xlsx", tasks("NV1", "NV3", "NV2", top=AS_OF), hour=16)
    office.refresh()
    assert office.submissions()["standing"].to_list() == ["superseded", "counts"]
    done = do_assign(office, "BTP/cuoi ngay.xlsx", on=dt.date(2025, 10, 27))
    assert done.publication is not None
    assert office.submissions().select("standing", "reported_on", "date_evidence").rows() == [
        ("counts", DAY, "as_of"),
        ("counts", dt.date(2025, 10, 27), "assigned"),
    ]
    assert same_after_rebuild(office)

    do_assign(office, "BTP/cuoi ngay.xlsx", undo=True)
    assert office.submissions()["standing"].to_list() == ["superseded", "counts"]
    assert "-" not in office.deliveries()["BTP/cuoi ngay.xlsx"]["current_reading"]
    assert same_after_rebuild(office)


def test_left_to_the_next_run_it_is_done_then(office):
    office.put("moi/bao cao.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    done = do_assign(office, "moi/bao cao.xlsx", agency="BTC", refresh=False)
    assert (done.refreshed, office.deliveries()["moi/bao cao.xlsx"]["status"]) == (False, "held")
    assert office.refresh().intake.statuses == {office.id_of("moi/bao cao.xlsx"): "accepted_with_issues"}
    assert office.said(TASKS) == [("BTC", DAY, "NV1")]
    assert office.refresh().intake.statuses == {}


def test_a_copy_of_an_assigned_file_stays_a_copy_when_all_is_read_again(office):
    content = tasks("NV1", top=AS_OF)
    office.put("BTP/a.xlsx", content, hour=9)
    office.put("BTP/b.xlsx", content, hour=10)
    office.refresh()
    do_assign(office, "BTP/a.xlsx", agency="BTC")
    before = office.digest()
    for folder in (*office.home.outcomes.iterdir(), *office.home.records.iterdir()):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    office.refresh()  # asks for nothing that is gone

    from pipelines.refresh import intake, open_run

    with open_run(office.settings) as run:
        assert len(intake(run, missing=True).statuses) == 2
    assert office.deliveries()["BTP/b.xlsx"]["status"] == "duplicate"
    office.rebuild()
    assert office.digest() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "say what to assign"),
        ({"agency": "Bộ Phép thuật"}, "no agency of the register"),
        ({"on": dt.date(2024, 1, 1)}, "would be held"),
        ({"on": dt.date(2999, 1, 1)}, "would be held"),
        ({"undo": True}, "nothing is assigned"),
    ],
)
def test_what_cannot_be_assigned_is_refused(office, given, said):
    office.put("moi/bao cao.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    with pytest.raises(StewardRefused, match=said):
        do_assign(office, "moi/bao cao.xlsx", **given)
    with office.ledger() as ledger:
        assert ledger.decisions() == []


def test_a_retracted_file_gives_way_to_the_one_before_and_comes_back(office):
    office.put("BTP/dung.xlsx", tasks("NV1", "NV2", top=AS_OF), hour=9)
    office.put("BTP/nham.xlsx", tasks("NV1", "NV2", "NV3", top=AS_OF), hour=16)
    office.put("BTP/loi.xlsx", tasks("NV1", top=[["Số liệu tính đến ngày 27/10/2025"], ["Ngày ký", "31/02/2025"]]), hour=17)
    office.refresh()
    before, statuses = office.digest(), {path: (row["status"], row["reason"]) for path, row in office.deliveries().items()}

    do_retract(office, "BTP/nham.xlsx")
    taken = office.deliveries()["BTP/nham.xlsx"]
    assert (taken["status"], taken["reason"]) == ("retracted", "nhầm tệp")
    assert office.submissions().filter(office.submissions()["reported_on"] == DAY)["standing"].to_list() == ["counts", "retracted"]
    assert [row[2] for row in office.said(TASKS) if row[1] == DAY] == ["NV1", "NV2"]
    assert same_after_rebuild(office)

    do_retract(office, "BTP/nham.xlsx", undo=True)
    assert {path: (row["status"], row["reason"]) for path, row in office.deliveries().items()} == statuses
    assert office.digest() == before
    assert same_after_rebuild(office)


def test_the_same_bytes_sent_again_after_a_retraction_are_taken(office):
    content = tasks("NV1", top=AS_OF)
    office.put("BTP/a.xlsx", content, hour=9)
    office.refresh()
    do_retract(office, "BTP/a.xlsx")
    office.put("BTP/b.xlsx", content, hour=10)
    office.refresh()
    assert office.deliveries()["BTP/b.xlsx"]["status"] == "accepted_with_issues"
    do_retract(office, "BTP/a.xlsx", undo=True)
    assert sorted(office.submissions()["standing"].to_list()) == ["counts", "superseded"]


def test_what_cannot_be_retracted_is_refused(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    with pytest.raises(StewardRefused, match="is not retracted"):
        do_retract(office, "BTP/a.xlsx", undo=True)
    do_retract(office, "BTP/a.xlsx")
    with pytest.raises(StewardRefused, match="retracted already"):
        do_retract(office, "BTP/a.xlsx")
    with pytest.raises(StewardRefused, match="is retracted; take that back first"):
        do_assign(office, "BTP/a.xlsx", agency="BTC")


def test_a_released_part_counts_and_is_held_again_when_that_is_taken_back(office):
    office.put("BTP/du.xlsx", tasks(*(f"NV{n}" for n in range(10)), top=AS_OF), hour=9)
    office.put("BTP/thieu.xlsx", tasks("NV1", "NV2", top=AS_OF), hour=16)
    office.refresh()
    row = office.deliveries()["BTP/thieu.xlsx"]
    assert row["status"] == "held"
    held = office.submissions().filter(office.submissions()["standing"] == "held")["submission_id"][0]

    carry_out(office.settings, lambda run: release(run.ledger, held, why="đúng là chỉ còn hai"))
    assert office.submissions()["standing"].to_list() == ["superseded", "counts"]
    assert (office.deliveries()["BTP/thieu.xlsx"]["status"], office.deliveries()["BTP/thieu.xlsx"]["reason"]) == ("accepted_with_issues", None)
    assert len(office.said("SELECT * FROM core.task WHERE NOT carried")) == 2
    assert same_after_rebuild(office)

    with pytest.raises(StewardRefused, match=r"nothing of .* is held"):
        carry_out(office.settings, lambda run: release(run.ledger, row["delivery_id"], why="lần nữa"))
    carry_out(office.settings, lambda run: release(run.ledger, row["delivery_id"], why="nhầm", undo=True))
    assert office.submissions()["standing"].to_list() == ["counts", "held"]
    assert office.deliveries()["BTP/thieu.xlsx"]["status"] == "held"
    assert same_after_rebuild(office)


def test_a_part_is_no_part_once_what_it_shrank_is_retracted(office):
    office.put("BTP/du.xlsx", tasks(*(f"NV{n}" for n in range(10)), top=AS_OF), hour=9)
    office.put("BTP/thieu.xlsx", tasks("NV1", "NV2", top=AS_OF), hour=16)
    office.refresh()
    do_retract(office, "BTP/du.xlsx")
    assert office.submissions()["standing"].to_list() == ["retracted", "counts"]
    assert office.deliveries()["BTP/thieu.xlsx"]["status"] == "accepted_with_issues"


def test_a_decision_without_a_reason_is_none(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    with pytest.raises(StewardRefused, match="needs a reason"):
        carry_out(office.settings, lambda run: retract(run.ledger, office.id_of("BTP/a.xlsx"), reason="  "))


def receipts(office: Office) -> dict[str, tuple[str, str]]:
    """File to the folder and the status of its receipt."""
    told = [(path.parent.name, json.loads(path.read_text(encoding="utf-8"))) for path in office.home.reports.rglob("*-bien-nhan.json")]
    return {one["file"]["name"]: (folder, one["status"]["code"]) for folder, one in told}


def test_an_answer_writes_receipts_at_once(office):
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    assert do_assign(office, "BTP/a.xlsx", agency="BTC").receipts == 1
    assert receipts(office) == {"a.xlsx": ("BTC", "accepted_with_issues")}
    done = do_retract(office, "BTP/a.xlsx")
    assert (done.receipts, done.unanswered) == (1, None)
    assert receipts(office) == {"a.xlsx": ("BTC", "retracted")}


def test_an_answer_stands_where_feedback_cannot_be_written(office, monkeypatch):
    def full(*args: object, **given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.report.feedback.write_feedback", full)
    office.put("BTP/a.xlsx", tasks("NV1", top=AS_OF))
    office.refresh()
    done = do_retract(office, "BTP/a.xlsx")
    assert (done.receipts, done.unanswered) == (0, "OSError")
    assert office.deliveries()["BTP/a.xlsx"]["status"] == "retracted"
