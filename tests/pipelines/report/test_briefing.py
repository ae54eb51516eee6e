"""The morning page: its figures are the marts', it holds nothing foreign, it says what is missing, in both languages."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import lxml.html
import polars as pl
import pytest

from pipelines.report.briefing import write_briefing
from pipelines.report.briefing.figures import read_figures
from pipelines.warehouse import connect, rows_of
from tests.pipelines.small_world import AGENCIES, DAY, SmallRegisters, World, counts, day, task

SECRET = "Nguyễn Thị Kín"
HOSTILE = "Bộ <script>alert('57')</script> & \"Con\""
REASON = "Ô «<img src=http://x.example/a.png onerror=alert(1)>» & 'hỏng'"


def select(root: lxml.html.HtmlElement, css: str) -> list[lxml.html.HtmlElement]:
    """Elements by the little of CSS that these tests need (tag, .class, [name], [name=value], :first-child, descent, commas)."""
    return [found for one in css.split(",") for found in root.xpath("." + "".join(map(_step, one.split())))]


def _step(part: str) -> str:
    tag, rest = re.match(r"([\w]*)(.*)", part).groups()
    tests = [f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in re.findall(r"\.([\w-]+)", rest)]
    tests += [f"@{name}='{value}'" if value else f"@{name}" for name, value in re.findall(r"\[([\w-]+)=?([\w-]*)\]", rest)]
    tests += ["not(preceding-sibling::*)"] if ":first-child" in rest else []
    return f"//{tag or '*'}" + "".join(f"[{each}]" for each in tests)


@dataclass
class Page:
    """A written page: its text, its tree, the warehouse that it was read from."""

    path: Path
    text: str
    tree: lxml.html.HtmlElement
    warehouse: Path

    def ask(self, sql: str) -> list[tuple]:
        with connect(self.warehouse) as connection:
            return rows_of(connection, sql)

    def words(self, css: str) -> list[str]:
        return [" ".join(found.text_content().split()) for found in select(self.tree, css)]

    def rows(self, css: str) -> list[list[str]]:
        """The cells of every body row of the tables that `css` finds."""
        return [
            [" ".join(cell.text_content().split()) for cell in row if cell.tag in ("td", "th")]
            for table in select(self.tree, css)
            for row in select(table, "tbody tr")
        ]


def page_of(warehouse: Path, out: Path, on: dt.date | None = None, language: str = "vi") -> Page:
    path = write_briefing(warehouse, out, on, language)
    text = path.read_text(encoding="utf-8")
    return Page(path, text, lxml.html.fromstring(text), warehouse)


def vi(value: float | None, places: int = 0) -> str:
    """Written apart from the code under test: 1.234,56 by exchange of signs."""
    if value is None:
        return "—"
    return f"{value:,.{places}f}".replace(",", "x").replace(".", ",").replace("x", ".").replace("-", "−")


def pct(value: float | None) -> str:
    return "—" if value is None else f"{vi(value, 2)} %"


def refuse(
    world: World, path: str, status: str, reason: str | None, code: str | None = None, at: dt.datetime | None = None, by: str | None = None
) -> None:
    """A delivery without any submission."""
    number = len(world.ledger.deliveries) + 1
    delivery_id = f"d{number:04}"
    issue = {"submission_id": None, "code": code, "severity": "error", "action": "reject", "message_vi": reason or "x", "message_en": "Damaged."}
    world._outcome(delivery_id, f"{delivery_id}-t1", "", 0, [issue] if code else [])
    world.ledger.deliveries.append(
        {
            "delivery_id": delivery_id,
            "file_name": path.split("/")[-1],
            "path": path,
            "sha256": "0" * 64,
            "bytes": 10,
            "format": None,
            "delivered_at": at or dt.datetime.combine(DAY, dt.time(16)),
            "sender_code": by,
            "sender_evidence": None,
            "status": status,
            "reason": reason,
            "current_reading": "r1",
        }
    )


def count_row(done: int, online: int | None) -> dict:
    return counts(received_total=done + 5, done_total=done, done_early=0, done_on_time=done - 3, done_late=3, online_full=online)


def two_days(root: Path) -> World:
    """27 and 28 October: G02 falls silent, H02 never speaks, H01 sends no counts on the 28th; one file refused, one broken by us, one held."""
    world = World(root)
    names = [HOSTILE, "Bộ Hai", "Ủy ban nhân dân tỉnh Một", "Ủy ban nhân dân Thành phố Hai"]
    world.registers = SmallRegisters(
        agencies=AGENCIES.with_columns(pl.Series("name_vi", names), name_en=pl.Series(["Ministry One", None, "One", "Two"]))
    )
    year = dt.date(2025, 1, 1)
    for offset in (-1, 0):
        on = day(offset)
        shared = task("SHARED", due_on=day(-40), responsible_person=SECRET)
        rows = [
            shared,
            task("WEEK", due_on=day(-7), responsible_person=SECRET),
            task("LATE", declared_state="done_late", due_on=day(-9)),
            task("DONE", declared_state="done", due_on=day(-9)),
            task("OPEN", due_on=day(9)),
            task("NONE"),
        ]
        if offset == 0:
            rows.append(task("OLD", due_on=day(-91)))
        world.send(
            "tasks",
            "G01",
            rows,
            on=on,
            quarantined=2,
            issues=[
                {"code": "TASK_WITHOUT_PERSON", "row_number": 5, "value": SECRET, "message_vi": f"Dòng 5: {SECRET}"},
                {"code": "NO_LONGER_KNOWN", "row_number": 6, "dimension": "clean"},
            ],
        )
        world.send("dossier_counts", "G01", [count_row(4000, 2500 + offset)], on=on, period=(year, on))
        world.send("tasks", "H01", [shared, task("MONTH", due_on=day(-30)), task("QUARTER", due_on=day(-90))], on=on)
        if offset == -1:
            world.send("tasks", "G02", [task("OTHER", due_on=day(3))], on=on)
            world.send("dossier_counts", "H01", [count_row(9000, 1000)], on=on, period=(year, on))
            world.point(world.build())
    world.send("tasks", "G01", [task("X1")], form="annex", hold="HEADER_AMBIGUOUS")
    refuse(world, "G01/<b>hỏng</b>.xlsx", "rejected", REASON, "CORRUPT_FILE", by="G01")
    refuse(world, "H01/nội bộ.xlsx", "rejected", "Lỗi của hệ thống", "INTERNAL_FAULT", by="H01")
    refuse(world, "cũ.xlsx", "held", "Chờ từ hôm kia", at=dt.datetime.combine(day(-2), dt.time(16)))
    world.point(world.build())
    return world


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    return two_days(tmp_path_factory.mktemp("briefing"))


@pytest.fixture(scope="module")
def page(world, tmp_path_factory) -> Page:
    return page_of(world.home.current, tmp_path_factory.mktemp("vi"))


@pytest.fixture(scope="module")
def english(world, tmp_path_factory) -> Page:
    return page_of(world.home.current, tmp_path_factory.mktemp("en"), language="en")


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


def test_no_person_is_named_in_any_language(page, english):
    ((kept,),) = page.ask(f"SELECT count(*) FROM core.task WHERE responsible_person = '{SECRET}'")
    assert kept, "the warehouse knows the person; the page must not say it"
    for one in (page, english):
        assert SECRET not in one.text


def test_hostile_text_is_text(page):
    assert select(page.tree, "script") == [] and select(page.tree, "img") == [] and select(page.tree, "main b") == []
    assert HOSTILE in page.words("table.agencies .label")
    labels = [svg.get("aria-label") for svg in select(page.tree, "table.agencies svg")]
    assert any(label.startswith(HOSTILE + ":") for label in labels)
    assert not [name for element in page.tree.iter() if isinstance(element.tag, str) for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_asks_nobody_for_anything(language, page, english):
    one = page if language == "vi" else english
    for element in one.tree.iter():
        if isinstance(element.tag, str):
            assert element.tag not in ("script", "link", "img", "iframe", "object", "embed", "base", "form")
            assert not {"src", "href", "srcset", "action", "{http://www.w3.org/1999/xlink}href"} & set(element.attrib)
            assert "http" not in (element.get("style") or "")
    (style,) = select(one.tree, "style")
    assert set(re.findall(r"url\(([^)]*)\)", style.text)) == {"#hatch-late", "#hatch-gap"}
    assert "@import" not in style.text and "@font-face" not in style.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_tables_and_drawings_can_be_heard(language, page, english):
    one = page if language == "vi" else english
    assert one.tree.get("lang") == language
    assert len(select(one.tree, "h1")) == 1
    ids = [element.get("id") for element in select(one.tree, "[id]")]
    assert len(ids) == len(set(ids))
    for section in select(one.tree, "section"):
        assert section.get("aria-labelledby") in ids
    for table in select(one.tree, "table"):
        assert select(table, "thead th") and all(cell.get("scope") for cell in select(table, "th"))
        width = len(select(table, "thead th"))
        for row in select(table, "tbody tr, tfoot tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == width
    for svg in select(one.tree, "svg"):
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and svg.get("aria-label"))


def test_english_says_the_same_figures_in_its_own_way(page, english):
    assert english.words(".tile_overdue .figure") == page.words(".tile_overdue .figure")
    (rate,) = page.words(".tile_rate .figure")
    assert english.words(".tile_rate .figure") == [rate.replace(" %", "%").replace(",", ".")]
    assert english.words("table.agencies .label")[0] == "Ministry One" and "Bộ Hai" in english.words("table.agencies .label")
    assert any("Damaged." in one for one in english.words("ul.files li")), "the reason in the page's language where the warehouse has it"
    for note in select(english.tree, ".notes span"):
        assert note.get("lang") == "vi"


def test_a_figure_without_a_value_is_a_dash_with_the_warehouses_note(tmp_path):
    world = World(tmp_path / "home")
    world.send("tasks", "G01", [task("T1")])
    world.point(world.build())
    page = page_of(world.home.current, tmp_path / "out")
    ((value, note),) = page.ask("SELECT value, note FROM mart.headline WHERE metric = 'dossiers_online_full_rate' AND block = 'national'")
    assert value is None and note
    assert page.words(".tile_rate .figure") == ["—"] and page.words(".tile_rate .of") == [note]
    rows = page.rows("table.gaps")
    assert [row[1:3] for row in rows] == [["—", "—"]] * 3
    assert note in page.words("table.gaps .note")
    assert "Chưa có giá trị nào để vẽ." in page.tree.text_content()
    assert page.words("section[aria-labelledby=h-age] .nothing") == ["Không có nhiệm vụ quá hạn trong các báo cáo đang dùng."]


def test_reports_that_came_after_the_day_are_named(tmp_path):
    world = World(tmp_path / "home")
    at = dt.datetime.combine(day(1), dt.time(4, 40))
    world.send("tasks", "G01", [task("T1")], at=at)
    world.send("dossier_counts", "G01", [count_row(10, 5)], period=(dt.date(2025, 1, 1), DAY))
    world.point(world.build())
    page = page_of(world.home.current, tmp_path / "out")
    assert "Gửi sau ngày số liệu (1)" in page.words("h3.group")
    assert "Bộ Một G01 — Nhiệm vụ: nhận lúc 04:40 29/10/2025" in page.words("ul.who li")


@pytest.mark.parametrize(("language", "says"), [("vi", "Kho dữ liệu chưa có ngày số liệu nào"), ("en", "The warehouse holds no reporting date yet")])
def test_an_empty_warehouse_gives_a_page_that_says_so(tmp_path, language, says):
    world = World(tmp_path / "home")
    world.point(world.build())
    page = page_of(world.home.current, tmp_path / "out", language=language)
    assert page.path.name == f"briefing-empty-{language}.html"
    assert says in page.words(".nothing")[0] and not select(page.tree, "table")


def test_a_date_before_all_others_gives_a_page_that_says_so(world, tmp_path):
    page = page_of(world.home.current, tmp_path, day(-9))
    assert page.words(".nothing") == ["Kho dữ liệu không có số liệu của ngày 19/10/2025 và các ngày trước đó."]


def test_a_page_replaces_the_one_before_and_leaves_nothing_beside_it(world, tmp_path):
    out = tmp_path / "deep" / "er"
    first = write_briefing(world.home.current, out)
    first.write_text("old", encoding="utf-8")
    assert write_briefing(world.home.current, out) == first
    assert first.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [each.name for each in out.iterdir()] == [first.name]


def test_what_cannot_be_written_is_refused(world, tmp_path):
    with pytest.raises(ValueError, match="'fr'"):
        write_briefing(world.home.current, tmp_path, language="fr")
    with pytest.raises(duckdb.IOException):
        write_briefing(tmp_path / "none.duckdb", tmp_path)


def test_reading_changes_nothing(world):
    before = world.home.current.resolve().read_bytes()
    read_figures(world.home.current)
    assert world.home.current.resolve().read_bytes() == before
