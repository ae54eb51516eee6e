"""Deliveries that were refused, held or taken in part, and who must act."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.briefing.figures import Delivery, Figures
from pipelines.report.briefing.sections.voice import Voice
from schemas.issues import CATALOGUE

DELIVERIES = 40


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery that was refused, held or taken in part, and who must act."""

    path: str
    sender: str
    received: str
    status: str
    status_text: str
    reason: str
    is_vietnamese: bool
    rows: str | None
    acts: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The first of them, how many more there are, how the day's deliveries ended, how many older ones wait."""

    rows: tuple[DeliveryRow, ...]
    more: int
    counts: str
    older_held: int


def deliveries(figures: Figures, voice: Voice) -> Deliveries:
    """Deliveries of the date that need somebody's hand."""
    rows = tuple(_delivery_row(one, voice) for one in figures.deliveries[:DELIVERIES])
    counts = [f"{voice.texts(one.status)} {voice.numerals.number(one.of_the_date)}" for one in figures.delivery_statuses if one.of_the_date]
    older = sum(one.of_others for one in figures.delivery_statuses if one.status == "held")
    return Deliveries(rows, max(0, len(figures.deliveries) - DELIVERIES), ", ".join(counts), older)


def _delivery_row(one: Delivery, voice: Voice) -> DeliveryRow:
    t, n = voice.texts, voice.numerals
    reason = one.reason if t.language == "vi" else one.reason_en or one.reason
    ours = any(code in CATALOGUE and CATALOGUE[code].ours for code in one.codes.split(","))
    rows = None
    if one.status not in ("held", "rejected") or one.rows_quarantined:
        rows = t("rows_out", quarantined=n.number(one.rows_quarantined), held=n.number(one.rows_held))
    return DeliveryRow(
        one.path,
        voice.name(one.name_vi, one.name_en) if one.name_vi else t("unknown_block"),
        n.moment(one.delivered_at),
        one.status,
        t(one.status),
        reason or ("" if rows else t("no_reason")),
        bool(reason) and reason == one.reason,
        rows,
        t("act_ours") if ours else t("act_steward") if one.status == "held" else t("act_sender"),
    )
