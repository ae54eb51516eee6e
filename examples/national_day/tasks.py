"""The tasks of the day: what each agency was given and how far it is. Rows only, no layout; the 51 overdue ones are chosen in `overdue`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from . import deadlines, overdue, titles, wording
from .agencies import WITHOUT_TASK_CODES, Agency
from .people import person

_COMMON_TO_PROVINCES = 5
"""Tasks, beside the overdue one, that every province was given under one code."""


@dataclass(frozen=True)
class TaskRow:
    """One task at one agency, as its office knows it."""

    agency_code: str
    task_code: str
    source_document: str
    number: int
    """The task's number in the document that assigns it."""
    title: str
    group: str
    lead_text: str
    coordinating: str | None
    assigned_on: date
    due: date | str
    """A day, or the words the document uses ('Quý III/2025')."""
    due_on: date | None
    """What those words mean; None for standing tasks."""
    state: str
    """done, open, paused or cancelled: what the office knows, before any comparison with the day."""
    status_text: str
    submitted: bool
    completed_on: date | None
    progress_pct: int | None
    product: str | None
    responsible_person: str | None
    approving_authority: str | None
    evidence: str | None
    blocker: str | None
    proposal: str | None
    last_progress_on: date
    note: str | None = None

    def is_overdue(self, day: date) -> bool:
        """Open and past its deadline on `day`; the day of the deadline itself is in time."""
        return self.state == "open" and self.due_on is not None and day > self.due_on


@dataclass(frozen=True)
class Task:
    """A task as its document has it, the same for all its holders."""

    code: str
    document: str
    number: int
    title: titles.Title
    due: deadlines.Deadline
    assigned_on: date


class _Register:
    """Gives codes and numbers in the order in which tasks are made."""

    def __init__(self, rng: Random, day: date) -> None:
        self.rng, self.day, self.made = rng, day, 0
        self.numbers = dict.fromkeys(wording.DOCUMENTS, 0)

    def add(self, title: titles.Title, due: deadlines.Deadline) -> Task:
        document = self.rng.choice(tuple(wording.DOCUMENTS))
        self.numbers[document] += self.rng.choice((1, 1, 2))
        self.made += 1
        latest = min(due.on or self.day, self.day) - timedelta(days=45)
        assigned = max(latest - timedelta(days=self.rng.randrange(0, 60)), date(self.day.year, 1, 10))
        return Task(f"NQ57.{self.made:03d}", document, self.numbers[document], title, due, assigned)


def make(reporting: tuple[Agency, ...], day: date, rng: Random) -> list[TaskRow]:
    """All task rows of all agencies that report on `day`, agency by agency."""
    register = _Register(rng, day)
    by_code = {agency.code: agency for agency in reporting}
    provinces = [agency for agency in reporting if not agency.is_central]
    holdings: dict[str, list[tuple[Task, str]]] = {agency.code: [] for agency in reporting}
    makers = {agency.code: titles.maker(agency, rng) for agency in reporting}

    everywhere = register.add(titles.FOR_EVERY_PROVINCE, deadlines.quarter_before(day))
    for position, agency in enumerate(provinces):
        holdings[agency.code].append((everywhere, "done_late" if position % 7 == 3 else overdue.EVERYWHERE[position % len(overdue.EVERYWHERE)]))
    for title in titles.COMMON[:_COMMON_TO_PROVINCES]:
        task = register.add(title, rng.choice((deadlines.ahead(day, rng), deadlines.STANDING, deadlines.behind(day, rng))))
        for agency in provinces:
            holdings[agency.code].append((task, _state(task.due, day, rng)))
    for holders, states in overdue.PLAN:
        task = register.add(next(makers[holders[0]]), deadlines.behind(day, rng))
        for code, state in zip(holders, states, strict=True):
            holdings[code].append((task, state))
    for agency in reporting:
        for _ in range(_how_many(agency, rng)):
            due = rng.choices((deadlines.ahead(day, rng), deadlines.behind(day, rng), deadlines.STANDING), (6, 4, 1))[0]
            task = register.add(next(makers[agency.code]), due)
            holdings[agency.code].append((task, _state(due, day, rng)))
    return [row for code, held in holdings.items() for row in _rows(by_code[code], held, day, rng)]


