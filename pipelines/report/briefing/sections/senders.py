"""Who has not sent, who has sent in part, who has sent late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.report.briefing.figures import Compliance, Figures
from pipelines.report.briefing.sections.voice import Voice


@dataclass(frozen=True, slots=True)
class LateGroup:
    """Agencies that share a failing, each with what stands for it: (name, code, block, what)."""

    style: str
    title: str
    agencies: tuple[tuple[str, str, str, str], ...]


def by_agency(rows: Sequence[Compliance]) -> list[list[Compliance]]:
    """The rows, which come in order of agency, one list an agency."""
    return [list(group) for _, group in groupby(rows, key=lambda row: (row.block, row.agency_code))]


def is_silent(states: Iterable[str | None]) -> bool:
    """Nothing came: every expected dataset is missing or carried."""
    return all(state in ("missing", "carried") for state in states)


def silent_names(figures: Figures, voice: Voice) -> list[str]:
    """The agencies of which nothing came for the date."""
    silent = [rows[0] for rows in by_agency(figures.compliance) if is_silent(row.state for row in rows)]
    return [voice.name(row.name_vi, row.name_en) for row in silent]


def late_groups(figures: Figures, voice: Voice) -> list[LateGroup]:
    """The silent, then the incomplete and held, then those that sent late. Groups without anybody are left out."""
    silent, partial, after = [], [], []
    for rows in by_agency(figures.compliance):
        first = rows[0]
        who = (voice.name(first.name_vi, first.name_en), first.agency_code, voice.texts(first.block))
        lacking = [row for row in rows if row.state != "reported"]
        late = [row for row in rows if row.is_late]
        if is_silent(row.state for row in rows):
            nothing = all(row.state == "missing" for row in rows)
            silent.append((*who, voice.texts("all_missing") if nothing else "; ".join(_state(row, voice) for row in rows)))
        elif lacking:
            partial.append((*who, "; ".join(_state(row, voice) for row in lacking)))
        if late:
            after.append((*who, "; ".join(_late(row, voice) for row in late)))
    groups = (("silent", silent), ("partial", partial), ("after_day", after))
    return [LateGroup(key, voice.texts(key, count=len(found)), tuple(found)) for key, found in groups if found]


def _state(row: Compliance, voice: Voice) -> str:
    dataset = voice.texts(row.dataset)
    if row.state == "carried":
        return voice.texts("state_carried", dataset=dataset, date=voice.numerals.date(row.reported_on), days=voice.numerals.number(row.days_old))
    return voice.texts(f"state_{row.state}", dataset=dataset)


def _late(row: Compliance, voice: Voice) -> str:
    return voice.texts("state_late", dataset=voice.texts(row.dataset), moment=voice.numerals.moment(row.delivered_at))
