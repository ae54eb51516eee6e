import datetime as dt
import json
import threading
from dataclasses import replace

import polars as pl
import pytest
from sqlalchemy.exc import IntegrityError

from pipelines.ledger import (
    Build,
    Decision,
    Delivery,
    DeliveryStatus,
    Ledger,
    LedgerError,
    LedgerMissing,
    Outcome,
    Reading,
    Sighting,
    Standing,
    Submission,
    TableRead,
)

AT = dt.datetime(2025, 10, 28, 4, 0, 0, 123_456)
DAY = dt.date(2025, 10, 28)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def delivery(number=1, at=AT, path=None):
    sha256 = f"{number:064x}"
    return Delivery(f"{number:08d}-{sha256[:10]}", number, path or f"G09/báo cáo {number}.xlsx", f"báo cáo {number}.xlsx", sha256, 20_000, at, AT)


def sighting(of):
    return Sighting(of.path, of.bytes, 1_761_598_800_123_456_789, 1_761_598_800_123_456_790, 7, of.sha256, of.delivery_id, "run-1")


def outcome(of, reading="r1", rows=10, **changes):
    return Outcome(
        Reading(of.delivery_id, reading, 1, {"tasks": 2}, "config", "schema", AT, ("records/tasks/x.parquet",)),
        "accepted",
        sender_code="G09",
        sender_evidence="folder",
        format="xlsx",
        table_reads=(TableRead(f"{of.delivery_id}-t1", of.delivery_id, reading, "Biểu 1", "A1:H20", "tasks", None, "loaded", rows, rows, 0, 0, 0),),
        submissions=(submission(of, reading, rows),),
        **changes,
    )


def submission(of, reading="r1", rows=10, suffix="s1"):
    return Submission(
        submission_id=f"{of.delivery_id}-{suffix}",
        delivery_id=of.delivery_id,
        table_id=f"{of.delivery_id}-t1",
        reading=reading,
        dataset="tasks",
        form=None,
        reported_by="G09",
        agency_code="G09",
        reported_on=DAY,
        period_from=None,
        period_to=None,
        date_evidence="title: ngày 28/10/2025",
        delivered_at=of.delivered_at,
        series="G09|G09|tasks||2025-10-28",
        row_count=rows,
        record_path="records/tasks/x.parquet",
        key_digest=b"\x00\x01",
    )


def received(ledger, *deliveries):
    ledger.record_deliveries(deliveries, [sighting(one) for one in deliveries])


def test_deliveries_and_sightings_come_back_as_they_went_in(ledger):
    one = replace(delivery(), run_date=DAY, tie=True, received_run="run-1")
    received(ledger, one)
    assert ledger.delivery(one.delivery_id) == one
    assert ledger.known_sightings() == {one.path: sighting(one)}
    assert ledger.next_intake_no() == 2
    assert ledger.delivery("none") is None


def test_a_sighting_is_replaced_by_the_next_of_its_path(ledger):
    one, two = delivery(1, path="G09/a.csv"), delivery(2, path="G09/a.csv")
    received(ledger, one)
    received(ledger, two)
    assert ledger.known_sightings() == {"G09/a.csv": sighting(two)}
    assert len(ledger.deliveries_pending()) == 2


def test_a_batch_is_recorded_as_a_whole_or_not_at_all(ledger):
    received(ledger, delivery(1))
    taken_number = replace(delivery(2), intake_no=1)
    with pytest.raises(IntegrityError):
        received(ledger, delivery(3), taken_number)
    assert [one.intake_no for one in ledger.deliveries_pending()] == [1]
    assert len(ledger.known_sightings()) == 1


def test_moments_between_includes_both_ends(ledger):
    later = AT + dt.timedelta(microseconds=1)
    received(ledger, delivery(1), delivery(2, at=later))
    assert ledger.moments_between(AT, AT) == {AT}
    assert ledger.moments_between(AT, later) == {AT, later}
    assert ledger.moments_between(later + dt.timedelta(microseconds=1), later + dt.timedelta(days=1)) == set()


