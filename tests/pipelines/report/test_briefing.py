"""The morning page says what the marts say, of any date held."""

import datetime as dt

import lxml.html
import pytest

from pipelines.report.briefing import write_briefing
from pipelines.report.briefing.figures import read_figures
from tests.pipelines.report.briefing_pages import HOSTILE, REASON, Page, page_of, pct, select, two_days, vi
from tests.pipelines.small_world import DAY, World, counts, day, task


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    return two_days(tmp_path_factory.mktemp("briefing"))


@pytest.fixture(scope="module")
def page(world, tmp_path_factory) -> Page:
    return page_of(world.home.current, tmp_path_factory.mktemp("vi"))


def test_headline_tiles_say_what_the_mart_says(page):
    mart = {
        (metric, block): (value, denominator, target)
        for metric, block, value, denominator, target in page.ask(
            f"SELECT metric, block, value, denominator, target FROM mart.headline WHERE as_of = DATE '{DAY}'"
        )
    }
    assert mart["tasks_open_overdue", "national"][0] == 5, "SHARED, WEEK, OLD, MONTH, QUARTER: SHARED once"
    shown = {key: select(page.tree, f".{key}")[0] for key in ("tile_overdue", "tile_rate", "tile_sent", "tile_done")}
    for key, metric, told in (
        ("tile_overdue", "tasks_open_overdue", vi),
        ("tile_rate", "dossiers_online_full_rate", pct),
        ("tile_sent", "agencies_reported", vi),
        ("tile_done", "tasks_done", vi),
    ):
        assert select(shown[key], ".figure")[0].text_content().replace("\u00a0", " ") == told(mart[metric, "national"][0])
        blocks = [found.text_content().replace("\u00a0", " ") for found in select(shown[key], "dd")]
        assert blocks == [told(mart[metric, block][0]) for block in ("central", "provincial")]
    rate, _, target = mart["dossiers_online_full_rate", "national"]
    assert f"{vi(target - rate, 2)} điểm % so với mục tiêu 80 %" in " ".join(shown["tile_rate"].text_content().split())
    assert f"trên {vi(mart['tasks_open_overdue', 'national'][1])} nhiệm vụ" in shown["tile_overdue"].text_content()


def test_coverage_stands_beside_the_figure(page):
    ((counted, expected, carried),) = page.ask(
        "SELECT agencies_counted, agencies_expected, agencies_carried FROM mart.headline "
        f"WHERE as_of = DATE '{DAY}' AND metric = 'tasks_open_overdue' AND block = 'national'"
    )
    assert (counted, expected, carried) == (3, 4, 1)
    assert "Tính trên 3/4 cơ quan; trong đó 1 cơ quan lấy số liệu cũ" in select(page.tree, ".tile_overdue .coverage")[0].text_content()


def test_gap_table_says_what_the_mart_says(page):
    mart = page.ask(
        "SELECT block, numerator, denominator, value, target - value, agencies_counted, agencies_expected FROM mart.headline "
        f"WHERE as_of = DATE '{DAY}' AND metric = 'dossiers_online_full_rate'"
    )
    wanted = {
        {"national": "Cả nước", "central": "Bộ, ngành", "provincial": "Địa phương"}[block]: [
            pct(value),
            f"{vi(gap, 2)} điểm %",
            f"{vi(numerator)} / {vi(denominator)}",
            f"{counted}/{expected}",
        ]
        for block, numerator, denominator, value, gap, counted, expected in mart
    }
    assert {row[0]: row[1:] for row in page.rows("table.gaps")} == wanted


def test_one_row_an_agency_with_the_marts_numbers(page):
    mart = page.ask(
        "SELECT s.block, t.total, t.done_on_time, t.done_late, t.open_in_time, t.other, t.open_overdue, s.online_full_rate, s.rank_in_block "
        "FROM mart.agency_scoreboard AS s LEFT JOIN mart.task_progress AS t USING (as_of, agency_code) "
        f"WHERE as_of = DATE '{DAY}' ORDER BY s.block, t.open_overdue DESC NULLS LAST, s.agency_code"
    )
    shown = page.rows("table.agencies")
    assert len(shown) == 4
    assert [row[1:] for row in shown] == [[*map(vi, row[1:7]), pct(row[7]), vi(row[8])] for row in mart]
    assert shown[0][1:7] == ["7", "1", "1", "1", "1", "3"]
    assert shown[3][0] == "TP. Hai Không có số liệu nhiệm vụ"
    assert shown[2][0] == "Một", "a province's committee is called by its province"


