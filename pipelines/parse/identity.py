"""Identity: which task, which indicator, which agency a row speaks of. Over distinct texts, so that a large table costs what it says."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.match.periods import period_in_title
from pipelines.parse.plain import SHORT
from pipelines.vietnamese.fold import clean, fold, light

if TYPE_CHECKING:
    from pipelines.parse.task_index import TaskIndex
    from pipelines.registers import Registers


def derived_code(*parts: str | None) -> str:
    """A code made from what the row says, the same for the same folded words wherever they are sent from."""
    return "X-" + hashlib.sha256("|".join(fold(part or "") for part in parts).encode()).hexdigest()[:10].upper()


def over_distinct(keys: pl.DataFrame, answer: Callable[..., tuple[Any, ...]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """`answer(*row) -> tuple` for each distinct row of `keys`, set back at every row."""
    if keys.height <= SHORT:
        known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        rows = [known[row] if row in known else known.setdefault(row, answer(*row)) for row in keys.iter_rows()]
        return pl.DataFrame(rows, schema=schema, orient="row")
    distinct = keys.unique(maintain_order=True)
    answers = pl.DataFrame([answer(*row) for row in distinct.iter_rows()], schema=schema, orient="row")
    whole = pl.concat([distinct, answers], how="horizontal")
    return keys.join(whole, on=keys.columns, how="left", nulls_equal=True, maintain_order="left").select(list(schema))


def task_codes(code: pl.Series, document: pl.Series, number: pl.Series, title: pl.Series, registers: Registers, index: TaskIndex) -> pl.DataFrame:
    """Columns task_code, task_code_kind and `is_near_tie`.

    A given code stands as it was given, in capitals. Else the register of tasks decides by document, number and title; where several registered
    tasks are equally near, or none is, the code is derived from document and title.
    """

    def identify(given: str | None, source: str | None, row: str | None, name: str | None) -> tuple[str | None, str | None, bool]:
        if given:
            return "".join(clean(given).upper().split()), "given", False
        if not name:
            return None, None, False
        registered = index.like(source, row, name)
        if len(registered) == 1:
            return registered[0], "register", False
        return derived_code((registers.document_of(source) if source else None) or source, name), "derived", len(registered) > 1

    keys = pl.DataFrame({"code": code, "document": document, "number": number, "title": title})
    return over_distinct(keys, identify, {"task_code": pl.String(), "task_code_kind": pl.String(), "is_near_tie": pl.Boolean()})


def indicator_codes(code: pl.Series, name: pl.Series, registers: Registers) -> pl.DataFrame:
    """Columns indicator_code and `is_known`: by code, else by name; an unknown one keeps its code, or gets one derived from its name."""

    def identify(given: str | None, spoken: str | None) -> tuple[str | None, bool]:
        for text in (given, spoken):
            known = registers.indicator_of(text) if text else None
            if known:
                return known, True
        if given:
            return "".join(clean(given).upper().split()), False
        return (derived_code(spoken), False) if spoken else (None, True)

    return over_distinct(pl.DataFrame({"code": code, "name": name}), identify, {"indicator_code": pl.String(), "is_known": pl.Boolean()})


def lead_units(lead: pl.Series, registers: Registers, on: dt.date) -> pl.Series:
    """The lead's agency code where the text names exactly one agency, else null. A part that is an agency whole ('BCT') counts as well."""

    def identify(text: str | None) -> tuple[str | None]:
        if not text:
            return (None,)
        codes = {hit.agency_code for hit in registers.find_agencies_in(text, on)}
        for part in re.split(r"[\n;,]", text):
            hit = registers.agency_of_name(part.strip(" .-+"), on)
            codes |= {hit.agency_code} if hit else set()
        if len(codes) == 1:
            # 'BCT' beside another agency may be one too: then which of them leads is open.
            codes |= {hit.agency_code for word in re.findall(r"\b[A-ZĐ]{2,8}\b", text) if (hit := registers.agency_of_name(word, on))}
        return (codes.pop() if len(codes) == 1 else None,)

    return over_distinct(lead.to_frame("lead"), identify, {"lead_unit": pl.String()}).to_series()


def row_agencies(name: pl.Series | None, code: pl.Series | None, registers: Registers, on: dt.date) -> pl.DataFrame:
    """Columns agency_code, unit_code, `is_mismatch` (code and name are two agencies), `is_legacy` for each row's agency cells."""

    def identify(spoken: str | None, given: str | None) -> tuple[str | None, str | None, bool, bool]:
        by_name = registers.agency_of_name(spoken, on) if spoken else None
        by_code = registers.agency_of_code(given, on) if given else None
        if spoken and by_name is None and by_code is None and given is None:
            by_code = registers.agency_of_code(spoken, on)
        if by_name and by_code and by_name.agency_code != by_code.agency_code:
            return None, None, True, False
        hit = by_name or by_code
        if hit is None:
            return None, None, False, False
        return hit.agency_code, by_code.unit_code if by_code else None, False, hit.legacy

    length = name.len() if name is not None else code.len() if code is not None else 0
    blank = pl.repeat(None, length, dtype=pl.String, eager=True)
    keys = pl.DataFrame({"name": name if name is not None else blank, "code": code if code is not None else blank})
    return over_distinct(
        keys, identify, {"agency_code": pl.String(), "unit_code": pl.String(), "is_mismatch": pl.Boolean(), "is_legacy": pl.Boolean()}
    )


def row_periods(text: pl.Series, on: dt.date) -> pl.DataFrame:
    """Columns period_from and period_to of each row's own period ('Tháng 8/2025', 'Quý III/2025', '2025'); null where a cell names none.

    `on` is the reporting date: a week named without its year is of that year.
    """

    def identify(spoken: str | None) -> tuple[dt.date | None, dt.date | None]:
        line = light(spoken or "")
        asked = f"nam {line}" if re.fullmatch(r"20\d{2}", line) else f"thang {line}" if re.fullmatch(r"\d{1,2}\s*[/.-]\s*20\d{2}", line) else line
        found = period_in_title(asked, circular=False, year=on.year) if line else None
        return (found.first, found.last) if found else (None, None)

    return over_distinct(text.to_frame("period"), identify, {"period_from": pl.Date(), "period_to": pl.Date()})
