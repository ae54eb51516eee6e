"""A field: everything that is known of one column, said once. DDL, polars dtypes, Pandera columns, templates and the dictionary come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a field holds. The DuckDB and polars types stand in `schemas.frames`."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    """Date and time of day, naive, in Asia/Ho_Chi_Minh."""
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    """0 to 100."""
    BOOLEAN = "boolean"
    UUID = "uuid"
    JSON = "json"


class Origin(StrEnum):
    """Where a field's value comes from."""

    REPORTED = "reported"
    """A column of the sender's table; stored in `core.F_report` as parsed."""
    PARSED = "parsed"
    """Made by the parser beside a reported column (a deadline's kind, an acceptance); stored in `core.F_report`."""
    ADDRESS = "address"
    """A column of the sender's table that says who, when or which row; used in matching, not stored under its own name."""
    PERSONAL = "personal"
    """A column of the sender's table that tells of a person; never stored, only its keyed pseudonym is."""
    LINEAGE = "lineage"
    """Says where the row came from."""
    DERIVED = "derived"
    """Computed by tonghop in the warehouse; stands in `core.F`, not in `core.F_report`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `minimum` and `maximum` are in the field's unit; `allowed` lists the only legal values."""

    name: str
    title_vi: str
    title_en: str
    type: Type = Type.TEXT
    origin: Origin = Origin.REPORTED
    nullable: bool = True
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    parser: str | None = None
    """Name of the value parser where the type alone does not tell it (deadline, task_status, ...)."""

    @property
    def comment(self) -> str:
        """The column's COMMENT: Vietnamese title, then English, then unit and legal values."""
        tail = f" [{self.unit}]" if self.unit else ""
        if self.allowed:
            tail += f" ({' | '.join(self.allowed)})"
        return f"{self.title_vi} / {self.title_en}{tail}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the published warehouse. `grain` says what one row is."""

    schema: str
    name: str
    title_vi: str
    title_en: str
    grain: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    is_view: bool = False

    @property
    def full_name(self) -> str:
        """Schema and name, as SQL says it."""
        return f"{self.schema}.{self.name}"

    @property
    def comment(self) -> str:
        """The table's COMMENT: Vietnamese title, English title, grain."""
        return f"{self.title_vi} / {self.title_en}. {self.grain}"

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in declared order."""
        return tuple(field.name for field in self.fields)