def test_an_outcome_ends_the_waiting(ledger):
    one, two = delivery(1), delivery(2)
    received(ledger, one, two)
    ledger.record_outcome(replace(outcome(one), status="held", reason="UNKNOWN_AGENCY"))
    assert [each.delivery_id for each in ledger.deliveries_pending()] == [two.delivery_id]
    done = ledger.delivery(one.delivery_id)
    assert (done.status, done.reason, done.sender_code, done.format, done.current_reading) == ("held", "UNKNOWN_AGENCY", "G09", "xlsx", "r1")


def test_recording_an_outcome_twice_is_recording_it_once(ledger):
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one))
    before = (ledger.submissions_frame(), ledger.table_reads_frame(), ledger.readings_frame(), ledger.deliveries_frame())
    ledger.record_outcome(outcome(one))
    after = (ledger.submissions_frame(), ledger.table_reads_frame(), ledger.readings_frame(), ledger.deliveries_frame())
    for first, second in zip(before, after, strict=True):
        assert first.height == 1
        assert first.equals(second)


def test_an_outcome_that_finds_less_leaves_nothing_of_the_former(ledger):
    one = delivery()
    received(ledger, one)
    more = replace(outcome(one), submissions=(submission(one), submission(one, suffix="s2")))
    ledger.record_outcome(more)
    assert ledger.submissions_frame().height == 2
    ledger.record_outcome(outcome(one))
    assert ledger.submissions_frame()["submission_id"].to_list() == [f"{one.delivery_id}-s1"]


def test_another_reading_takes_over_and_the_first_can_come_back(ledger):
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one, "r1", rows=10))
    ledger.record_outcome(outcome(one, "r2", rows=12))
    assert ledger.submissions_frame().select("reading", "row_count").rows() == [("r2", 12)]
    assert ledger.table_reads_frame().select("reading", "rows_read").rows() == [("r2", 12)]
    assert sorted(ledger.readings_frame().select("reading", "is_current").rows()) == [("r1", False), ("r2", True)]
    ledger.record_outcome(outcome(one, "r1", rows=10))
    assert ledger.submissions_frame().select("reading", "row_count").rows() == [("r1", 10)]


def test_what_a_reading_holds_is_told_of_the_current_one(ledger):
    one, two = delivery(1), delivery(2)
    received(ledger, one, two)
    first, second = (replace(outcome(one, name), reading=replace(outcome(one, name).reading, content=name)) for name in ("r1", "r2"))
    ledger.record_outcome(first, second)
    assert ledger.contents_frame().select("reading", "content").rows() == [("r2", "r2")]
    ledger.set_contents({(one.delivery_id, "r2"): None, (two.delivery_id, "r2"): "of nobody"})
    assert ledger.contents_frame().select("delivery_id", "content").rows() == [(one.delivery_id, None)]


def test_frames_of_some_columns_and_some_deliveries_only(ledger):
    some = [delivery(number) for number in range(1, 1203)]
    received(ledger, *some)
    ledger.record_outcome(*(outcome(one) for one in some[:3]))
    assert ledger.deliveries_frame(("path", "intake_no"), of=[one.delivery_id for one in some[1:]])["intake_no"].to_list() == list(range(2, 1203))
    assert ledger.submissions_frame(("row_count",), of=[some[2].delivery_id, some[9].delivery_id]).rows() == [(10,)]
    assert ledger.table_reads_frame(of=[]).height == 0
    assert ledger.table_reads_frame(of=[some[0].delivery_id]).equals(ledger.table_reads_frame().head(1))


def test_standings_are_written_on_the_current_reading_only(ledger):
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one, "r1"), outcome(one, "r2"))
    ledger.set_standings([Standing(f"{one.delivery_id}-s1", "superseded", None, "later-s1", AT, AT + dt.timedelta(hours=1))])
    columns = ["standing", "superseded_by", "counts_from", "counts_until"]
    assert ledger.submissions_frame().select(columns).rows() == [("superseded", "later-s1", AT, AT + dt.timedelta(hours=1))]
    ledger.record_outcome(outcome(one, "r1"))
    assert ledger.submissions_frame().select(columns).rows() == [(None, None, None, None)]


