"""A national day by seed: the files of all agencies, with truth. What one agency draws does not move the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from benchmarks.accuracy import files, write_xlsx
from benchmarks.accuracy.agencies import Agency, agencies_of
from benchmarks.accuracy.columns import IS_UNSEEN
from benchmarks.accuracy.dice import Dice
from benchmarks.accuracy.formats import FORMATS, RECORD_FORMATS, choose, write
from benchmarks.accuracy.model import OneOf, Sent, Sheet, Table
from benchmarks.accuracy.sheets import place
from benchmarks.accuracy.spell_deadlines import month_end
from benchmarks.accuracy.table_counts import counts_table
from benchmarks.accuracy.table_dossiers import dossiers_table
from benchmarks.accuracy.table_indicators import indicators_table
from benchmarks.accuracy.table_tasks import tasks_table
from benchmarks.accuracy.titles import Claim

DATASETS = {"tasks": 3.0, "dossiers": 2.0, "dossier_counts": 3.0, "indicators": 2.0}
Period = tuple[dt.date, dt.date]


def reporting_day(seed: int) -> dt.date:
    """The day that a seed speaks of: mostly after the provinces were merged, at times before."""
    dice = Dice(seed, "day")
    return dice.date(dt.date(2025, 3, 5), dt.date(2025, 6, 25)) if dice.chance(0.15) else dice.date(dt.date(2025, 7, 10), dt.date(2026, 6, 25))


def national_day(seed: int, formats: tuple[str, ...] = FORMATS, *, share: float = 1.0, unseen: bool = False) -> Iterator[Sent]:
    """All files of the day. `share`: the part of the agencies that send (tests want few); `unseen`: headers that nobody taught."""
    IS_UNSEEN.set(unseen)
    today = reporting_day(seed)
    dice = Dice(seed)
    bodies = agencies_of(today)
    senders = bodies if share >= 1 else tuple(dice.some(bodies, max(2, round(len(bodies) * share))))
    for agency in senders:
        yield from _of_agency(agency, today, dice.child(agency.code), formats)
    yield from _portals(bodies, today, dice.child("portals"), formats)
    yield from _not_loaded(bodies, today, dice.child("refused"))


def _delivered(today: dt.date, dice: Dice) -> dt.datetime:
    """In the afternoon of the day, or on the next morning: either way a file without a date speaks of the day."""
    day, hour = (today, dice.whole(13, 20)) if dice.chance(0.7) else (today + dt.timedelta(days=1), dice.whole(6, 10))
    return dt.datetime(day.year, day.month, day.day, hour, dice.whole(0, 59), dice.whole(0, 59))


def _period(today: dt.date, dice: Dice) -> Period:
    first_of_month = today.replace(day=1)
    return dice.weighted(
        {
            (dt.date(today.year, 1, 1), today): 5,
            (first_of_month, today): 2,
            (today - dt.timedelta(days=6), today): 1,
        }
    )


def _table(dataset: str, agency: Agency, today: dt.date, dice: Dice, period: Any, many: tuple[Agency, ...] = (), month: Any = None) -> Table:
    faults = 0.02 if dice.chance(0.3) else 0.0
    rows = dice.weighted({dice.whole(1, 4): 1, dice.whole(5, 15): 4, dice.whole(16, 45): 2})
    if dataset == "dossier_counts":
        if month is not None:
            period = months_period(today)
        return counts_table(agency, today, dice, row_count=min(rows, 18), many=many, faults=faults, period=period)
    make = {"tasks": tasks_table, "dossiers": dossiers_table, "indicators": indicators_table}[dataset]
    return make(agency, today, dice, row_count=rows if dataset != "indicators" else min(rows, 25), many=many, faults=faults)


def _of_agency(agency: Agency, today: dt.date, dice: Dice, formats: tuple[str, ...]) -> Iterator[Sent]:
    count = dice.weighted({1: 5, 2: 3, 3: 1})
    wanted: list[str] = []
    while len(wanted) < count:
        dataset = dice.weighted(DATASETS)
        wanted += [] if dataset in wanted else [dataset]
    together = len(wanted) > 1 and dice.chance(0.45)
    for group in [wanted] if together else [[one] for one in wanted]:
        yield _file(agency, today, dice.child(*group), formats, group)


def _file(agency: Agency, today: dt.date, dice: Dice, formats: tuple[str, ...], group: list[str], many: tuple[Agency, ...] = ()) -> Sent:
    delivered = _delivered(today, dice)
    who = dice.weighted({"folder": 5, "folder+title": 3, "title": 3, "file": 1.5}) if not many else "folder"
    when = dice.weighted({"line": 6, "file": 1.5, "delivery": 1.5})
    form = choose(formats, dice, len(group))
    claim_agency = agency if "title" in who else None
    claim_day = today if when == "line" else None
    name = files.name_of(
        group[0] if len(group) == 1 else "mixed", dice, agency=agency if who == "file" else None, day=today if when == "file" else None
    )
    folder = agency.code if "folder" in who else files.folder_of(today, dice)
    path = f"{folder}/{name}" if folder else name
    period = _period(today, dice)
    month = (today.year, today.month) if "dossier_counts" in group and today.day >= 14 and dice.chance(0.12) else None
    tables = [_table(dataset, agency, today, dice.child(dataset), period, many, month if form not in RECORD_FORMATS else None) for dataset in group]
    return write(
        form,
        tables,
        agency,
        Claim(claim_agency, claim_day, period, month if form not in RECORD_FORMATS else None),
        _truth(today, day_is_told=month is None or when == "line"),
        dice,
        delivered,
        path,
    )


def months_period(today: dt.date) -> tuple[OneOf, OneOf]:
    """What a month's name alone may mean: the month of the calendar, or of reports, from the 15th to the 14th; so far, where it is not over."""
    first = today.replace(day=1)
    before = (first - dt.timedelta(days=1)).replace(day=15)
    return OneOf((first, before)), OneOf((today, today.replace(day=14), month_end(today.year, today.month)))


