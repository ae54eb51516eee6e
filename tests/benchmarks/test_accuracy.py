"""The accuracy harness judges rightly, and a few small days of it reach the goals: nothing wrong, nothing too much, every file accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from benchmarks.accuracy.__main__ import main, run
from benchmarks.accuracy.agencies import agencies_of
from benchmarks.accuracy.compare import is_same
from benchmarks.accuracy.day import national_day, reporting_day
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.formats import write as write_file
from benchmarks.accuracy.judge import judge
from benchmarks.accuracy.legacy import tcvn3, vni, windows_1258
from benchmarks.accuracy.model import Cell, Column, Line, OneOf, RowTruth, Sent, Sheet, Table
from benchmarks.accuracy.report import Tally, as_json, causes, table
from benchmarks.accuracy.sheets import place
from benchmarks.accuracy.spell_numbers import grouped
from benchmarks.accuracy.table_counts import counts_table
from benchmarks.accuracy.titles import Claim
from benchmarks.accuracy.write_xlsx import write
from tests.properties import homes

DAY = dt.date(2025, 10, 28)
SHARE = 0.05
FORMS = ("xlsx", "csv", "json", "docx", "html", "ods", "xml")
"""Named here, so that a new format changes no day of these tests."""


@pytest.fixture(scope="module")
def sent():
    """Two tasks of the Ministry of Justice in a workbook, the first row of the sheet its header."""
    heads = {"task_code": "Mã nhiệm vụ", "title": "Nội dung nhiệm vụ", "completed_on": "Ngày hoàn thành"}
    columns = tuple(Column(name, (header,), name) for name, header in heads.items())
    lines = tuple(
        Line(
            "data",
            (
                Cell(f"NV-{number}", {"task_code": f"NV-{number}"}),
                Cell(f"Xây dựng kho dữ liệu số {number}", {"title": f"Xây dựng kho dữ liệu số {number}"}),
                Cell("20/10/2025", {"completed_on": dt.date(2025, 10, 20)}),
            ),
        )
        for number in (1, 2)
    )
    sheet = Sheet("NV")
    place(sheet, Table("tasks", columns, lines, ("NHIỆM VỤ",)), Claim(None, None), {"reported_on": DAY}, Dice("test"), DAY, rich=False, around=False)
    return Sent("BTP/nv 28.10.2025.xlsx", write([sheet]), dt.datetime(2025, 10, 28, 15), "xlsx", tuple(sheet.truths), placed_by="sheet")


def outcomes(verdict):
    return {outcome: count for (_, outcome), count in verdict.cells.items()}


def tampered(sent, spot, **told):
    truths = list(sent.truths)
    truths[spot] = replace(truths[spot], truth={**truths[spot].truth, **told})
    return replace(sent, truths=tuple(truths))


def test_what_is_read_right_is_right(sent):
    verdict = judge(sent)
    assert (outcomes(verdict), verdict.rows, verdict.is_accounted) == ({"right": 8}, {("tasks", "loaded"): 2}, True)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"completed_on": dt.date(2025, 10, 21)}, "wrong"),
        ({"title": "Xây dựng kho dữ liệu"}, "wrong"),
        ({"product": "Báo cáo"}, "blank_untold"),
        ({"completed_on": None}, "wrong"),
    ],
)
def test_what_differs_from_the_truth_is_found(sent, told, kind):
    verdict = judge(tampered(sent, 1, **told))
    assert outcomes(verdict).get(kind) == 1
    assert [(one.kind, one.row, one.field) for one in verdict.findings] == [(kind, 3, next(iter(told)))]


def test_rows_too_many_and_too_few_are_found(sent):
    assert judge(replace(sent, truths=sent.truths[:1])).rows == {("tasks", "loaded"): 1, ("tasks", "extra"): 1}
    more = RowTruth("NV", 9, "tasks", {"title": "Không có"}, {}, "loaded")
    assert judge(replace(sent, truths=(*sent.truths, more))).rows == {("tasks", "loaded"): 2, ("tasks", "missing"): 1}


def test_rows_without_numbers_are_found_by_their_keys(sent):
    moved = replace(sent, truths=tuple(replace(one, row_number=one.row_number + 7) for one in sent.truths), placed_by="key")
    assert outcomes(judge(moved)) == {"right": 8}
    assert judge(replace(moved, truths=moved.truths[1:])).rows == {("tasks", "loaded"): 1, ("tasks", "extra"): 1}


def test_a_file_that_must_wait_and_is_loaded_misses_the_goals(sent):
    tally = Tally()
    tally.add(judge(replace(sent, fate="held", why="two senders")))
    assert tally.missed()[-1] == "1 files loaded that must be held or refused"


def test_truths_on_which_readers_differ():
    assert is_same("value", OneOf((None, 0)), None)
    assert is_same("value", OneOf((None, 0)), 0)
    assert not is_same("value", OneOf((None, 0)), 1)
    assert not is_same("digitised", True, None)
    assert is_same("note", "Hòa  Bình", "Hòa Bi\u0300nh")
    assert not is_same("value", 1234.0, 1.234)


def test_a_seed_is_one_day():
    first, again = ([(one.path, one.delivered_at, one.truths) for one in national_day(3, FORMS, share=SHARE)] for _ in range(2))
    assert first == again
    assert first != [(one.path, one.delivered_at, one.truths) for one in national_day(4, FORMS, share=SHARE)]


def test_old_letters():
    assert tcvn3("Bộ Khoa học và Công nghệ; được").decode("cp1252") == "Bé Khoa häc vµ C«ng nghÖ; ®­îc"
    assert vni("Bộ Khoa học và Công nghệ; Đơn vị; Tỷ lệ").decode("cp1252") == "Boä Khoa hoïc vaø Coâng ngheä; Ñôn vò; Tyû leä"
    assert windows_1258("Tỷ lệ") == b"Ty\xd2 l\xea\xf2"


def test_groups_of_three():
    assert [grouped(1234567, ".", ","), grouped(12, ".", ","), grouped(-1234, ",", ".")] == ["1.234.567", "12", "-1,234"]


@pytest.fixture(scope="module")
def few_days():
    """Two small days with a file of each format at least."""
    return run((9, 14), FORMS, share=SHARE)


def test_small_days_reach_the_goals(few_days):
    assert [one for one in few_days.findings if one.kind in ("wrong", "extra", "fault")] == []
    assert (few_days.unaccounted, few_days.wrongly_loaded) == (0, 0)
    assert few_days.total > 1000
    assert set(FORMS) <= {kind for kind, _ in few_days.files}


def test_the_report_adds_up(few_days):
    told = as_json(few_days, 5)
    assert sum(one["files"] for one in told["files"]) == sum(few_days.files.values())
    assert sum(one["cells"] for one in told["cells"] if one["outcome"] == "right") == few_days.cell_sum("right")
    assert table(few_days).splitlines()[-1].startswith("2 seeds")
    found = causes(few_days, ("blank_told", "blank_untold"))
    assert sum(count for count, _, _ in found) == few_days.cell_sum("blank_told") + few_days.cell_sum("blank_untold")


def test_an_unknown_setting_is_refused(capsys):
    assert main(["seed=3"]) == 2
    assert "seeds" in capsys.readouterr().err


def test_a_refresh_of_a_day_holds_what_the_harness_wrote(tmp_path):
    day, files = reporting_day(12), list(national_day(12, FORMS, share=0.01))
    for one in files:
        homes.put(tmp_path, one.path, one.content, one.delivered_at)
    homes.run(tmp_path, day)
    assert homes.asked(tmp_path, "SELECT count(*), count(status) FROM audit.delivery") == [(len(files), len(files))]
    read = "FROM core.{} AS fact JOIN audit.submission USING (submission_id) JOIN audit.delivery AS file USING (delivery_id)"
    rows = set(homes.asked(tmp_path, f"SELECT file.path, fact.row_number, fact.title {read.format('task_report')}"))
    rows |= set(homes.asked(tmp_path, f"SELECT file.path, fact.row_number, fact.dossier_code {read.format('dossier_report')}"))
    wanted = {
        (one.path, truth.row_number, truth.truth["title" if truth.dataset == "tasks" else "dossier_code"])
        for one in files
        for truth in one.truths
        if truth.dataset in ("tasks", "dossiers") and truth.fate == "loaded" and one.placed_by != "key"
    }
    assert wanted
    assert wanted <= {(path, number, " ".join(str(text).split())) for path, number, text in rows}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_read_right(form):
    ministry = next(one for one in agencies_of(DAY) if one.code == "BTP")
    period = (dt.date(2025, 1, 1), DAY)
    counts = counts_table(ministry, DAY, Dice("a form", 1), row_count=4, period=period)
    moment = dt.datetime(2025, 10, 28, 15)
    verdict = judge(write_file(form, [counts], ministry, Claim(ministry, DAY, period), {"reported_on": DAY}, Dice(form), moment, "BTP/bieu"))
    assert verdict.rows == {("dossier_counts", "loaded"): 4}
    assert (outcomes(verdict)["right"] > 40, outcomes(verdict).get("wrong", 0)) == (True, 0)
