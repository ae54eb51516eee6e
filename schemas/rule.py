"""A rule: an id, what it costs, what is done, what is told, and one expression that is true where the row is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Severity(StrEnum):
    """How bad a finding is for the figures."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Action(StrEnum):
    """What is done with the row, cell, table or file; decided apart from the severity."""

    LOAD = "load"
    """The row loads as it is, with the issue."""
    BLANK = "blank"
    """The cell becomes NULL, the row loads."""
    QUARANTINE = "quarantine"
    """The row is refused and kept raw: its key or its agency cannot be known."""
    HOLD = "hold"
    """The table or submission waits for a steward's answer."""
    REJECT = "reject"
    """The file is refused as a whole."""


class Dimension(StrEnum):
    """The quality dimension a finding counts in: đúng, đủ, sạch, sống, thống nhất, dùng chung."""

    CORRECT = "correct"
    SUFFICIENT = "sufficient"
    CLEAN = "clean"
    ALIVE = "alive"
    UNIFIED = "unified"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class IssueCode:
    """One kind of finding. Messages may use {sheet} {cell} {row_number} {header} {field} {value} {expected}."""

    code: str
    severity: Severity
    action: Action
    dimension: Dimension
    message_vi: str
    message_en: str
    expected: str
    ours: bool = False
    """True where tonghop, not the sender, must act."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row rule of one dataset. `holds` gives a polars expression over typed columns: true or null where the row is right.

    `field` is the column that an issue points at; `needs` are the columns that must have been reported for the rule to apply.
    """

    issue: IssueCode
    field: str
    needs: tuple[str, ...]
    holds: Callable[[], pl.Expr]

    @property
    def id(self) -> str:
        """The issue code is the rule's id."""
        return self.issue.code
