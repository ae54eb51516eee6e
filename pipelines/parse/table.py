"""A table's cells to typed records: values, identity, pseudonyms, what no field takes. Refuses only rows that cannot be identified.

Gives frames in the shape of the dataset's records, less what only the submission knows (its id). Judging values by rules is for `validate`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from pipelines import findings
from pipelines.locate.tables import Table
from pipelines.match.when import When
from pipelines.match.who import Who
from pipelines.parse.identity import indicator_codes, lead_units, row_agencies, row_periods, task_codes
from pipelines.parse.parsed import Parsed
from pipelines.parse.people import MASK, applicant_ids, masked_cell
from pipelines.parse.plain import nulls
from pipelines.parse.task_index import TaskIndex
from pipelines.parse.units import land_rows
from pipelines.parse.values import Spellings, parse_field, parse_text
from pipelines.registers import Registers
from pipelines.vietnamese.fold import fold
from schemas import issues
from schemas.dataset import Dataset
from schemas.field import Field, Origin
from schemas.frames import polars_type


@dataclass(frozen=True)
class Reader:
    """What parsing needs of the installation: the registers, the spellings of statuses, and the key of the pseudonyms."""

    registers: Registers
    spellings: Spellings
    tasks: TaskIndex
    released: frozenset[tuple[str, str, str]]
    """(sender, dataset, folded header) of the extra columns that a steward released; '*' is every sender or dataset."""
    applicant_key: bytes = field(repr=False)

    def is_released(self, sender: str, dataset: str, header: str) -> bool:
        """Whether an extra column may be kept as it is."""
        key = fold(header)
        return any((who, what, key) in self.released for who in (sender, "*") for what in (dataset, "*"))


@dataclass(frozen=True)
class Records:
    """A parsed table. `frame` has the record fields (submission_id null) plus `refused`: issue codes that quarantine the row, else null."""

    dataset: Dataset
    frame: pl.DataFrame
    findings: pl.DataFrame
    reported: frozenset[str]
    """Reported and parsed fields that have a column in the table."""


def parse_table(table: Table, reader: Reader, when: When, reported_by: str, agency_code: str | None, delivered_at: dt.datetime) -> Records:
    """Types every mapped column of `table` and identifies every row. `agency_code` is the table's agency; null where each row names its own."""
    dataset, plan = table.plan.dataset, table.plan
    found: list[pl.DataFrame] = []
    columns: dict[str, pl.Series] = {}
    said: dict[str, tuple[pl.Series, pl.Series]] = {}
    cells: dict[str, tuple[pl.Series, pl.Series]] = {
        name: (table.text[f"c{column}"], table.kind[f"c{column}"]) for name, column in plan.fields.items()
    }

    for one in dataset.of(Origin.REPORTED):
        if one.name not in cells:
            continue
        parsed = parse_field(one, *cells[one.name], reader.spellings, when.reported_on)
        columns[one.name] = parsed.values
        if "scale" in parsed.extras:
            said[one.name] = (parsed.extras["scale"], parsed.extras["money"])
        for name, series in parsed.extras.items():
            if name not in columns and any(other.name == name for other in dataset.fields) and (one.name != "target"):
                columns[name] = series
        found.append(_cell_findings(table, one, parsed))

    height = table.row_numbers.len()
    columns |= {name: pl.repeat(text, height, dtype=pl.String, eager=True) for name, text in table.said.items() if name not in columns}
    address = {one: parse_text(*cells[one]).values if one in cells else _blank(height) for one in ("row_label", "agency_name", "agency_given_code")}
    refused = _blank(height)

    agencies, agency_findings, refused = _agencies(table, address, reader.registers, when.reported_on, agency_code, refused)
    found.append(agency_findings)
    columns |= agencies

    identity, identity_findings = _identify(table, dataset, columns, address, reader, when, agency_code)
    columns |= identity
    found.append(identity_findings)
    if said:
        landed, unit_findings = _land(table, columns, said, reader.registers)
        columns |= landed
        found.append(unit_findings)

    personal = {one.name: table.text[f"c{plan.fields[one.name]}"] for one in dataset.of(Origin.PERSONAL) if one.name in plan.fields}
    if personal:
        columns["applicant_id"] = applicant_ids(pl.DataFrame(personal), reader.applicant_key)

    columns |= {"row_number": table.row_numbers, "extra": _extra(table, reader, reported_by)}
    lineage: dict[str, tuple[object, pl.DataType]] = {
        "reported_by": (reported_by, pl.String()),
        "reported_on": (when.reported_on, pl.Date()),
        "delivered_at": (delivered_at, pl.Datetime("us")),
        "sheet": (table.grid.sheet, pl.String()),
    }
    frame = pl.DataFrame({one.name: _column(columns.get(one.name), one, height) for one in dataset.record_fields})
    frame = frame.with_columns(pl.lit(value, dtype).alias(name) for name, (value, dtype) in lineage.items())
    missing = _missing_key(dataset, frame)
    refused = _refuse(refused, missing, issues.MISSING_KEY.code)
    found.append(_row_findings(table, missing, issues.MISSING_KEY.code, field=_key_title(dataset)))
    reported = frozenset(columns) - {"extra"}
    return Records(dataset, frame.with_columns(refused.alias("refused")), findings.together(found), reported & {one.name for one in dataset.fields})


