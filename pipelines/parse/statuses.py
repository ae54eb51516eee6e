"""What a sender declares of a task: its state, and whether its product was accepted. The words stand in config/status_synonyms.csv.

Here belongs what keeps a half-done task from being read as done. Whether a declared status agrees with the dates is for rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from pipelines.parse.parsed import Parsed
from pipelines.parse.phrases import is_negated, longest_spans, over_words, phrases_inside, value_of
from pipelines.vietnamese.fold import fold, light
from schemas import issues

STATUS_UNKNOWN = issues.STATUS_UNKNOWN.code


class TaskStatus(NamedTuple):
    """What a known text declares. Without a state the text is known and means nothing definite."""

    state: str | None
    acceptance: str


_DONE = ("done", "done_on_time", "done_late")
_SURELY_DONE = re.compile(r"\b(?:hoan thanh|hoan tat|completed)\b")
_HEDGES = (
    "chua", "khong", "dang", "sap", "se", "du kien", "phan dau", "chuan bi", "tiep tuc", "co ban", "gan", "mot phan", "mot so", "phan", "du thao",
    "buoc dau", "giai doan", "so bo", "viec", "con", "can", "phai", "yeu cau", "ke hoach", "de", "neu",
)  # fmt: skip
_PLANS = ("truoc", "trong", "vao", "den")
"""'Hoàn thành trước 30/11' tells of a plan, 'đã hoàn thành trước 30/11' of a fact."""
_PART_OF = re.compile(r"(?<![\d/])(\d{1,2})\s*/\s*(\d{1,3})(?![\d/])")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")


def parse_task_status(text: pl.Series, kind: pl.Series, synonyms: Mapping[str, TaskStatus]) -> Parsed:
    """What a sender declares of a task, as `schemas.tasks.DECLARED_STATES`; extra `acceptance` ('none', 'submitted', 'accepted', 'returned').

    The whole cell counts first, then the longest synonym inside it. Nothing becomes done by a phrase that is negated, planned or partial ('chưa',
    'dự kiến', '80 %'): that is STATUS_UNKNOWN and null, as is what is not known at all. An empty cell is null without a code, acceptance null.
    """
    return over_words(text, kind, lambda written: _declared(written, synonyms), STATUS_UNKNOWN, ("acceptance",))


_SHORT = {"ht": "hoan thanh", "th": "thuc hien", "tk": "trien khai", "dth": "dang thuc hien", "cht": "chua hoan thanh", "dht": "da hoan thanh"}
"""Short forms that offices write in cells of state."""


def _declared(written: str, synonyms: Mapping[str, TaskStatus]) -> tuple[str | None, str | None]:
    folded = fold(written)
    if folded not in synonyms:
        folded = " ".join(_SHORT.get(word, word) for word in folded.split())
    if folded in synonyms:
        state, acceptance = synonyms[folded]
        return (state, acceptance or "none") if state else (None, None)
    state = value_of(folded, {phrase: status[0] for phrase, status in synonyms.items()})
    if state is None:
        return None, None
    spans = phrases_inside(folded, synonyms)
    told = {synonyms[phrase][1] or "none" for start, _, phrase in spans if not is_negated(folded, start)} - {"none"}
    if len(told) > 1:
        return None, None
    acceptance = told.pop() if told else "none"
    if state in _DONE and (acceptance in ("submitted", "returned") or _not_quite_done(written, folded, longest_spans(spans)[0])):
        return None, None
    return state, acceptance


def _not_quite_done(written: str, folded: str, span: tuple[int, int, str]) -> bool:
    """True where the words around a phrase of completion take it back, put it off or make it a part."""
    start, end, phrase = span
    if not _SURELY_DONE.search(phrase):
        return True
    around = f" {folded[:start]} {folded[end:]} "
    hedges = _HEDGES if phrase.startswith("da ") else _HEDGES + _PLANS
    if any(f" {hedge} " in around for hedge in hedges):
        return True
    plain = light(written)
    if any(float(share.replace(",", ".")) != 100 for share in _SHARE.findall(plain)):
        return True
    return any(int(part) < int(whole) for part, whole in _PART_OF.findall(plain))
