"""Words of a cell against a list of known phrases: the whole cell first, then the longest phrase inside it. What the phrases mean is for others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.parsed import NOTHING, Parsed, broken_cell_code, distinct_cells, is_kind, spread
from pipelines.vietnamese.fold import light

SHORTEST_INSIDE = 4
"""Letters: a shorter phrase ('HT', '3') must be the whole cell, inside other words it means anything."""
LONGEST_TEXT = 15
"""Words: what is longer is an account, in which a phrase is not the answer."""

_NEGATIONS = {"khong", "chua", "chang", "dung"}


def over_words(
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


def phrases_inside(folded: str, synonyms: Collection[str]) -> list[tuple[int, int, str]]:
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


def is_negated(folded: str, start: int) -> bool:
    """True where the word before the phrase that starts at `start` denies it."""
    before = folded[:start].split()
    return bool(before) and before[-1] in _NEGATIONS


def longest_spans(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans of the longest phrases among `spans`: more than one where phrases are of one length."""
    spans = list(spans)
    length = max((len(phrase) for *_, phrase in spans), default=0)
    return [span for span in spans if len(span[2]) == length]


def value_of(folded: str, synonyms: Mapping[str, str | None]) -> str | None:
    """The value of `folded`, or of the longest synonym in it; null where two of that length disagree, one is negated, or it is unclear."""
    if folded in synonyms:
        return synonyms[folded] or None
    if len(folded.split()) > LONGEST_TEXT:
        return None
    spans = longest_spans(phrases_inside(folded, synonyms))
    values = {synonyms[phrase] or None for *_, phrase in spans}
    if len(values) != 1 or any(is_negated(folded, start) for start, *_ in spans):
        return None
    return values.pop()