def _how_many(agency: Agency, rng: Random) -> int:
    if agency.code in WITHOUT_TASK_CODES:
        return rng.randrange(9, 14)
    if agency.code in ("BKHCN", "BCA", "BTC", "BNNMT"):
        return rng.randrange(38, 52)
    return rng.randrange(18, 30) if agency.is_central else rng.randrange(7, 12)


def _state(due: deadlines.Deadline, day: date, rng: Random) -> str:
    """A state that the deadline allows; overdue ones come from the plan alone."""
    if due.on is None:
        return "standing"
    if due.on >= day:
        return rng.choices(("open", "not_started", "submitted", "done_on_time", "paused", "cancelled"), (30, 6, 5, 12, 1, 1))[0]
    return rng.choices(("done_on_time", "done_late"), (5, 2))[0]


def _rows(agency: Agency, held: list[tuple[Task, str]], day: date, rng: Random) -> list[TaskRow]:
    order = {name: position for position, name in enumerate(titles.GROUPS)}
    held = sorted(held, key=lambda pair: (order[pair[0].title.group], pair[0].code))
    names = [person(rng) for _ in range(4)]
    words = wording.Wording(agency, rng)
    return [row_of(agency, task, state, day, rng, names, words) for task, state in held]


def row_of(agency: Agency, task: Task, state: str, day: date, rng: Random, names: list[str], words: wording.Wording) -> TaskRow:
    """One holder's row of a task that stands at `state` on `day`: a state of `_state` or `overdue`; lateness follows from the deadline."""
    late = task.due.on is not None and day > task.due.on
    done = state.startswith("done")
    open_late = late and not done
    return TaskRow(
        agency_code=agency.code,
        task_code=task.code,
        source_document=words.document(task.document),
        number=task.number,
        title=task.title.text,
        group=task.title.group,
        lead_text=rng.choice(agency.spellings()),
        coordinating=words.coordinating(rng),
        assigned_on=task.assigned_on,
        due=task.due.written,
        due_on=task.due.on,
        state="done" if done else state if state in ("paused", "cancelled") else "open",
        status_text=words.status(state, late),
        submitted=state == "submitted",
        completed_on=_completed(task, state, day, rng) if done else None,
        progress_pct=_progress(state, late, rng),
        product=None if rng.random() < 0.05 else task.title.product,
        responsible_person=None if rng.random() < 0.06 else words.responsible(rng.choice(names), rng),
        approving_authority=words.authority(task.title.product),
        evidence=words.evidence(state, task.title.product, rng),
        blocker=rng.choice(wording.BLOCKERS) if open_late else None,
        proposal=rng.choice(wording.PROPOSALS) if open_late else None,
        last_progress_on=task.assigned_on + timedelta(days=30) if done else day - timedelta(days=rng.choice((0, 0, 0, 1, 1, 3))),
    )


def _completed(task: Task, state: str, day: date, rng: Random) -> date:
    """A completion well on the side of the deadline that the state says."""
    assert task.due.on is not None
    if state == "done_late":
        return task.due.on + timedelta(days=rng.randrange(5, max(6, min(60, (day - task.due.on).days))))
    latest = min(task.due.on - timedelta(days=5), day - timedelta(days=1))
    earliest = min(task.assigned_on + timedelta(days=15), latest)
    return earliest + timedelta(days=rng.randrange(0, (latest - earliest).days + 1))


def _progress(state: str, late: bool, rng: Random) -> int | None:
    if state.startswith("done"):
        return 100
    if state in ("standing", "cancelled"):
        return None
    if state == "not_started":
        return 0
    return 95 if state == "submitted" else rng.randrange(50, 95, 5) if late else rng.randrange(10, 85, 5)