def _truth(today: dt.date, *, day_is_told: bool = True) -> dict[str, Any]:
    """What holds for every row of a file. A month in the title and a day in the file's name are two answers to one question."""
    return {"reported_on": today} if day_is_told else {"reported_on": OneOf((today, *months_period(today)[1].values))}


def _portals(bodies: tuple[Agency, ...], today: dt.date, dice: Dice, formats: tuple[str, ...]) -> Iterator[Sent]:
    """Exports of a national portal: each row of another agency."""
    senders = [one for one in bodies if one.code in ("VPCP", "BKHCN")]
    for dataset in DATASETS:
        own = dice.child(dataset)
        if own.chance(0.6):
            many = tuple(own.some(bodies, own.whole(5, 30)))
            yield _file(own.pick(senders), today, own, formats, [dataset], many)


def _not_loaded(bodies: tuple[Agency, ...], today: dt.date, dice: Dice) -> Iterator[Sent]:
    """Files that must be refused, and two that must wait for a steward."""
    delivered = _delivered(today, dice)
    for kind in dice.some(sorted(files.REFUSED), 2):
        name, content = files.REFUSED[kind]
        yield Sent(f"{dice.pick(bodies).code}/{kind} {name}", content, delivered, name.rsplit(".", 1)[-1], (), "refused", kind)
    one, other = dice.some(bodies, 2)
    for why, claim, folder in (("no sender", Claim(None, today), "khong ro"), ("two senders", Claim(other, today), one.code)):
        own = dice.child(why)
        table = tasks_table(one, today, own, row_count=4)
        lead = [spot for spot, column in enumerate(table.columns) if column.field == "lead_text"]
        if lead:
            continue
        sheet = Sheet("Sheet1")
        place(sheet, table, claim, _truth(today), own, today, rich=True)
        yield Sent(f"{folder}/{own.whole(1, 99)} so lieu.xlsx", write_xlsx.write([sheet]), delivered, "xlsx", (), "held", why)
