"""What a reading hangs on: which change of program, settings and registers makes which deliveries stale, and which never does."""

import dataclasses
import datetime as dt

import polars as pl
import pytest

from pipelines import digest
from pipelines.reading import EVERYTHING, Used, Way, used_by
from pipelines.registers import Registers
from pipelines.settings import Settings
from tests.pipelines.sent_files import registers

BTP_TASKS = Used(frozenset({"tasks"}), frozenset({"BTP"}))
H05_COUNTS = Used(frozenset({"dossier_counts"}), frozenset({"H05"}))
UNTOLD_INDICATORS = Used(frozenset({"indicators"}), None)
ALL = (BTP_TASKS, H05_COUNTS, UNTOLD_INDICATORS)
SETTINGS = Settings(_env_file=None)


def stale_by(changed: Registers, settings: Settings = SETTINGS) -> tuple[Used, ...]:
    before, after = Way(registers(), SETTINGS), Way(changed, settings)
    return tuple(used for used in ALL if before.name(used) != after.name(used))


def added(name: str, **row: object) -> Registers:
    """The registers with one row more: a copy of the first one, or a row of nulls, with these values."""
    frame: pl.DataFrame = getattr(registers(), name)
    base = frame.row(0, named=True) if frame.height else dict.fromkeys(frame.columns)
    return dataclasses.replace(registers(), **{name: pl.concat([frame, pl.DataFrame([{**base, **row}], schema=frame.schema)])})


def spelling(sender: str, path: list[str]) -> Registers:
    return added("synonyms", sender=sender, dataset="tasks", field="due_text", path=path, leaf=path[-1])


KNOWN_WORD = ["noi dung nhiem vu"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(spelling("*", KNOWN_WORD), ALL, id="a spelling of all senders may match any header"),
        pytest.param(spelling("H05", KNOWN_WORD), (H05_COUNTS, UNTOLD_INDICATORS), id="a sender's own spelling is its own"),
        pytest.param(spelling("H02", KNOWN_WORD), (H05_COUNTS, UNTOLD_INDICATORS), id="Bac Giang's are those of the province that took it over"),
        pytest.param(spelling("BCA", KNOWN_WORD), (UNTOLD_INDICATORS,), id="a sender told from a title may be any"),
        pytest.param(spelling("BCA", ["chua tung thay"]), ALL, id="a word that is new in headers may make a header of any line"),
        pytest.param(added("agency_aliases", alias="Tên mới", agency_code="BCA"), ALL, id="a name of an agency may stand in any title"),
        pytest.param(added("column_maps", sender="BTP", dataset="tasks", nth=1), (BTP_TASKS, UNTOLD_INDICATORS), id="a column map"),
        pytest.param(added("released_headers", sender="H05", dataset="*", header_key="ghi chu"), (H05_COUNTS, UNTOLD_INDICATORS), id="a release"),
        pytest.param(added("tasks", task_code="NQ57.999", title="Nhiệm vụ mới"), (BTP_TASKS,), id="a registered task"),
        pytest.param(added("document_aliases", alias="NQ mới"), (BTP_TASKS,), id="a document's alias"),
        pytest.param(added("indicators", indicator_code="MOI", name_vi="Chỉ tiêu mới"), (UNTOLD_INDICATORS,), id="an indicator"),
        pytest.param(added("status_synonyms", dataset="tasks", text_key="xong roi"), (BTP_TASKS,), id="a spelling of a task's state"),
        pytest.param(added("status_synonyms", dataset="dossiers", text_key="da tra"), ALL, id="a spelling of any other state"),
        pytest.param(added("forms", form="moi", dataset="dossier_counts", is_main=False), (H05_COUNTS,), id="a form"),
        pytest.param(added("expected_submissions", role="all"), (), id="what is due is no part of reading"),
        pytest.param(added("calendar", name_vi="nghỉ"), (), id="nor the calendar"),
        pytest.param(added("agency_groups", group_text="mọi nơi"), (), id="nor groups"),
    ],
)
def test_a_change_makes_stale_what_it_may_touch(changed, expected):
    assert stale_by(changed) == expected


def test_what_is_for_people_makes_nothing_stale():
    changed = dataclasses.replace(
        registers(),
        indicators=registers().indicators.with_columns(target_value=pl.lit(1.0), source=pl.lit("khác")),
        documents=registers().documents.with_columns(title_vi=pl.lit("khác")),
        content_hash="another",
    )
    assert stale_by(changed) == ()


def test_settings_and_versions_make_all_stale(monkeypatch):
    assert stale_by(registers(), Settings(_env_file=None, undated_hour=9)) == ALL
    assert stale_by(registers(), Settings(_env_file=None, earliest_date=dt.date(2025, 1, 1))) == ALL
    assert stale_by(registers(), Settings(_env_file=None, carry_days=9)) == ()
    before = Way(registers(), SETTINGS).name(BTP_TASKS)
    monkeypatch.setattr(digest, "READER_VERSION", digest.READER_VERSION + 1)
    assert Way(registers(), SETTINGS).name(BTP_TASKS) != before


def test_what_was_used_is_what_the_reading_recorded():
    assert used_by("folder", "BTP", ["tasks", None], ["BTP", None]) == BTP_TASKS
    assert used_by("title", "BTP", ["indicators"], ["BTP"]) == UNTOLD_INDICATORS
    assert used_by("folder", "BTP", [], []) == EVERYTHING, "a duplicate or a broken file may hang on anything"
    assert used_by("folder", "BTP", [None], []) == Used(frozenset(), frozenset({"BTP"})), "sheets without a table hang on what finds tables"
