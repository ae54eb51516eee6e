"""One field's cells to one typed column: which parser reads which field, and what stands beside the value. The parsers themselves are elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.grid import Kind
from pipelines.parse.dates import parse_date, parse_moment
from pipelines.parse.deadlines import parse_deadline
from pipelines.parse.enumerations import parse_boolean, parse_enumeration
from pipelines.parse.numbers import parse_integer, parse_number, parse_percent
from pipelines.parse.parsed import Parsed, broken_cell_code, is_kind
from pipelines.parse.plain import plain_dates, plain_integers, plain_numbers, plain_texts
from pipelines.parse.statuses import TaskStatus, parse_task_status
from pipelines.vietnamese.fold import clean_expr
from schemas import issues
from schemas.field import Field, Type

PLACEHOLDERS = r"^[-–—_./…\s]*$|^(?:n/a|null|none|x{2,})$"
"""Texts that stand for an empty cell."""
_PLACEHOLDER = re.compile(PLACEHOLDERS)


@dataclass(frozen=True)
class Spellings:
    """The status and enumeration synonyms of config, folded text to value."""

    task_status: Mapping[str, TaskStatus] = field(default_factory=dict)
    enumerations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_text(text: pl.Series, kind: pl.Series) -> Parsed:
    """Text as a reader sees it; line breaks become spaces, placeholders ('-', '…') are null. An error cell is null with its code."""
    plain = plain_texts(text, kind, _PLACEHOLDER)
    if plain is not None:
        return plain
    cells = pl.DataFrame({"text": text, "kind": kind})
    shown = clean_expr(pl.col("text"))
    usable = ~is_kind(Kind.ERROR, Kind.UNCACHED) & (shown != "") & ~shown.str.to_lowercase().str.contains(PLACEHOLDERS)
    answers = cells.select(pl.when(usable).then(shown).alias("value"), broken_cell_code().cast(pl.String).alias("code"))
    return Parsed(answers["value"], answers["code"])


def parse_field(field: Field, text: pl.Series, kind: pl.Series, spellings: Spellings, reported_on: dt.date) -> Parsed:
    """The typed column of one reported field, with the columns that come of the same cells as extras under their field names."""
    if field.parser == "deadline":
        due = parse_deadline(text, kind, reported_on.year)
        shown = parse_text(text, kind)
        return Parsed(shown.values, due.codes, {"due_on": due.values, "due_kind": due.extras["due_kind"]})
    if field.parser == "task_status":
        state = parse_task_status(text, kind, spellings.task_status)
        shown = parse_text(text, kind)
        return Parsed(shown.values, state.codes, {"declared_state": state.values, "acceptance": state.extras["acceptance"]})
    if field.parser == "quantity":
        number = plain_numbers(text, kind) or parse_number(text, kind)
        shown = parse_text(text, kind)
        return Parsed(number.values, number.codes, {**number.extras, "value_text": shown.values})
    if field.parser is not None:
        return parse_enumeration(text, kind, spellings.enumerations.get(field.parser, {}), issues.VALUE_UNKNOWN.code)
    match field.type:
        case Type.DATE:
            return plain_dates(text, kind) or parse_date(text, kind)
        case Type.MOMENT:
            return parse_moment(text, kind)
        case Type.INTEGER:
            return plain_integers(text, kind) or parse_integer(text, kind)
        case Type.NUMBER:
            return parse_number(text, kind, qualified=False)
        case Type.PERCENT:
            return parse_percent(text, kind)
        case Type.BOOLEAN:
            return parse_boolean(text, kind)
        case _:
            return parse_text(text, kind)