def _column(series: pl.Series | None, one: Field, height: int) -> pl.Series:
    """A record's column in its field's type; what the table does not say is null."""
    dtype = polars_type(one.type)
    if series is None:
        return nulls(height, dtype)
    return series if series.dtype == dtype else series.cast(dtype)


def _blank(height: int) -> pl.Series:
    return nulls(height)


def _refuse(refused: pl.Series, where: pl.Series, code: str) -> pl.Series:
    return (
        pl.DataFrame({"refused": refused, "where": where})
        .select(pl.when("where").then(pl.concat_str("refused", pl.lit(code), separator=",", ignore_nulls=True)).otherwise("refused"))
        .to_series()
        .alias("refused")
    )


def _cell_findings(table: Table, one: Field, parsed: Parsed) -> pl.DataFrame:
    """A finding for each cell that its parser doubts; of a personal column the value is masked."""
    if parsed.codes.null_count() == parsed.codes.len():
        return findings.empty()
    column = table.plan.fields[one.name]
    frame = pl.DataFrame({"row_number": table.row_numbers, "code": parsed.codes, "value": table.text[f"c{column}"]}).filter(
        pl.col("code").is_not_null()
    )
    return findings.of_frame(frame, sheet=table.grid.sheet, column=column, header=table.plan.header_of(one.name), field=one.name)


def _row_findings(
    table: Table,
    where: pl.Series,
    code: str,
    *,
    field: str | None = None,
    value: pl.Series | None = None,
    column: int | None = None,
    expected: pl.Series | None = None,
) -> pl.DataFrame:
    if not where.any():
        return findings.empty()
    blank = _blank(where.len())
    column = table.plan.fields.get(field) if column is None and field else column
    said = {"value": blank if value is None else value, "expected": blank if expected is None else expected}
    frame = pl.DataFrame({"row_number": table.row_numbers, **said}).filter(where)
    return findings.of_frame(frame, code, sheet=table.grid.sheet, field=field, column=column, header=table.plan.header_of(field) if field else None)