def test_an_outcome_is_all_or_nothing(ledger):
    one, two = delivery(1), delivery(2)
    received(ledger, one, two)
    doubled = replace(outcome(two), submissions=(submission(two), submission(two)))
    with pytest.raises(IntegrityError):
        ledger.record_outcome(outcome(one), doubled)
    assert len(ledger.deliveries_pending()) == 2
    assert ledger.submissions_frame().height == ledger.table_reads_frame().height == ledger.readings_frame().height == 0


@pytest.mark.parametrize(
    "change",
    [
        {"status": "fine"},
        {"reading": Reading("00000009-none", "r1", 1, {}, "c", "s", AT), "table_reads": (), "submissions": ()},
        {"submissions": (submission(delivery(2)),)},
        {"submissions": (submission(delivery(1), reading="r9"),)},
        {"submissions": (replace(submission(delivery(1)), standing="counting"),)},
    ],
    ids=["status", "unknown delivery", "other delivery", "other reading", "standing"],
)
def test_outcomes_that_do_not_hold_together_are_refused(ledger, change):
    one = delivery()
    received(ledger, one)
    with pytest.raises(LedgerError):
        ledger.record_outcome(replace(outcome(one), **change))
    assert ledger.deliveries_pending() == [one]
    assert ledger.readings_frame().height == 0


def test_standings_of_unknown_submissions_change_nothing(ledger):
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one))
    with pytest.raises(LedgerError, match="1 of 2 submission"):
        ledger.set_standings([Standing(f"{one.delivery_id}-s1", "counts"), Standing("nobody", "counts")])
    with pytest.raises(LedgerError, match="counting"):
        ledger.set_standings([Standing(f"{one.delivery_id}-s1", "counting")])
    assert ledger.submissions_frame()["standing"].to_list() == [None]
    ledger.set_standings([])


def test_a_delivery_may_be_retracted_later(ledger):
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one))
    ledger.set_delivery_status([DeliveryStatus(one.delivery_id, "retracted", "gửi nhầm tệp")])
    assert ledger.deliveries_frame().select("status", "reason", "sender_code").rows() == [("retracted", "gửi nhầm tệp", "G09")]
    with pytest.raises(LedgerError):
        ledger.set_delivery_status([DeliveryStatus("nobody", "retracted")])


def test_key_digests_of_many_submissions(ledger):
    many = [delivery(number) for number in range(1, 1203)]
    received(ledger, *many)
    ledger.record_outcome(
        *(outcome(one) for one in many[:-1]), replace(outcome(many[-1]), submissions=(replace(submission(many[-1]), key_digest=None),))
    )
    ids = [f"{one.delivery_id}-s1" for one in many]
    digests = ledger.key_digests([*ids, "nobody"])
    assert set(digests) == set(ids[:-1])
    assert set(digests.values()) == {b"\x00\x01"}


def test_frames_have_their_types_when_empty_and_when_all_is_null(ledger):
    empty = [ledger.submissions_frame(), ledger.deliveries_frame(), ledger.table_reads_frame(), ledger.readings_frame(), ledger.published_frame()]
    assert all(frame.height == 0 for frame in empty)
    assert empty[0].schema["reported_on"] == pl.Date
    assert empty[0].schema["delivered_at"] == pl.Datetime("us")
    assert empty[1].schema["tie"] == pl.Boolean
    assert empty[2].schema["rows_read"] == pl.Int64
    one = delivery()
    received(ledger, one)
    ledger.record_outcome(outcome(one))
    assert ledger.submissions_frame().schema == empty[0].schema
    assert ledger.deliveries_frame().schema == empty[1].schema
    assert ledger.table_reads_frame().schema == empty[2].schema
    assert ledger.readings_frame().schema == empty[3].schema


def test_moments_keep_their_microseconds_in_frames(ledger):
    whole = dt.datetime(2025, 10, 28, 4, 0, 0)
    received(ledger, delivery(1), delivery(2, at=whole))
    assert ledger.deliveries_frame()["delivered_at"].to_list() == [AT, whole]


def test_submissions_come_in_the_order_in_which_they_became_known(ledger):
    early, late, tied = delivery(1, at=AT + dt.timedelta(1)), delivery(2, at=AT), delivery(3, at=AT)
    received(ledger, early, late, tied)
    ledger.record_outcome(*map(outcome, (early, late, tied)))
    assert ledger.submissions_frame()["delivery_id"].to_list() == [late.delivery_id, tied.delivery_id, early.delivery_id]


