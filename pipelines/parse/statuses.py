"""Closed vocabularies: task statuses, channels, service levels, dossier statuses, yes and no. The words stand in config/status_synonyms.csv.

Here belongs how a cell's words are compared with them. Whether a declared status agrees with the dates is for rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import NOTHING, Parsed, broken_cell_code, distinct_cells, is_kind, spread
from pipelines.vietnamese.fold import fold, light
from schemas import issues

STATUS_UNKNOWN = issues.STATUS_UNKNOWN.code
VALUE_UNKNOWN = issues.VALUE_UNKNOWN.code

Synonyms = Mapping[str, tuple[str, str | None]]
"""Folded text -> (value, acceptance). The value UNCLEAR says that a text is known and means nothing definite."""
UNCLEAR = "?"

SHORTEST_INSIDE = 4
"""Letters: a shorter synonym ('HT', '3') must be the whole cell, inside other words it means anything."""
LONGEST_TEXT = 15
"""Words: what is longer is an account, in which a phrase is not the status."""

_NEGATIONS = {"khong", "chua", "chang", "dung"}
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

_YES = {"co", "x", "da", "1", "true", "yes", "y", "v", "dung", "roi", "da co"}
_NO = {"khong", "0", "false", "no", "n", "chua", "khong co", "chua co", "sai"}
_TICKS = {"✓", "✔", "☑", "☒", "√", "●"}
_BLANK_BOX = {"☐", "□", "○"}


def synonyms_of(table: pl.DataFrame, dataset: str, field: str) -> dict[str, tuple[str, str | None]]:
    """The synonyms of one field from rows of status_synonyms (dataset, field, text, value, acceptance); dataset '*' counts for all."""
    rows = table.filter(pl.col("dataset").is_in([dataset, "*"]) & (pl.col("field") == field)).select("text", "value", "acceptance")
    return {fold(text): (value, acceptance or None) for text, value, acceptance in rows.iter_rows()}


def parse_task_status(text: pl.Series, kind: pl.Series, synonyms: Synonyms) -> Parsed:
    """What a sender declares of a task, as `schemas.tasks.DECLARED_STATES`; extra `acceptance` ('none', 'submitted', 'accepted', 'returned').

    The whole cell counts first, then the longest synonym inside it. Nothing becomes done by a phrase that is negated, planned or partial ('chưa',
    'dự kiến', '80 %'): that is STATUS_UNKNOWN and null, as is what is not known at all. An empty cell is null without a code, acceptance null.
    """
    return _over_cells(text, kind, lambda written: _declared(written, synonyms), STATUS_UNKNOWN, ("acceptance",))


def parse_enumeration(text: pl.Series, kind: pl.Series, synonyms: Synonyms, unknown_code: str = VALUE_UNKNOWN) -> Parsed:
    """A value of a closed list: the whole cell counts first, then the longest synonym inside it, unless negated; else null and `unknown_code`."""
    return _over_cells(text, kind, lambda written: (_longest(fold(written), synonyms), None), unknown_code, ())


def parse_boolean(text: pl.Series, kind: pl.Series, unknown_code: str = VALUE_UNKNOWN) -> Parsed:
    """Yes or no as Boolean: 'có', 'đã ...', 'x', ticks and 1 are true; 'không ...', 'chưa ...' and 0 are false; else null and `unknown_code`."""
    parsed = _over_cells(text, kind, lambda written: (_yes_or_no(written), None), unknown_code, (), logical=True)
    values = parsed.values.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    return Parsed(values, parsed.codes)


def _over_cells(
    text: pl.Series,
    kind: pl.Series,
    read: Callable[[str], tuple[str | None, str | None]],
    unknown_code: str,
    extras: tuple[str, ...],
    *,
    logical: bool = False,
) -> Parsed:
    """`read` over the different cells; cells that are dates, or logical where words are asked for, hold no word and are unknown."""
    cells = distinct_cells(text, kind)
    worded = (Kind.TEXT, Kind.NUMBER, Kind.BOOL) if logical else (Kind.TEXT, Kind.NUMBER)
    values: list[str | None] = []
    acceptances: list[str | None] = []
    codes: list[str | None] = []
    for written, of in cells.iter_rows():
        empty = written is None or of == Kind.EMPTY or (of == Kind.TEXT and re.fullmatch(NOTHING, light(written)) is not None)
        value, acceptance = (None, None) if empty or of not in worded else read(_whole_number(written) if of == Kind.NUMBER else written)
        values.append(value)
        acceptances.append(acceptance)
        codes.append(unknown_code if value is None and not empty else None)
    frame = cells.with_columns(
        pl.Series("value", values, dtype=pl.String),
        pl.Series("acceptance", acceptances, dtype=pl.String),
        pl.Series("own_code", codes, dtype=pl.String),
    )
    broken = pl.when(is_kind(Kind.ERROR, Kind.UNCACHED)).then(broken_cell_code())
    return spread(frame.with_columns(code=pl.coalesce(broken, "own_code")), text, kind, extras)


def _whole_number(written: str) -> str:
    return re.sub(r"\.0+$", "", written)


def _inside(folded: str, synonyms: Synonyms) -> list[tuple[int, int, str]]:
    """Synonyms that stand in `folded` as whole words: (start, end, phrase); those within a longer one are left out."""
    padded = f" {folded} "
    spans = []
    for phrase in synonyms:
        if len(phrase) < SHORTEST_INSIDE:
            continue
        at = padded.find(f" {phrase} ")
        while at >= 0:
            spans.append((at, at + len(phrase), phrase))
            at = padded.find(f" {phrase} ", at + 1)
    return [span for span in spans if not any(o[0] <= span[0] and span[1] <= o[1] and o[2] != span[2] for o in spans)]


def _negated(folded: str, start: int) -> bool:
    before = folded[:start].split()
    return bool(before) and before[-1] in _NEGATIONS


def _longest_spans(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    spans = list(spans)
    length = max((len(phrase) for *_, phrase in spans), default=0)
    return [span for span in spans if len(span[2]) == length]


def _longest(folded: str, synonyms: Synonyms) -> str | None:
    """The value of `folded`, or of the longest synonym in it; null where two of that length disagree, one is negated, or it is unclear."""
    if folded in synonyms:
        value = synonyms[folded][0]
        return None if value == UNCLEAR else value
    if len(folded.split()) > LONGEST_TEXT:
        return None
    spans = _longest_spans(_inside(folded, synonyms))
    values = {synonyms[phrase][0] for *_, phrase in spans}
    if len(values) != 1 or UNCLEAR in values or any(_negated(folded, start) for start, *_ in spans):
        return None
    return values.pop()


def _declared(written: str, synonyms: Synonyms) -> tuple[str | None, str | None]:
    folded = fold(written)
    if folded in synonyms:
        value, acceptance = synonyms[folded]
        return (None, None) if value == UNCLEAR else (value, acceptance or "none")
    state = _longest(folded, synonyms)
    if state is None:
        return None, None
    spans = _inside(folded, synonyms)
    told = {synonyms[phrase][1] or "none" for start, _, phrase in spans if not _negated(folded, start)} - {"none"}
    if len(told) > 1:
        return None, None
    acceptance = told.pop() if told else "none"
    if state in _DONE and (acceptance in ("submitted", "returned") or _not_quite_done(written, folded, _longest_spans(spans)[0])):
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


def _yes_or_no(written: str) -> str | None:
    shown = written.strip()
    if shown in _TICKS:
        return "true"
    if shown in _BLANK_BOX:
        return "false"
    words = fold(written).split()
    folded = " ".join(words)
    if folded in _YES or folded in _NO:
        return "true" if folded in _YES else "false"
    # 'Đã số hóa', 'Chưa thanh toán trực tuyến': the first word answers, as long as it is an answer and no account.
    if 1 < len(words) <= 6 and words[0] in ("co", "da", "khong", "chua"):
        rest = set(words[1:]) & {"khong", "chua", "nhung", "mot", "phan", "the", "dang"}
        return None if rest else ("true" if words[0] in ("co", "da") else "false")
    return None