def test_bars_are_the_marts_shares(page):
    (bar,) = select(page.tree, "table.agencies tbody tr:first-child .bar")[:1]
    drawn = {rect.get("class"): float(rect.get("width").rstrip("%")) for rect in select(bar, "rect")}
    ((on_time, late, in_time, overdue),) = page.ask(
        "SELECT done_on_time_pct, done_late_pct, open_in_time_pct, open_overdue_pct FROM mart.task_progress "
        f"WHERE as_of = DATE '{DAY}' AND agency_code = 'G01'"
    )
    wanted = {"done_on_time": on_time, "done_late": late, "open_in_time": in_time, "open_overdue": overdue}
    assert {key: drawn[key] for key in wanted} == pytest.approx(wanted, abs=0.001)
    assert sum(drawn.values()) == pytest.approx(100, abs=0.01)
    assert "quá hạn 3" in bar.get("aria-label")


def test_overdue_by_age_bands_at_their_edges_add_up_to_the_headline(page):
    shown = page.rows("table.ages")
    # days past due: WEEK 7; MONTH 30; SHARED 40, QUARTER 90; OLD 91
    assert shown == [
        ["1–7 ngày", "1", "1", "0"],
        ["8–30 ngày", "1", "0", "1"],
        ["31–90 ngày", "2", "1", "2"],
        ["Trên 90 ngày", "1", "1", "0"],
    ]
    values = dict(page.ask(f"SELECT block, value FROM mart.headline WHERE as_of = DATE '{DAY}' AND metric = 'tasks_open_overdue'"))
    sums = [sum(int(row[i]) for row in shown) for i in (1, 2, 3)]
    assert sums == [values["national"], values["central"], values["provincial"]]
    assert page.words("table.ages tfoot td") == [str(each) for each in sums]


def test_silent_and_incomplete_agencies_are_named_with_what_stands_for_them(page):
    silent, partial = select(page.tree, "ul.who")
    assert page.words("h3.group") == ["Không gửi báo cáo nào (2)", "Gửi thiếu hoặc đang chờ xác nhận (1)"]
    told = [" ".join(one.text_content().split()) for one in silent]
    assert told[0].startswith("Bộ Hai G02 — ")
    assert "Nhiệm vụ: dùng số liệu ngày 27/10/2025 (cũ 1 ngày)" in told[0] and "Số liệu hồ sơ: không có số liệu" in told[0]
    assert told[1] == "TP. Hai H02 — không có số liệu nào trong thời hạn sử dụng"
    assert " ".join(partial.text_content().split()) == "Một H01 — Số liệu hồ sơ: dùng số liệu ngày 27/10/2025 (cũ 1 ngày)"
    assert page.words(".alert") == ["Chưa gửi: Bộ Hai, TP. Hai"]
    assert "Ngày trước có gửi, ngày này không gửi báo cáo nào: Bộ Hai" in page.words(".warn")


def test_changes_are_the_differences_of_the_marts(page):
    values = {(on, metric, block): value for on, metric, block, value in page.ask("SELECT as_of, metric, block, value FROM mart.headline")}
    shown = page.rows("table.blocks")
    now, before = values[DAY, "tasks_open_overdue", "national"], values[day(-1), "tasks_open_overdue", "national"]
    assert (before, now) == (4, 5), "OLD is new"
    assert shown[0] == ["Nhiệm vụ quá hạn"]
    assert shown[1][0] == f"{vi(now)} +{vi(now - before)} trước: {vi(before)}"
    rate = values[DAY, "dossiers_online_full_rate", "central"] - values[day(-1), "dossiers_online_full_rate", "central"]
    cell = shown[[row[0] for row in shown].index("Hồ sơ trực tuyến toàn trình") + 1][1]
    assert f"+{vi(rate, 2)} điểm %" in cell
    overdue, rates = select(page.tree, ".pair table.changes")
    assert [[cell.text_content() for cell in row] for row in select(overdue, "tbody tr")] == [[HOSTILE, "2", "3", "+1"]]
    assert len(select(rates, "tbody tr")) == 1


def test_what_the_build_changed_is_audit_change(page):
    changed = page.ask(
        "SELECT table_name, count(*), sum(rows_added)::BIGINT, sum(rows_removed)::BIGINT FROM audit.change "
        "WHERE build = (SELECT max(build) FROM audit.build) GROUP BY table_name ORDER BY table_name"
    )
    assert changed
    shown = page.rows("section[aria-labelledby=h-build] table")
    assert [(row[0].split()[-1], *row[1:]) for row in shown] == [(name, *map(vi, numbers)) for name, *numbers in changed]