def test_runs(ledger):
    ledger.start_run("run-1", AT, DAY)
    ledger.start_run("run-2", AT + dt.timedelta(days=1))
    ledger.finish_run("run-1", AT + dt.timedelta(minutes=1), "published", {"deliveries": 3})
    cut_off, done = ledger.runs()
    assert (cut_off.run_id, cut_off.outcome, cut_off.finished_at) == ("run-2", None, None)
    assert (done.run_date, done.outcome, done.counts) == (DAY, "published", {"deliveries": 3})
    with pytest.raises(LedgerError, match="run-9"):
        ledger.finish_run("run-9", AT, "published", {})


def test_decisions_keep_their_order_and_their_letters(ledger):
    first = Decision(AT, "chị Hà", "nhầm tệp", "retract", "00000001-ab", {"lý do": "gửi nhầm", "ngày": DAY.isoformat()})
    assert ledger.record_decision(first) == 1
    assert ledger.record_decision(Decision(AT, "anh Nam", "đã hỏi lại", "assign", "00000002-cd")) == 2
    assert ledger.decisions() == [replace(first, id=1), Decision(AT, "anh Nam", "đã hỏi lại", "assign", "00000002-cd", {}, 2)]
    assert [one.who for one in ledger.decisions("assign")] == ["anh Nam"]


def test_builds_and_what_they_said(ledger):
    built = Build("b1", "warehouse-b1.duckdb", AT, DAY, "full", "checked")
    ledger.record_build(built)
    figures = pl.DataFrame(
        {
            "as_of": [DAY, DAY],
            "metric": ["tasks_open_overdue", "dossiers_online_full_rate"],
            "block": ["national", "national"],
            "value": [51.0, None],
            "numerator": [None, 3998],
            "agencies_missing": [["G12", "H11"], ["G12", "H11"]],
        }
    )
    ledger.record_published("b1", AT, figures)
    ledger.record_published("b1", AT, figures)
    said = ledger.published_frame()
    assert said.select("metric", "value", "numerator").rows() == [("dossiers_online_full_rate", None, 3998.0), ("tasks_open_overdue", 51.0, None)]
    assert json.loads(said["figure"][0])["agencies_missing"] == ["G12", "H11"]
    assert json.loads(said["figure"][0])["as_of"] == "2025-10-28"
    assert ledger.builds() == [replace(built, published_at=AT)]
    # Said again after a rollback: both moments stand.
    ledger.record_published("b1", AT + dt.timedelta(hours=2), figures)
    assert ledger.published_frame().height == 4


def test_figures_of_an_unknown_build_are_refused(ledger):
    with pytest.raises(LedgerError, match="b9"):
        ledger.record_published("b9", AT, pl.DataFrame({"as_of": [DAY], "metric": ["m"], "block": ["national"]}))
    assert ledger.published_frame().height == 0


def test_a_builds_standing_may_change(ledger):
    built = Build("b1", "warehouse-b1.duckdb", AT, DAY, "copy", "made", based_on="b0")
    ledger.record_build(built)
    ledger.record_build(replace(built, outcome="refused"))
    assert ledger.builds() == [replace(built, outcome="refused")]


def test_a_reader_is_not_kept_waiting_by_a_writer(ledger, tmp_path):
    one = delivery()
    received(ledger, one)
    with ledger._write(), Ledger.open(tmp_path / "ledger.sqlite") as reader:
        assert reader.deliveries_frame().height == 1


def test_two_writers_wait_for_each_other(ledger, tmp_path):
    def write(first):
        with Ledger.open(tmp_path / "ledger.sqlite") as other:
            for number in range(first, first + 50):
                received(other, delivery(number))

    threads = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.deliveries_frame().height == 150


def test_reading_a_ledger_that_is_not_there(tmp_path):
    with pytest.raises(LedgerMissing, match="tonghop refresh"):
        Ledger.open(tmp_path / "none" / "ledger.sqlite", create=False)
    assert not (tmp_path / "none").exists()
