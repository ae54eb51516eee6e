"""`tonghop demo --year`: the days of 2025 in order, what they say beside each other, and every planted fault beside what was found of it."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.demo import DAY, bring, files_of, refuse_foreign
from assets.commands.figures import read_headline, show_headline
from assets.commands.refresh import is_good, run_job, tell_run, told_of
from assets.terminal import number, printable, say_json, show_table

if TYPE_CHECKING:
    from examples.faults import FaultManifest, Verdict
    from pipelines.home import Home
    from pipelines.report.headline import Headline

MARCH, JULY, NOVEMBER = dt.date(2025, 3, 16), dt.date(2025, 7, 15), dt.date(2025, 11, 20)
OUTCOMES_VI = {"found": "đúng như dự kiến", "otherwise": "khác dự kiến", "missed": "bỏ sót"}


@dataclass(frozen=True)
class _Step:
    """One refresh: the day it is run for and the files, under `folder`, that have come by then."""

    run_date: dt.date
    folder: Path
    files: tuple[Path, ...]


def play(home: Home, as_json: bool) -> bool:
    """The year in the home, a refresh a step; a step whose files the home knows changes nothing. Gives whether all went well and every planted
    fault was found as expected.
    """
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="tonghop-demo-") as folder:
        steps, manifest = _write(Path(folder))
        refuse_foreign(home.inbox, [name for step in steps for name in step.files])
        for step in steps:
            written = bring(step.folder, step.files, home.inbox)
            if not as_json:
                click.echo(f"— Đến ngày {step.run_date:%d/%m/%Y}: {len(step.files)} tệp, {written} tệp được ghi vào {home.inbox}", err=True)
            launched = run_job(home, step.run_date, quiet=as_json)
            told.append({"run_date": step.run_date, "written": written, **told_of(home, launched, DAY)})
            if not as_json:
                tell_run(launched)
            if not is_good(launched):
                if as_json:
                    say_json({"success": False, "steps": told})
                return False
    verdicts = verdicts_of(home, manifest)
    story = story_of(home)
    if as_json:
        faults = [{"kind": one.fault.kind, "path": one.fault.path, "outcome": one.outcome, "differences": one.differences} for one in verdicts]
        say_json({"success": all(one.is_found for one in verdicts), "steps": told, "story": story, "faults": faults})
    else:
        tell_year(home, story, verdicts)
    return all(one.is_found for one in verdicts)


def _write(folder: Path) -> tuple[list[_Step], FaultManifest]:
    """All files, aside; what came up to 27 October is one step, as when a new installation catches up."""
    from examples.directive_year import DAYS, write_history
    from examples.faults import DAYS as FAULT_DAYS
    from examples.faults import write_faults
    from examples.national_day import write_inbox

    dated, national = folder / "dated", folder / "national"
    dated.mkdir()
    national.mkdir()
    write_history(dated)
    manifest = write_faults(dated)
    write_inbox(national, DAY)
    by_day: dict[str, list[Path]] = {}
    for name in files_of(dated):
        by_day.setdefault(name.parts[0], []).append(name)
    early = [day for day in DAYS if day < DAY]
    steps = [_Step(early[-1], dated, tuple(name for day in early for name in by_day[day.isoformat()]))]
    steps.append(_Step(DAY, national, tuple(files_of(national))))
    later = [*FAULT_DAYS, *(day for day in DAYS if day > DAY)]
    steps += [_Step(day, dated, tuple(by_day[day.isoformat()])) for day in sorted(later)]
    return steps, manifest


def verdicts_of(home: Home, manifest: FaultManifest) -> list[Verdict]:
    """What became of each planted fault in the published file."""
    from examples.faults import compare
    from pipelines.warehouse import attached, frame_of

    with attached(home.current) as connection:
        return compare(manifest, *(frame_of(connection, f"SELECT * FROM audit.{name}").to_dicts() for name in ("delivery", "issue", "submission")))


def story_of(home: Home) -> dict[str, Any]:
    """The year's figures, all from the published file."""
    from pipelines.warehouse import attached, frame_of, rows_of

    with attached(home.current) as connection:
        figures = {
            (metric, day): value
            for metric, day, value in rows_of(
                connection,
                "SELECT metric, as_of, value FROM mart.headline WHERE block = 'national' AND as_of IN (?, ?) "
                "AND metric IN ('tasks_open_overdue', 'dossiers_online_full_rate')",
                [JULY, DAY],
            )
        }
        plans = rows_of(
            connection,
            "SELECT block, sum(value)::BIGINT, count(*) FROM mart.indicator_progress WHERE as_of = ? AND indicator_code IN ('I12', 'I13') "
            "GROUP BY block ORDER BY block",
            [MARCH],
        )
        declared = rows_of(
            connection,
            "SELECT d.path, i.sheet, i.cell, i.value, i.expected FROM audit.issue AS i INNER JOIN audit.delivery AS d "
            "ON d.delivery_id = i.delivery_id WHERE i.code = 'DECLARED_DIFFERS_FROM_COUNTED' ORDER BY ALL",
        )
        ministry = frame_of(connection, f"SELECT * FROM mart.task_progress WHERE as_of = DATE '{NOVEMBER}' AND agency_code = 'BNNMT'").to_dicts()
    changes = {
        metric: {"before": figures.get((metric, JULY)), "now": figures.get((metric, DAY)), "days": (JULY, DAY)}
        for metric in ("tasks_open_overdue", "dossiers_online_full_rate")
    }
    return {
        "changes": changes,
        "plans": {block: {"with_plan": having, "agencies": agencies} for block, having, agencies in plans},
        "declared": [dict(zip(("path", "sheet", "cell", "declared", "counted"), row, strict=True)) for row in declared],
        "ministry": ministry[0] if ministry else {},
    }


