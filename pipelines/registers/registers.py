"""The registers as the stages use them: frames, and look-ups that are ready.

Here belongs joining the files into one frozen object. Their shape is in `tables`, their faults in `checks`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.registers import expectation
from pipelines.registers.agencies import Agencies, Agency, AgencyHit, Alias, DatedCode
from pipelines.registers.tables import BY_NAME, HOME, SHIPPED, TABLES, Rows, Sources, TableFile, frame_of, gather, rows_of
from pipelines.vietnamese.fold import fold, fold_expr

CONFIG_ENV = "TONGHOP_CONFIG_DIR"
"""The environment variable of the setting `config_dir`."""


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One fault of a register file. `line` counts from 1 (the header), 0 where the whole file or several rows are meant."""

    file: str
    line: int
    message: str
    code: str = ""


class ConfigError(ValueError):
    """The registers cannot be used; `faults` says why."""

    def __init__(self, faults: list[ConfigFault]) -> None:
        super().__init__("; ".join(f"{fault.file}:{fault.line}: {fault.message}" for fault in faults[:10]))
        self.faults = faults


def default_config_dir() -> Path:
    """Where the shipped registers are: TONGHOP_CONFIG_DIR if it is set, else the folder `config` that comes with the program."""
    named = os.environ.get(CONFIG_ENV)
    return Path(named) if named else Path(__file__).resolve().parent.parent.parent / "config"


@dataclass(frozen=True)
class Registers:
    """All registers, overrides applied. Every frame has the columns of its CSV, typed; some have folded keys beside them.

    `forms` adds title_patterns (list of folded phrases); `synonyms` adds path (list of folded parts, leaf last) and leaf; `tasks` adds
    document_key and title_key; `status_synonyms` adds text_key; `released_headers` adds header_key.
    """

    agencies: pl.DataFrame
    agency_codes: pl.DataFrame
    agency_aliases: pl.DataFrame
    agency_groups: pl.DataFrame
    forms: pl.DataFrame
    synonyms: pl.DataFrame
    indicators: pl.DataFrame
    indicator_aliases: pl.DataFrame
    wide_columns: pl.DataFrame
    documents: pl.DataFrame
    document_aliases: pl.DataFrame
    tasks: pl.DataFrame
    expected_submissions: pl.DataFrame
    calendar: pl.DataFrame
    released_headers: pl.DataFrame
    column_maps: pl.DataFrame
    status_synonyms: pl.DataFrame
    content_hash: str

    def agency_of_name(self, text: str, on: dt.date) -> AgencyHit | None:
        """The agency that the whole text names on that day, or None. See `agencies.Agencies.of_name`."""
        return self.lookup.of_name(text, on)

    def find_agencies_in(self, text: str, on: dt.date) -> list[AgencyHit]:
        """The agencies named inside a longer line, in the order in which they stand. See `agencies.Agencies.in_line`."""
        return self.lookup.in_line(text, on)

    def agency_of_code(self, text: str, on: dt.date) -> AgencyHit | None:
        """The agency, and the unit below it, that a code means on that day. See `agencies.Agencies.of_code`."""
        return self.lookup.of_code(text, on)

    def agency(self, agency_code: str) -> Agency | None:
        """The register's row of that agency code."""
        return self.lookup.get(agency_code)

    def group_of(self, text: str) -> str | None:
        """The group that a text names ('Các bộ, ngành, địa phương' is all), or None."""
        return self._groups.get(fold(text))

    def members(self, group: str, on: dt.date) -> list[str]:
        """Agency codes of a group (central, ministries, government_agencies, provincial, cities, all) on that day. Raises KeyError."""
        return [agency.agency_code for agency in expectation.members(self.lookup, group, on)]

    def indicator_of(self, text: str) -> str | None:
        """The indicator code that a code or a name means, or None."""
        return self._indicator_keys.get(fold(text))

    @property
    def indicator_names(self) -> Mapping[str, str]:
        """Folded code, name or alias of an indicator to its code."""
        return self._indicator_keys

    def document_of(self, text: str) -> str | None:
        """The canonical symbol of a document ('NQ 57', '57/NQ-TW' are 57-NQ/TW), or None."""
        return self._document_keys.get(fold(text))

    def main_form(self, dataset: str) -> str:
        """The dataset's main form. Raises KeyError."""
        return self._main_forms[dataset]

    def reporting_day(self, on: dt.date) -> bool:
        """Whether reports are due for that day by the calendar."""
        return expectation.is_reporting_day(self._days_off, on)

    def due_on(self, on: dt.date) -> dt.date:
        """The day by whose end the reports for a day must be in: the next reporting day."""
        return expectation.due_on(self._days_off, on)

    def expected(self, on: dt.date) -> pl.DataFrame:
        """agency_code, dataset: what is due for that day; empty on a day without reports."""
        due = expectation.expected(self.lookup, self._duties, on) if self.reporting_day(on) else []
        return pl.DataFrame(due, schema={"agency_code": pl.String, "dataset": pl.String}, orient="row")

    @cached_property
    def lookup(self) -> Agencies:
        """The look-ups over agencies, made on first use."""
        return Agencies(
            (Agency(*row) for row in self.agencies.iter_rows()),
            (Alias(text, code, use == "whole", *rest) for text, code, use, *rest in self.agency_aliases.iter_rows()),
            (DatedCode(*row) for row in self.agency_codes.iter_rows()),
        )

    @cached_property
    def _groups(self) -> dict[str, str]:
        return {fold(text): members for text, members in self.agency_groups.iter_rows()}

    @cached_property
    def _indicator_keys(self) -> dict[str, str]:
        names = [
            (name, code) for code, vi, en in self.indicators.select("indicator_code", "name_vi", "name_en").iter_rows() for name in (vi, en, code)
        ]
        return {fold(name): code for name, code in [*self.indicator_aliases.iter_rows(), *names]}

    @cached_property
    def _document_keys(self) -> dict[str, str]:
        own = {fold(document): document for document in self.documents["document"]}
        return {fold(alias): document for alias, document in self.document_aliases.iter_rows()} | own

    @cached_property
    def _main_forms(self) -> dict[str, str]:
        return dict(self.forms.filter(pl.col("is_main")).select("dataset", "form").iter_rows())

    @cached_property
    def _days_off(self) -> list[expectation.DayOff]:
        return [expectation.DayOff(*row) for row in self.calendar.select("weekday", "valid_from", "valid_to").iter_rows()]

    @cached_property
    def _duties(self) -> list[expectation.Duty]:
        return [expectation.Duty(*row) for row in self.expected_submissions.select("role", "dataset", "valid_from", "valid_to").iter_rows()]