def _agencies(
    table: Table, address: dict[str, pl.Series], registers: Registers, on: dt.date, agency_code: str | None, refused: pl.Series
) -> tuple[dict[str, pl.Series], pl.DataFrame, pl.Series]:
    """Each row's agency: its own cells where the table names agencies, else the table's. Rows whose agency is unknown are refused."""
    height = table.row_numbers.len()
    if not names_agencies(table, registers, on, agency_code):
        own_columns = {"agency_code": pl.repeat(agency_code, height, dtype=pl.String, eager=True)}
        if "agency_given_code" in table.plan.fields:
            own_columns["unit_code"] = row_agencies(None, address["agency_given_code"], registers, on)["unit_code"]
        return own_columns, findings.empty(), refused
    names = pl.DataFrame(address).select("agency_name", "agency_given_code")
    given = names.select(pl.coalesce(pl.all())).to_series()
    carried = _stands_over_rows_below(given)
    if carried.any():
        names = names.select(pl.when(pl.lit(carried)).then(pl.all().forward_fill()).otherwise(pl.all()))
    hits = row_agencies(names["agency_name"], names["agency_given_code"], registers, on)
    spoken = names.select(pl.coalesce(pl.all())).to_series()
    column = table.plan.fields.get("agency_name", table.plan.fields.get("agency_given_code"))
    mismatch = hits["is_mismatch"]
    codes = hits["agency_code"]
    unknown = codes.is_null() & ~mismatch
    field = "agency_name" if "agency_name" in table.plan.fields else "agency_given_code"
    found = findings.together(
        [
            _row_findings(table, mismatch, issues.CODE_NAME_MISMATCH.code, field=field, value=spoken, column=column),
            _row_findings(table, unknown, issues.ROW_AGENCY_UNKNOWN.code, field=field, value=spoken, column=column),
            _row_findings(table, carried, issues.AGENCY_FROM_ABOVE.code, field=field, value=spoken, column=column),
            _row_findings(
                table, hits["is_legacy"].fill_null(value=False), issues.LEGACY_AGENCY.code, field=field, value=spoken, column=column, expected=codes
            ),
        ]
    )
    refused = _refuse(_refuse(refused, mismatch, issues.CODE_NAME_MISMATCH.code), unknown, issues.ROW_AGENCY_UNKNOWN.code)
    return {"agency_code": codes, "unit_code": hits["unit_code"]}, found, refused


def _stands_over_rows_below(names: pl.Series) -> pl.Series:
    """Rows without an agency under one that has one, where every agency is written once and its rows left blank below it, as merged cells are saved.

    Where some rows in a row repeat their agency, a blank is an omission: its agency is unknown.
    """
    none = pl.repeat(value=False, n=names.len(), dtype=pl.Boolean, eager=True)
    blank = names.is_null()
    if not blank.any() or names.is_empty() or blank[0]:
        return none
    written = names.drop_nulls()
    return none if (names == names.shift(1)).any() or written.n_unique() < written.len() else blank


def names_agencies(table: Table, registers: Registers, on: dt.date, own: str | None) -> bool:
    """Whether the table's agency column names agencies: one of its first distinct values is an agency other than `own`. Else it lists own units."""
    for name in ("agency_name", "agency_given_code"):
        column = table.plan.fields.get(name)
        if column is None:
            continue
        values = parse_text(table.text[f"c{column}"], table.kind[f"c{column}"]).values.drop_nulls().unique(maintain_order=True).head(200)
        for value in values:
            hit = registers.agency_of_code(value, on) if name == "agency_given_code" else registers.agency_of_name(value, on)
            if hit is not None and hit.agency_code != own:
                return True
    return False


def only_agency(table: Table, registers: Registers, on: dt.date) -> Who | None:
    """The sender where the table's agency column says the same agency in every row, as exports to JSON do; null where it does not."""
    for name in ("agency_name", "agency_given_code"):
        column = table.plan.fields.get(name)
        if column is None:
            continue
        values = parse_text(table.text[f"c{column}"], table.kind[f"c{column}"]).values
        said = values.drop_nulls().unique().head(10)
        hits = [registers.agency_of_code(one, on) if name == "agency_given_code" else registers.agency_of_name(one, on) for one in said]
        codes = {hit.agency_code if hit else "" for hit in hits}
        if len(codes) == 1 and "" not in codes and not values.null_count():
            return Who(codes.copy().pop(), codes.pop(), "stated")
    return None


