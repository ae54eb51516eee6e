"""The fold of a series: parts, corrections, partial ones, holds, releases; and that it is a fold over what was delivered so far."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.resolve import PARTIAL, changed_standings, keys_in_records, resolve
from tests.pipelines.small_world import World, counts, day, task

T0 = dt.datetime(2025, 10, 28, 15)


def submissions(*rows: dict) -> pl.DataFrame:
    base = {"series": "s", "standing": None, "hold_code": None, "superseded_by": None, "counts_from": None, "counts_until": None}
    full = [
        {**base, "submission_id": f"s{i}", "delivery_id": f"d{i}", "delivered_at": T0 + dt.timedelta(hours=i), **row} for i, row in enumerate(rows)
    ]
    moments = {"delivered_at": pl.Datetime("us"), "counts_from": pl.Datetime("us"), "counts_until": pl.Datetime("us")}
    return pl.DataFrame(full, schema_overrides={**moments, "standing": pl.String, "hold_code": pl.String, "superseded_by": pl.String})


def decide(keys: list[set[int]], frame: pl.DataFrame | None = None, **more) -> dict[str, dict]:
    frame = submissions(*({} for _ in keys)) if frame is None else frame
    found = resolve(frame, lambda s: pl.Series(sorted(keys[int(s[1:])]), dtype=pl.UInt64), **more)
    return {row["submission_id"]: row for row in found.iter_rows(named=True)}


def test_a_correction_supersedes_from_its_delivery_on():
    found = decide([set(range(10)), set(range(1, 11))])
    assert found["s0"]["standing"] == "superseded"
    assert found["s0"]["superseded_by"] == "s1"
    assert (found["s0"]["counts_from"], found["s0"]["counts_until"]) == (T0, T0 + dt.timedelta(hours=1))
    assert found["s1"]["standing"] == "counts"
    assert found["s1"]["counts_until"] is None


def test_disjoint_parts_count_side_by_side_and_a_whole_supersedes_all_of_them():
    found = decide([{1, 2}, {3, 4}, {1, 2, 3, 4, 5}])
    assert [found[s]["superseded_by"] for s in ("s0", "s1", "s2")] == ["s2", "s2", None]
    parts = decide([{1, 2}, {3, 4}])
    assert [row["standing"] for row in parts.values()] == ["counts", "counts"]


@pytest.mark.parametrize(("kept", "standing"), [(6, "held"), (7, "counts")])
def test_seventy_percent_of_the_overlapped_keys_is_enough(kept, standing):
    found = decide([set(range(10)), set(range(kept))])
    assert found["s1"]["standing"] == standing
    assert found["s1"]["hold_code"] == (PARTIAL if standing == "held" else None)
    assert found["s0"]["standing"] == ("counts" if standing == "held" else "superseded")


def test_what_is_held_does_not_stand_in_the_way_of_what_follows():
    found = decide([set(range(10)), {1}, set(range(10))])
    assert [found[s]["standing"] for s in ("s0", "s1", "s2")] == ["superseded", "held", "counts"]
    assert found["s0"]["superseded_by"] == "s2"


def test_a_released_partial_supersedes():
    found = decide([set(range(10)), {1}], released={"s1"})
    assert (found["s0"]["superseded_by"], found["s1"]["standing"]) == ("s1", "counts")


def test_held_at_intake_and_retracted_take_no_part_until_released():
    frame = submissions({}, {"standing": "held", "hold_code": "DATE_OUT_OF_RANGE"}, {})
    keys = [{1}, {1}, {1}]
    found = decide(keys, frame, retracted={"d2"})
    assert [row["standing"] for row in found.values()] == ["counts", "held", "retracted"]
    assert found["s1"]["hold_code"] == "DATE_OUT_OF_RANGE"
    again = decide(keys, frame, retracted={"d2"}, released={"s1"})
    assert [row["standing"] for row in again.values()] == ["superseded", "counts", "retracted"]
    # The waived hold stays on record, so that the waiver can be taken back.
    assert again["s1"]["hold_code"] == "DATE_OUT_OF_RANGE"


def test_taking_back_a_correction_lets_its_predecessor_count_again():
    frame = submissions({"standing": "superseded", "superseded_by": "s1"}, {"standing": "counts"})
    assert decide([{1}, {1}], frame, retracted={"d1"})["s0"]["standing"] == "counts"


def test_one_moment_is_ordered_by_delivery():
    frame = submissions({"delivered_at": T0, "delivery_id": "d9"}, {"delivered_at": T0, "delivery_id": "d1"})
    assert decide([{1}, {1}], frame)["s0"]["standing"] == "counts"


def test_only_touched_series_are_judged_and_single_ones_are_not_opened():
    frame = submissions({"series": "a"}, {"series": "b"})

    def never(submission_id: str) -> pl.Series:
        raise AssertionError(submission_id)

    assert resolve(frame, never, {"b"})["submission_id"].to_list() == ["s1"]
    assert resolve(frame, never).height == 2


def test_only_what_changed_is_to_be_written():
    frame = submissions({"standing": "counts", "counts_from": T0}, {})
    found = resolve(frame, lambda s: pl.Series([int(s[1:])], dtype=pl.UInt64))
    assert changed_standings(frame, found)["submission_id"].to_list() == ["s1"]


def test_keys_come_from_the_records_and_null_units_are_keys_too(tmp_path):
    world = World(tmp_path)
    first = world.send("tasks", "G01", [task("T1"), task("T2")])
    second = world.send("tasks", "G01", [task("T2"), task("T3")])
    rows = [counts("A"), counts("A", unit_code="H01.13"), counts("B")]
    third = world.send("dossier_counts", "G01", rows, period=(None, day(0)))
    keys = keys_in_records(world.home.root, world.ledger.submissions_frame())
    assert keys(first).is_in(keys(second).implode()).sum() == 1
    assert len(keys(third)) == 3


histories = st.lists(st.tuples(st.frozensets(st.integers(0, 7), max_size=8), st.sampled_from(["", "held", "retracted"])), min_size=1, max_size=7)


@given(histories)
def test_the_standing_at_a_known_time_is_that_of_the_prefix_delivered_by_then(history):
    """The whole fold says for each known time what a run at that time said."""
    rows = [
        {"hold_code": "AGENCY_UNKNOWN" if fate == "held" else None, "standing": "retracted" if fate == "retracted" else None} for _, fate in history
    ]
    frame = submissions(*rows)
    keys = [set(each) for each, _ in history]
    whole = decide(keys, frame)
    for count in range(1, len(history) + 1):
        prefix = decide(keys, frame.head(count))
        now = T0 + dt.timedelta(hours=count - 1)
        counting = {s for s, row in prefix.items() if row["standing"] == "counts"}
        said = {
            s
            for s, row in whole.items()
            if row["counts_from"] is not None and row["counts_from"] <= now < (row["counts_until"] or dt.datetime(9999, 1, 1))
        }
        assert said == counting


@given(histories)
def test_no_two_that_count_share_a_key(history):
    found = decide([set(each) for each, _ in history])
    counting = [history[int(s[1:])][0] for s, row in found.items() if row["standing"] == "counts"]
    assert sum(map(len, counting)) == len(frozenset().union(*counting))