def load(config_dir: Path, overrides_dir: Path | None = None) -> Registers:
    """The registers under `config_dir`, the home's own rows winning. Raises ConfigError where a file is missing or not of its form.

    Only the form of the files is looked at; whether they agree with each other is for `checks.check`.
    """
    return assemble(gather(config_dir, overrides_dir))


def assemble(sources: Sources) -> Registers:
    """The registers from the files' bytes. Raises ConfigError as `load` does."""
    faults: list[ConfigFault] = []
    frames: dict[str, pl.DataFrame] = {}
    for table in TABLES:
        merged, found = _merged(table, sources)
        faults += found
        frames[table.name] = frame_of(merged)
    if faults:
        raise ConfigError(faults)
    parts = pl.element()
    synonyms = frames.pop("column_synonyms").with_columns(path=pl.col("synonym").str.split("›").list.eval(fold_expr(parts)))
    frames["synonyms"] = synonyms.with_columns(leaf=pl.col("path").list.last())
    frames["forms"] = frames["forms"].with_columns(title_patterns=pl.col("title_pattern").str.split("|").list.eval(fold_expr(parts)))
    frames["tasks"] = frames["tasks"].with_columns(document_key=fold_expr(pl.col("source_document")), title_key=fold_expr(pl.col("title")))
    frames["status_synonyms"] = frames["status_synonyms"].with_columns(text_key=fold_expr(pl.col("text")))
    frames["released_headers"] = frames["released_headers"].with_columns(header_key=fold_expr(pl.col("header")))
    return Registers(**frames, content_hash=sources.content_hash)


def place(table: TableFile, where: str) -> str:
    """How a fault names a file: its name, and whether it is the home's."""
    return table.file if where == SHIPPED else f"{where}/{table.file}"


def parsed(sources: Sources) -> Mapping[tuple[str, str], Rows]:
    """(place, table name) -> rows, for every file that there is."""
    held = [(SHIPPED, sources.shipped), (HOME, sources.home)]
    return {(where, file[:-4]): rows_of(BY_NAME[file[:-4]], content) for where, files in held for file, content in files.items()}


def merge(table: TableFile, shipped: Rows, home: Rows | None) -> Rows:
    """Shipped rows without those whose scope the home also fills, then the home's rows."""
    if home is None or not home.rows:
        return shipped
    won = {_scope(table, row) for row in home.rows}
    kept = [(row, line) for row, line in zip(shipped.rows, shipped.lines, strict=True) if _scope(table, row) not in won]
    return Rows(table, (*(row for row, _ in kept), *home.rows), (*(line for _, line in kept), *home.lines))


def _merged(table: TableFile, sources: Sources) -> tuple[Rows, list[ConfigFault]]:
    faults = []
    if table.file not in sources.shipped and not table.optional:
        faults.append(ConfigFault(table.file, 0, "thiếu tệp này trong thư mục cấu hình", "missing"))
    shipped = rows_of(table, sources.shipped[table.file]) if table.file in sources.shipped else Rows(table, (), ())
    home = rows_of(table, sources.home[table.file]) if table.file in sources.home else None
    for where, rows in ((SHIPPED, shipped), (HOME, home)):
        if rows is not None:
            faults += [ConfigFault(place(table, where), fault.line, fault.message, fault.code) for fault in rows.faults]
    return merge(table, shipped, home), faults


def _scope(table: TableFile, row: tuple[str, ...]) -> tuple[str, ...]:
    cells = dict(zip(table.header, row, strict=True))
    return tuple(folded_cell(table, name, cells[name]) for name in table.scope)


def folded_cell(table: TableFile, name: str, text: str) -> str:
    """A cell as it is compared: folded where the table says so, the parts of a header path one by one."""
    if name not in table.folded:
        return text
    return " › ".join(fold(part) for part in text.split("›"))