def test_quality_is_the_marts_sums_and_every_code_is_counted(page):
    mart = {
        (dimension, block): (numerator, denominator, issues)
        for dimension, block, numerator, denominator, issues in page.ask(
            "SELECT q.dimension, a.block, sum(numerator), sum(denominator), sum(issues)::BIGINT "
            f"FROM mart.data_quality AS q JOIN core.agency AS a USING (agency_code) WHERE as_of = DATE '{DAY}' GROUP BY ALL"
        )
    }
    shown = {row[0]: row[1:] for row in page.rows("table.quality")}
    for name, dimension in (("Đúng", "correct"), ("Đủ", "sufficient"), ("Sạch", "clean"), ("Sống", "alive"), ("Thống nhất", "unified")):
        for cell, block in zip(shown[name], ("central", "provincial"), strict=True):
            numerator, denominator, issues = mart[dimension, block]
            assert cell == f"{pct(100.0 * float(numerator) / float(denominator))} {issues} lỗi, cảnh báo"
    issues = {row[1].split()[-1]: row for row in page.rows("table.issues")}
    assert issues["TASK_WITHOUT_PERSON"][0] == "Cảnh báo"
    assert issues["TASK_WITHOUT_PERSON"][1] == "Nhiệm vụ chưa rõ người phụ trách. TASK_WITHOUT_PERSON"
    assert issues["TASK_WITHOUT_PERSON"][2:] == ["1", "0", "0", "1"], "the date's own, not that of the day before"
    assert issues["NO_LONGER_KNOWN"][1] == "NO_LONGER_KNOWN NO_LONGER_KNOWN", "a code without a catalogue entry speaks for itself"
    assert issues["CORRUPT_FILE"][5] == issues["INTERNAL_FAULT"][5] == "1"
    assert "Số dòng bị loại: nhiệm vụ 2, hồ sơ 0. Số dòng chờ xác nhận: nhiệm vụ 1, hồ sơ 0." in page.tree.text_content()


def test_refused_and_held_files_say_why_and_who_must_act(page):
    files = page.words("ul.files li")
    assert len(files) == 3, "the one of two days ago is not of this date"
    assert files[0].startswith("từ chối G01/<b>hỏng</b>.xlsx") and REASON in files[0] and files[0].endswith("Bên xử lý: Cơ quan gửi")
    assert files[1].startswith("từ chối H01/nội bộ.xlsx") and files[1].endswith("Bên xử lý: Bộ phận kỹ thuật")
    assert files[2].startswith("chờ xác nhận") and "Không ghi lý do" in files[2] and files[2].endswith("Bên xử lý: Người phụ trách dữ liệu")
    assert "Ngoài ra còn 1 tệp của các ngày khác đang chờ xác nhận." in page.tree.text_content()


def test_lines_run_over_the_dates_held(page):
    overdue, rate = select(page.tree, "svg.lines")
    assert len(select(overdue, "circle")) == 2 and len(select(overdue, "line.national")) == 1
    assert len(select(rate, "circle")) == 6
    assert page.rows("details table")[0][:2] == ["28/10/2025", "5"]
    assert "mới có một ngày" not in page.text


def test_an_earlier_date_is_told_as_it_stood_then(world, tmp_path):
    before = page_of(world.home.current, tmp_path, day(-1))
    assert before.path.name == f"briefing-{day(-1)}-vi.html"
    ((value,),) = before.ask(
        f"SELECT value FROM mart.headline WHERE as_of = DATE '{day(-1)}' AND metric = 'tasks_open_overdue' AND block = 'national'"
    )
    assert before.words(".tile_overdue .figure") == [vi(value)] == ["4"]
    bands = before.rows("table.ages")
    assert sum(int(row[1]) for row in bands) == value
    assert "mới có một ngày số liệu (27/10/2025)" in before.text and not select(before.tree, "line.national")
    assert len(select(before.tree, "circle.national")) == 2
    assert "chưa có ngày số liệu nào trước ngày này" in before.text
    assert not any("G01/" in one for one in before.words("ul.files li")), "files of the 28th are not of the 27th"