def _identify(
    table: Table, dataset: Dataset, columns: dict[str, pl.Series], address: dict[str, pl.Series], reader: Reader, when: When, own: str | None
) -> tuple[dict[str, pl.Series], pl.DataFrame]:
    height = table.row_numbers.len()

    def given(name: str) -> pl.Series:
        return columns.get(name, _blank(height))

    registers = reader.registers
    made: dict[str, pl.Series] = {}
    found: list[pl.DataFrame] = []
    period_from = pl.repeat(when.period_from, height, dtype=pl.Date, eager=True)
    period_to = pl.repeat(when.period_to or when.reported_on, height, dtype=pl.Date, eager=True)
    match dataset.name:
        case "tasks":
            document = pl.Series(given("source_document"))
            codes = task_codes(given("task_code"), document, address["row_label"], given("title"), registers, reader.tasks)
            made["task_code"], made["task_code_kind"] = codes["task_code"], codes["task_code_kind"].fill_null("derived")
            made["acceptance"] = given("acceptance").fill_null("none")
            if "lead_text" in columns:
                made["lead_unit"] = lead_units(columns["lead_text"], registers, when.reported_on)
            if "group_name" not in columns:
                made["group_name"] = table.sections
            found.append(_row_findings(table, codes["is_near_tie"], issues.TASK_MATCH_AMBIGUOUS.code, field="title", value=given("title")))
            if "lead_unit" in made:
                agency = columns["agency_code"]
                elsewhere = (made["lead_unit"].is_not_null() & agency.is_not_null() & (made["lead_unit"] != agency)).fill_null(value=False)
                found.append(
                    _row_findings(
                        table,
                        elsewhere,
                        issues.SCOPE_MISMATCH.code,
                        field="lead_text",
                        value=columns["lead_text"],
                        column=table.plan.fields["lead_text"],
                    )
                )
        case "indicators":
            codes = indicator_codes(given("indicator_code"), given("indicator_name"), registers)
            made |= {"indicator_code": codes["indicator_code"], "period_from": period_from, "period_to": period_to}
            if "period" in table.plan.fields:
                column = table.plan.fields["period"]
                stated = row_periods(parse_text(table.text[f"c{column}"], table.kind[f"c{column}"]).values, when.reported_on)
                made |= {
                    name: pl.select(pl.when(stated["period_to"].is_not_null()).then(stated[name]).otherwise(made[name])).to_series()
                    for name in ("period_from", "period_to")
                }
            spoken = pl.DataFrame({"c": given("indicator_code"), "n": given("indicator_name")}).select(pl.coalesce("c", "n")).to_series()
            found.append(_row_findings(table, ~codes["is_known"], issues.INDICATOR_UNKNOWN.code, field="indicator_code", value=spoken))
        case "dossier_counts":
            made |= {"period_from": period_from, "period_to": period_to}
            unit = address["agency_name"] if not names_agencies(table, registers, when.reported_on, own) else _blank(height)
            made["field"] = pl.DataFrame({"field": given("field"), "unit": unit}).select(pl.coalesce("field", "unit").fill_null("")).to_series()
            made["section"] = (
                pl.DataFrame({"section": given("section"), "heading": table.sections})
                .select(pl.coalesce("section", "heading").fill_null(""))
                .to_series()
            )
        case "dossiers":
            made["dossier_code"] = given("dossier_code").str.to_uppercase().str.replace_all(r"\s+", "")
    return made, findings.together(found)