def tell_year(home: Home, story: dict[str, Any], verdicts: list[Verdict]) -> None:
    """The headline of the national day, the year's figures, the planted faults; a line for each that was not found as expected."""
    headline: Headline | None = read_headline(home.current, DAY)
    if headline is not None:
        show_headline(headline)
    click.echo("\nTrong năm 2025")
    for block, plans in story["plans"].items():
        offices = "bộ, cơ quan" if block == "central" else "địa phương"
        click.echo(f"  {MARCH:%d/%m}: {plans['with_plan']}/{plans['agencies']} {offices} đã có kế hoạch hành động.")
    for one in story["declared"]:
        where = f"{one['path']}, {one['sheet']}, ô {one['cell']}"
        click.echo(f"         công bố {one['declared']}, đếm từ báo cáo được {one['counted']}: có cảnh báo, không sửa số ({printable(where)}).")
    overdue, rate = story["changes"]["tasks_open_overdue"], story["changes"]["dossiers_online_full_rate"]
    days = f"{JULY:%d/%m} đến {DAY:%d/%m}"
    click.echo(f"  {days}: nhiệm vụ quá hạn {number(overdue['before'])} → {number(overdue['now'])} ({_signed(overdue, None)}).")
    rates = f"{number(rate['before'], 2, '%')} → {number(rate['now'], 2, '%')}"
    click.echo(f"  {days}: hồ sơ trực tuyến toàn trình {rates} ({_signed(rate, 2)} điểm %).")
    own = story["ministry"]
    if own:
        click.echo(
            f"  {NOVEMBER:%d/%m}: Bộ Nông nghiệp và Môi trường có {own['total']} nhiệm vụ: {own['done']} hoàn thành ({own['done_on_time']} đúng hạn, "
            f"{own['done_late']} quá hạn), {own['open_in_time']} trong hạn, {own['open_overdue']} quá hạn."
        )
    counts = {name: sum(one.outcome == name for one in verdicts) for name in OUTCOMES_VI}
    kinds = ", ".join(f"{title}: {counts[name]}" for name, title in OUTCOMES_VI.items())
    click.echo(f"\nLỗi cài sẵn: {len(verdicts)} tệp; mã lỗi và cách xử lý {kinds}.")
    wrong = [
        (OUTCOMES_VI[one.outcome], one.fault.kind, printable(one.fault.path), "; ".join(one.differences)) for one in verdicts if not one.is_found
    ]
    if wrong:
        show_table(("Kết quả", "Lỗi", "Tệp", "Khác ở"), wrong)


def _signed(change: dict[str, Any], digits: int | None) -> str:
    if change["before"] is None or change["now"] is None:
        return number(None)
    difference = change["now"] - change["before"]
    return ("+" if difference > 0 else "") + number(difference, digits)