def test_a_date_that_is_not_held_gives_the_one_before_and_says_so(world, tmp_path):
    later = page_of(world.home.current, tmp_path, day(3))
    assert later.path.name == f"briefing-{DAY}-vi.html"
    assert "Kho dữ liệu không có ngày 31/10/2025; bản tin lấy ngày gần nhất trước đó là 28/10/2025." in later.words("header .warn")


def three_days(root) -> World:
    """A month and more apart, then two days on end; on the first, one agency of four speaks of tasks."""
    made = World(root)
    late = [task("T1", due_on=day(-90)), task("T2", due_on=day(-90)), task("T3", due_on=day(-90))]
    period = (dt.date(2025, 1, 1), day(-40))
    made.send("tasks", "G01", late, on=day(-40))
    made.send("dossier_counts", "G01", [counts(done_total=100, online_full=30)], on=day(-40), period=period)
    for offset, open_ones in ((-1, 2), (0, 1)):
        for code in ("G01", "H01"):
            rows = [{**row, "declared_state": "open" if i < open_ones else "done"} for i, row in enumerate(late)]
            made.send("tasks", code, rows, on=day(offset))
            made.send("dossier_counts", code, [counts(done_total=100, online_full=40)], on=day(offset), period=(dt.date(2025, 1, 1), day(offset)))
    made.point(made.build())
    return made


def deltas(page: Page, tile: str) -> list[str]:
    [found] = select(page.tree, f".tile.{tile}")
    return [" ".join(line.text_content().split()) for line in select(found, ".delta")]


def test_the_day_before_and_the_period_before_each_with_what_they_rest_on(tmp_path):
    made = three_days(tmp_path / "home")
    current = made.home.current
    page = page_of(current, tmp_path)
    assert deltas(page, "tile_overdue") == ["−1 so với 27/10/2025", "−2 so với 18/09/2025 (khi đó tính trên 1/4 cơ quan)"]
    assert deltas(page, "tile_rate") == ["không đổi so với 27/10/2025", "+10,00 điểm % so với 18/09/2025 (khi đó tính trên 1/4 cơ quan)"]
    # Of the 27th: the 18th of September is the day before, and no other period lies behind it.
    assert deltas(page_of(current, tmp_path, day(-1)), "tile_overdue") == ["−1 so với 18/09/2025 (khi đó tính trên 1/4 cơ quan)"]


def test_a_page_against_a_chosen_day(tmp_path):
    current = three_days(tmp_path / "home").home.current
    chosen = write_briefing(current, tmp_path, against=day(-2)).read_text(encoding="utf-8")
    page = Page(tmp_path, chosen, lxml.html.fromstring(chosen), current)
    assert deltas(page, "tile_overdue") == ["−2 so với 18/09/2025 (khi đó tính trên 1/4 cơ quan)"]
    assert "Thay đổi so với ngày số liệu 18/09/2025" in chosen
    with pytest.raises(ValueError, match="2025-09-01"):
        write_briefing(current, tmp_path, against=dt.date(2025, 9, 1))
    for later in (DAY, day(40)):
        with pytest.raises(ValueError, match=f"2025-10-28 can be compared only with an earlier date, not with {later}"):
            write_briefing(current, tmp_path, against=later)


def test_the_day_is_the_same_whichever_day_it_is_compared_with(tmp_path):
    made = three_days(tmp_path / "home")
    scan = {"file_name": "scan.pdf", "sha256": "1" * 64, "bytes": 9, "format": "pdf", "status": "rejected", "reason": "Ảnh quét."}
    none = {"sender_code": "G01", "sender_evidence": "folder", "current_reading": None}
    for at in (dt.datetime(2025, 10, 1, 15), dt.datetime(2025, 10, 20, 15), dt.datetime.combine(DAY, dt.time(15))):
        number = f"x{at:%d}"
        made.ledger.deliveries.append({**scan, **none, "delivery_id": number, "path": f"G01/{number}.pdf", "delivered_at": at})
    made.point(made.build())
    usual, chosen = (read_figures(made.home.current, None, against) for against in (None, dt.date(2025, 9, 20)))
    assert usual.dates.previous == day(-1) and chosen.dates.previous == dt.date(2025, 9, 18)
    assert "G01/x28.pdf" in [one.path for one in usual.deliveries] and "G01/x01.pdf" not in [one.path for one in usual.deliveries]
    assert (usual.deliveries, usual.delivery_statuses, usual.issue_counts) == (chosen.deliveries, chosen.delivery_statuses, chosen.issue_counts)
