"""Data quality by dimension and block, and findings by kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from pipelines.report.briefing import charts
from pipelines.report.briefing.figures import RATE, Figures
from pipelines.report.briefing.sections.voice import AGENCY_BLOCKS, Voice
from schemas.issues import CATALOGUE

DIMENSIONS = ("correct", "sufficient", "clean", "alive", "unified")
_LEAD = re.compile(r"^(?:\w+ )?\{(?:row_number|cell)\}:? ")
_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class QualityCell:
    """One dimension in one block."""

    value: str
    drawing: Markup
    issues: str


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One dimension, central and provincial."""

    dimension: str
    cells: tuple[QualityCell | None, ...]


def quality_rows(figures: Figures, voice: Voice) -> list[QualityRow]:
    """The dimensions in their own order, by block; a block without rows has no cell."""
    n, t = voice.numerals, voice.texts
    found = {(one.dimension, one.block): one for one in figures.quality}
    out = []
    for dimension in DIMENSIONS:
        cells: list[QualityCell | None] = []
        for block in AGENCY_BLOCKS:
            one = found.get((dimension, block))
            if one is None:
                cells.append(None)
                continue
            label = t("quality_label", dimension=t(dimension), block=t(block), value=n.percent(one.value))
            drawing = charts.gauge(one.value, None, label)
            cells.append(QualityCell(n.percent(one.value), drawing, t("quality_cell", issues=n.number(one.issues))))
        if any(cells):
            out.append(QualityRow(t(dimension), tuple(cells)))
    return out


def rows_refused(figures: Figures, voice: Voice) -> str | None:
    """How many rows of the date were refused and are held, where any were."""
    tasks, dossiers = figures.headline.get(("tasks_total", "national")), figures.headline.get((RATE, "national"))
    if tasks is None or dossiers is None or not any((tasks.rows_quarantined, tasks.rows_held, dossiers.rows_quarantined, dossiers.rows_held)):
        return None
    n = voice.numerals.number
    return voice.texts(
        "rows_refused",
        tasks=n(tasks.rows_quarantined),
        dossiers=n(dossiers.rows_quarantined),
        tasks_held=n(tasks.rows_held),
        dossiers_held=n(dossiers.rows_held),
    )


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Findings of one code."""

    code: str
    kind: str
    severity: str
    severity_text: str
    central: str
    provincial: str
    unknown: str
    issues: str


def issue_rows(figures: Figures, voice: Voice) -> list[IssueRow]:
    """Findings by code, errors first. The kind is the code's message without what is particular to a cell, so it can name nobody."""
    n = voice.numerals.number
    return [
        IssueRow(
            one.code,
            kind_of(one.code, voice.texts.language),
            one.severity,
            voice.texts(one.severity),
            n(one.central),
            n(one.provincial),
            n(one.unknown),
            n(one.issues),
        )
        for one in figures.issue_counts
    ]


def kind_of(code: str, language: str) -> str:
    """The catalogue's message for a code with its places left open; the code itself where the catalogue no longer has it."""
    issue = CATALOGUE.get(code)
    if issue is None:
        return code
    message = _PLACE.sub("…", _LEAD.sub("", issue.message_vi if language == "vi" else issue.message_en)).replace("….", "…")
    return message[:1].upper() + message[1:]
