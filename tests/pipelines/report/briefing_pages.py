"""A small warehouse of two days and its written pages, for the tests of the morning page. No test is here."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import polars as pl

from pipelines.report.briefing import write_briefing
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
