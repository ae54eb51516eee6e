"""The morning page as a document: nothing foreign, nobody named, both languages, what is missing is said."""

import datetime as dt
import re

import duckdb
import pytest

from pipelines.report.briefing import write_briefing
from pipelines.report.briefing.figures import read_figures
from tests.pipelines.report.briefing_pages import HOSTILE, SECRET, Page, count_row, page_of, select, two_days
from tests.pipelines.small_world import DAY, World, day, task


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> World:
    return two_days(tmp_path_factory.mktemp("briefing"))


@pytest.fixture(scope="module")
def page(world, tmp_path_factory) -> Page:
    return page_of(world.home.current, tmp_path_factory.mktemp("vi"))


@pytest.fixture(scope="module")
def english(world, tmp_path_factory) -> Page:
    return page_of(world.home.current, tmp_path_factory.mktemp("en"), language="en")


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


def test_reports_that_came_after_the_next_working_day_are_named(tmp_path):
    world = World(tmp_path / "home")
    world.send("tasks", "G01", [task("T1")], at=dt.datetime.combine(day(2), dt.time(4, 40)))
    world.send("tasks", "G02", [task("T1")], at=dt.datetime.combine(day(1), dt.time(23, 59)))
    world.send("tasks", "G02", [task("T1"), task("T2")], at=dt.datetime.combine(day(3), dt.time(8)))
    world.send("dossier_counts", "G01", [count_row(10, 5)], period=(dt.date(2025, 1, 1), DAY))
    world.point(world.build())
    page = page_of(world.home.current, tmp_path / "out")
    assert "Gửi muộn: sau ngày làm việc kế tiếp (1)" in page.words("h3.group")
    assert "Bộ Một G01 — Nhiệm vụ: nhận lúc 04:40 30/10/2025" in page.words("ul.who li")


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