def _land(
    table: Table, columns: dict[str, pl.Series], said: dict[str, tuple[pl.Series, pl.Series]], registers: Registers
) -> tuple[dict[str, pl.Series], pl.DataFrame]:
    """An indicator table's figures in one unit a row, and the findings of units that were converted, differ, or leave a scale in doubt."""
    landed = land_rows(table, columns, said, dict(registers.indicators.select("indicator_code", "unit").iter_rows()))
    found = []
    for own in ("value", "target"):
        codes, doubtful = landed.told[f"{own}_code"], issues.UNIT_SCALE_DOUBTFUL.code
        for code in sorted(codes.drop_nulls().unique()):
            where = (codes == code).fill_null(value=False)
            if own == "target" and code != doubtful:
                # One word a row: what was said of the value's unit holds for the target's.
                where &= (landed.told["value_code"] != code).fill_null(value=True)
            shown = table.text[f"c{table.plan.fields[own]}"]
            pointed = own if code == doubtful or "unit" not in table.plan.fields else "unit"
            value = shown if code == doubtful else pl.select(pl.coalesce(landed.told["stated"], shown)).to_series()
            expected = None if code == doubtful else landed.told["expected"]
            found.append(_row_findings(table, where, code, field=pointed, value=value, expected=expected))
    return landed.columns, findings.together(found)


def _missing_key(dataset: Dataset, frame: pl.DataFrame) -> pl.Series:
    """Rows that cannot be identified; of counts those that count nothing at all."""
    if dataset.name == "dossier_counts":
        counts = [one.name for one in dataset.of(Origin.REPORTED) if one.type.value in ("integer", "percent")]
        return frame.select(pl.all_horizontal(pl.col(name).is_null() for name in counts)).to_series()
    return frame[dataset.key[0]].is_null()


def _key_title(dataset: Dataset) -> str:
    return {"tasks": "task_code", "dossiers": "dossier_code", "indicators": "indicator_code", "dossier_counts": "received_total"}[dataset.name]


def _extra(table: Table, reader: Reader, reported_by: str) -> pl.Series:
    """Columns that no field takes, as JSON by header; masked unless a steward released the header for this sender."""
    taken = set(table.plan.fields.values())
    others = {one.column: one.header for one in table.plan.columns if one.column not in taken}
    height = table.row_numbers.len()
    if not others or not height:
        return _blank(height)
    names: dict[str, int] = {}
    fields = []
    for column, header in others.items():
        names[header] = names.get(header, 0) + 1
        key = header if names[header] == 1 else f"{header} ({names[header]})"
        cell = pl.col(f"c{column}")
        shown = cell if reader.is_released(reported_by, table.plan.dataset.name, header) else pl.when(cell.is_not_null()).then(pl.lit(MASK))
        fields.append(shown.alias(key))
    return table.text.select(pl.struct(fields).struct.json_encode()).to_series()


def raw_rows(table: Table, reader: Reader, reported_by: str, told: pl.DataFrame) -> pl.Series:
    """Every record row as written, JSON by header; personal cells and unreleased columns masked. Kept for refused rows.

    Cells whose finding in `told` is masked are so here too, and those that hold the number or address of somebody.
    """
    dataset = table.plan.dataset
    quiet = {at: rows for (at,), rows in told.filter(pl.col("value") == MASK).partition_by("column", as_dict=True).items()}
    personal = {one.name for one in table.plan.dataset.of(Origin.PERSONAL)}
    fields, names = [], dict[str, int]()
    for one in table.plan.columns:
        names[one.header] = names.get(one.header, 0) + 1
        key = one.header if names[one.header] == 1 else f"{one.header} ({names[one.header]})"
        cell = pl.col(f"c{one.column}")
        hidden = one.field in personal or (one.field is None and not reader.is_released(reported_by, dataset.name, one.header))
        shown: pl.Expr = pl.when(cell.is_not_null()).then(pl.lit(MASK))
        if not hidden:
            shown = masked_cell(cell, dataset.name, is_code=one.field == "dossier_code")
            if one.column in quiet:
                at = table.row_numbers.is_in(quiet[one.column]["row_number"].implode())
                shown = pl.when(pl.lit(at) & cell.is_not_null()).then(pl.lit(MASK)).otherwise(shown)
        fields.append(shown.alias(key))
    return table.text.select(pl.struct(fields).struct.json_encode()).to_series()
