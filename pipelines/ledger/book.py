"""The ledger itself: explicit methods, each one transaction. What the rows mean is decided by the stages that hand them in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import polars as pl
import sqlalchemy as sa

from pipelines.ledger import connect, tables
from pipelines.ledger.columns import schema_of, series_of
from pipelines.ledger.connect import LedgerError, LedgerMissing
from pipelines.ledger.rows import (
    STANDINGS,
    STATUSES,
    Build,
    Decision,
    Delivery,
    DeliveryStatus,
    Outcome,
    Run,
    Sighting,
    Standing,
    Submission,
    TableRead,
)

Row = TypeVar("Row")

# Blobs are large and are asked for by id; every other column of a submission stands in the frame.
_LEFT_OUT = ("key_digest",)
_AT_ONCE = 500
"""Ids that one query names."""


class Ledger:
    """An open ledger. A context manager; closing it gives its connections back."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)

    @classmethod
    def open(cls, target: Path | str, create: bool = True) -> Ledger:
        """Open the ledger in a SQLite file (a path) or at an SQLAlchemy URL, bringing older tables up to date.

        Raises LedgerMissing where a file is not there and `create` is false, LedgerTooNew where a newer tonghop wrote it.
        """
        engine = connect.engine_of(target)
        database = engine.url.database
        if engine.dialect.name == "sqlite" and database and not Path(database).exists():
            if not create:
                raise LedgerMissing(f"there is no ledger at {database}; `tonghop refresh` makes one")
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        try:
            connect.bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- runs

    def start_run(self, run_id: str, started_at: dt.datetime, run_date: dt.date | None = None) -> None:
        """Note that a run has begun; it has no outcome until `finish_run`."""
        with self._write() as connection:
            connection.execute(sa.insert(tables.run), _values(Run(run_id, started_at, run_date)))

    def finish_run(self, run_id: str, finished_at: dt.datetime, outcome: str, counts: Mapping[str, int]) -> None:
        """Note how a run ended. Raises LedgerError for a run that never began."""
        with self._write() as connection:
            done = connection.execute(
                sa.update(tables.run).where(tables.run.c.run_id == run_id).values(finished_at=finished_at, outcome=outcome, counts=dict(counts))
            )
            if done.rowcount != 1:
                raise LedgerError(f"run {run_id} is not in the ledger")

    def runs(self, last: int = 20) -> list[Run]:
        """The last runs, newest first."""
        query = sa.select(tables.run).order_by(tables.run.c.started_at.desc(), tables.run.c.run_id.desc()).limit(last)
        return self._rows(query, Run)

    # -- receiving

    def known_sightings(self) -> dict[str, Sighting]:
        """Every path of the inbox that was ever read, as it looked then."""
        return {found.path: found for found in self._rows(sa.select(tables.sighting), Sighting)}

    def next_intake_no(self) -> int:
        """The number that the next delivery gets; numbers begin at 1 and have no gaps."""
        with self._read() as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(tables.delivery.c.intake_no), 0))).scalar_one()) + 1

    def moments_between(self, first: dt.datetime, last: dt.datetime) -> set[dt.datetime]:
        """The delivered_at of known deliveries, both ends included: for finding ties."""
        moment = tables.delivery.c.delivered_at
        with self._read() as connection:
            return set(connection.execute(sa.select(moment).where(moment.between(first, last)).distinct()).scalars())

    def record_deliveries(self, deliveries: Sequence[Delivery], sightings: Sequence[Sighting]) -> None:
        """Record what one scan took in: new deliveries, and how the paths that were read look now. All or nothing.

        A number or id that is already taken raises sqlalchemy's IntegrityError: a second writer without the home's lock.
        """
        with self._write() as connection:
            _insert(connection, tables.delivery, deliveries)
            known = set(connection.execute(sa.select(tables.sighting.c.path)).scalars())
            old = [{f"old_{name}": value for name, value in _values(sighting).items()} for sighting in sightings if sighting.path in known]
            if old:
                change = sa.update(tables.sighting).where(tables.sighting.c.path == sa.bindparam("old_path"))
                names = [column.name for column in tables.sighting.columns if column.name != "path"]
                connection.execute(change.values({name: sa.bindparam(f"old_{name}") for name in names}), old)
            _insert(connection, tables.sighting, [sighting for sighting in sightings if sighting.path not in known])

    def deliveries_pending(self) -> list[Delivery]:
        """Deliveries that were received but have no outcome, in intake order: new ones, and those that a crash left behind."""
        return self._rows(sa.select(tables.delivery).where(tables.delivery.c.status.is_(None)).order_by(tables.delivery.c.intake_no), Delivery)

    def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery by its id."""
        found = self._rows(sa.select(tables.delivery).where(tables.delivery.c.delivery_id == delivery_id), Delivery)
        return found[0] if found else None

    # -- outcomes

    def record_outcome(self, *outcomes: Outcome) -> None:
        """Record the outcome of one delivery or of several, all or nothing; what was recorded for the same delivery and reading is replaced.

        The reading becomes the delivery's current one; where there was one before, its series are unjudged again. Raises LedgerError for an unknown
        delivery, an unknown status or standing, or rows of another delivery or reading.
        """
        for outcome in outcomes:
            _check_outcome(outcome)
        with self._write() as connection:
            for outcome in outcomes:
                _record_outcome(connection, outcome)

    def set_delivery_status(self, changes: Sequence[DeliveryStatus]) -> None:
        """Change deliveries' status and reason after their intake. Raises LedgerError for an unknown status or delivery."""
        for change in changes:
            _check_name(change.status, STATUSES, f"delivery {change.delivery_id}")
        table = tables.delivery
        statement = (
            sa.update(table)
            .where(table.c.delivery_id == sa.bindparam("b_id"))
            .values(status=sa.bindparam("b_status"), reason=sa.bindparam("b_reason"))
        )
        self._update_each(
            statement, [{"b_id": change.delivery_id, "b_status": change.status, "b_reason": change.reason} for change in changes], "delivery"
        )

    def set_standings(self, standings: Sequence[Standing]) -> None:
        """Write what `resolve` decided, on the submissions of each delivery's current reading.

        Raises LedgerError for an unknown standing or submission; nothing is changed then.
        """
        for each in standings:
            _check_name(each.standing, STANDINGS, f"submission {each.submission_id}")
        table = tables.submission
        current = sa.select(tables.delivery.c.current_reading).where(tables.delivery.c.delivery_id == table.c.delivery_id).scalar_subquery()
        names = [one.name for one in dataclasses.fields(Standing) if one.name != "submission_id"]
        statement = (
            sa.update(table)
            .where(table.c.submission_id == sa.bindparam("b_submission_id"), table.c.reading == current)
            .values({name: sa.bindparam(f"b_{name}") for name in names})
        )
        self._update_each(statement, [{f"b_{name}": value for name, value in _values(each).items()} for each in standings], "submission")

    def key_digests(self, submission_ids: Iterable[str]) -> dict[str, bytes]:
        """The key digests of submissions in their current reading; those that have none are left out."""
        table, wanted, found = tables.submission, sorted(set(submission_ids)), {}
        with self._read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                query = (
                    sa.select(table.c.submission_id, table.c.key_digest)
                    .join(tables.delivery, _is_current(table))
                    .where(table.c.submission_id.in_(wanted[start : start + _AT_ONCE]), table.c.key_digest.is_not(None))
                )
                found.update({str(submission_id): bytes(digest) for submission_id, digest in connection.execute(query)})
        return found

    # -- frames

    # Rows grow with every day held: who looks at all of them names the few columns that are needed, who looks at a few deliveries names these (`of`).

    def submissions_frame(self, columns: Sequence[str] = (), of: Collection[str] | None = None) -> pl.DataFrame:
        """Every submission of each delivery's current reading, in the order of (delivered_at, delivery_id, submission_id); without key digests."""
        return self._current(tables.submission, columns, of, ("delivered_at", "delivery_id", "submission_id"))

    def deliveries_frame(self, columns: Sequence[str] = (), of: Collection[str] | None = None) -> pl.DataFrame:
        """Every delivery, in intake order."""
        return self._current(tables.delivery, columns, of, ("intake_no",))

    def table_reads_frame(self, columns: Sequence[str] = (), of: Collection[str] | None = None) -> pl.DataFrame:
        """Every table read in each delivery's current reading, by delivery and table."""
        return self._current(tables.table_read, columns, of, ("delivery_id", "table_id"))

    def readings_frame(self) -> pl.DataFrame:
        """Every reading of every delivery, with `is_current`; dataset_versions and files are JSON text."""
        table = tables.reading
        current = sa.func.coalesce(tables.delivery.c.current_reading == table.c.reading, sa.false())
        query = sa.select(*table.columns, sa.type_coerce(current, sa.Boolean).label("is_current")).join(
            tables.delivery, tables.delivery.c.delivery_id == table.c.delivery_id
        )
        return self._frame(query, {**schema_of(table), "is_current": pl.Boolean()}).sort("delivery_id", "read_at", "reading")

    def contents_frame(self) -> pl.DataFrame:
        """Of every delivery that was read: delivery_id, reading (the current one), content and read_at, a moment as text; by delivery."""
        table = tables.reading
        query = sa.select(table.c.delivery_id, table.c.reading, table.c.content, sa.cast(table.c.read_at, sa.String).label("read_at"))
        names = ("delivery_id", "reading", "content", "read_at")
        return self._frame(query.join(tables.delivery, _is_current(table)), dict.fromkeys(names, pl.String())).sort("delivery_id")

    def set_contents(self, contents: Mapping[tuple[str, str], str | None]) -> None:
        """Write what readings, (delivery_id, reading), hold, or with null that it is not known. Unknown ones are passed over."""
        table = tables.reading
        change = sa.update(table).where(table.c.delivery_id == sa.bindparam("b_id"), table.c.reading == sa.bindparam("b_reading"))
        if contents:
            with self._write() as connection:
                connection.execute(
                    change.values(content=sa.bindparam("b_content")),
                    [{"b_id": one, "b_reading": reading, "b_content": content} for (one, reading), content in contents.items()],
                )

    # -- decisions

    def record_decision(self, decision: Decision) -> int:
        """Record a decision; gives its number, its own where it has one. Decisions are never changed: a later one takes an earlier one back."""
        values = {name: value for name, value in _values(decision).items() if name != "id" or value is not None}
        with self._write() as connection:
            key = connection.execute(sa.insert(tables.decision).values(values)).inserted_primary_key
            assert key is not None
            return int(key[0])

    def decisions(self, action: str | None = None) -> list[Decision]:
        """All decisions, or those of one action, in the order in which they were made."""
        query = sa.select(tables.decision).order_by(tables.decision.c.id)
        return self._rows(query if action is None else query.where(tables.decision.c.action == action), Decision)

    # -- builds

    def record_build(self, build: Build) -> None:
        """Record a build, or how it stands now."""
        with self._write() as connection:
            values = _values(build)
            changed = connection.execute(sa.update(tables.build).where(tables.build.c.build == build.build).values(values))
            if changed.rowcount == 0:
                connection.execute(sa.insert(tables.build), values)

    def record_published(self, build: str, published_at: dt.datetime, figures: pl.DataFrame) -> None:
        """Record that a build was published at a moment, and the headline figures that it said.

        `figures` has at least as_of, metric and block; the whole row is kept as JSON beside the key columns. The same build at the same
        moment replaces what was recorded for it (a run that was cut off here says the same again). Raises LedgerError for an unknown build.
        """
        names = {column.name for column in tables.published_figure.columns}
        rows = [
            dict.fromkeys(names)
            | {name: value for name, value in row.items() if name in names}
            | {"build": build, "published_at": published_at, "figure": row}
            for row in figures.iter_rows(named=True)
        ]
        table = tables.published_figure
        with self._write() as connection:
            if connection.execute(sa.update(tables.build).where(tables.build.c.build == build).values(published_at=published_at)).rowcount != 1:
                raise LedgerError(f"build {build} is not in the ledger")
            connection.execute(sa.delete(table).where(table.c.build == build, table.c.published_at == published_at))
            if rows:
                connection.execute(sa.insert(table), rows)

    def builds(self) -> list[Build]:
        """All builds, newest first."""
        return self._rows(sa.select(tables.build).order_by(tables.build.c.made_at.desc(), tables.build.c.build.desc()), Build)

    def has_unbuilt(self) -> bool:
        """Whether deliveries came in after the last build that passed its checks: whoever took them in died on the way, or the build was refused."""
        came = sa.select(sa.func.max(tables.delivery.c.received_at))
        built = sa.select(sa.func.max(tables.build.c.made_at)).where(~tables.build.c.outcome.startswith("refused"))
        with self._read() as connection:
            last, made = connection.execute(came).scalar(), connection.execute(built).scalar()
        return last is not None and (made is None or made < last)

    def published_frame(self) -> pl.DataFrame:
        """Every figure ever published, in the order in which it was said; `figure` is the whole headline row as JSON text."""
        table = tables.published_figure
        return self._frame(sa.select(table), schema_of(table)).sort("published_at", "build", "as_of", "metric", "block")

    # -- within

    def _write(self) -> AbstractContextManager[sa.Connection]:
        return self._writing.begin()

    def _read(self) -> AbstractContextManager[sa.Connection]:
        return self._engine.begin()

    def _rows(self, query: sa.Select[Any], kind: type[Row]) -> list[Row]:
        with self._read() as connection:
            return [kind(**row) for row in connection.execute(query).mappings()]

    def _current(self, table: sa.Table, columns: Sequence[str], of: Collection[str] | None, order: Sequence[str]) -> pl.DataFrame:
        """Rows of a table, of deliveries or of their current readings; all columns where none is named, all deliveries where `of` is null.

        In the order of those of `order` that are among the columns.
        """
        whole = schema_of(table, _LEFT_OUT)
        schema = {name: whole[name] for name in columns or whole}
        order = [name for name in order if name in schema]
        query = sa.select(*(table.c[name] for name in schema))
        if table is not tables.delivery:
            query = query.join(tables.delivery, _is_current(table))
        if of is None:
            return self._frame(query, schema).sort(order)
        wanted = sorted(of)
        parts: list[sa.ColumnElement[bool]] = [table.c.delivery_id.in_(wanted[start : start + _AT_ONCE]) for start in range(0, len(wanted), _AT_ONCE)]
        return pl.concat([self._frame(query.where(part), schema) for part in parts or [sa.false()]]).sort(order)

    def _frame(self, query: sa.Select[Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
        with self._read() as connection:
            result = connection.execute(query)
            names = list(result.keys())
            # Straight from the driver: rows are many, and to make a date of every text one by one would take most of the time.
            rows = result.cursor.fetchall() if result.cursor is not None else []
            result.close()
        columns = dict(zip(names, zip(*rows, strict=True), strict=False))
        return pl.DataFrame([series_of(name, columns.get(name, ()), dtype) for name, dtype in schema.items()])

    def _update_each(self, statement: sa.Update, rows: list[dict[str, object]], what: str) -> None:
        if not rows:
            return
        with self._write() as connection:
            done = connection.execute(statement, rows)
            # Not every driver counts over many rows; where it does, a miss is an error of ours that must not pass in silence.
            if done.dialect.supports_sane_multi_rowcount and done.rowcount != len(rows):
                raise LedgerError(f"{len(rows) - done.rowcount} of {len(rows)} {what} ids are not in the ledger; nothing was changed")


def _is_current(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(tables.delivery.c.delivery_id == table.c.delivery_id, tables.delivery.c.current_reading == table.c.reading)


def _values(row: Any) -> dict[str, Any]:
    """A row's fields as the database takes them; tuples and mappings become JSON lists and objects."""
    return {one.name: _plain(getattr(row, one.name)) for one in dataclasses.fields(row)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Any]) -> None:
    if rows:
        connection.execute(sa.insert(table), [_values(row) for row in rows])


def _check_name(name: str, names: Sequence[str], where: str) -> None:
    if name not in names:
        raise LedgerError(f"{where}: {name!r} is none of {', '.join(names)}")


def _check_outcome(outcome: Outcome) -> None:
    where = (outcome.reading.delivery_id, outcome.reading.reading)
    _check_name(outcome.status, STATUSES, f"delivery {where[0]}")
    rows: tuple[TableRead | Submission, ...] = (*outcome.table_reads, *outcome.submissions)
    strangers = [row for row in rows if (row.delivery_id, row.reading) != where]
    if strangers:
        raise LedgerError(f"the outcome of delivery {where[0]}, reading {where[1]}, holds rows of another: {strangers[0]}")
    for submission in outcome.submissions:
        if submission.standing is not None:
            _check_name(submission.standing, STANDINGS, f"submission {submission.submission_id}")


def _record_outcome(connection: sa.Connection, outcome: Outcome) -> None:
    delivery_id, reading = outcome.reading.delivery_id, outcome.reading.reading
    change = sa.update(tables.delivery).where(tables.delivery.c.delivery_id == delivery_id)
    left = _series_of_current(connection, delivery_id)
    done = connection.execute(
        change.values(
            sender_code=outcome.sender_code,
            sender_evidence=outcome.sender_evidence,
            format=outcome.format,
            status=outcome.status,
            reason=outcome.reason,
            current_reading=reading,
        )
    )
    if done.rowcount != 1:
        raise LedgerError(f"delivery {delivery_id} is not in the ledger; nothing was recorded")
    for table in (tables.submission, tables.table_read, tables.reading):
        connection.execute(sa.delete(table).where(table.c.delivery_id == delivery_id, table.c.reading == reading))
    _insert(connection, tables.reading, [outcome.reading])
    _insert(connection, tables.table_read, outcome.table_reads)
    _insert(connection, tables.submission, outcome.submissions)
    if left:
        # Read again: whoever stays in the series that this delivery spoke of before is judged anew, also after a crash.
        connection.execute(sa.update(tables.submission).where(tables.submission.c.series.in_(left)).values(standing=None))


def _series_of_current(connection: sa.Connection, delivery_id: str) -> list[str]:
    query = sa.select(tables.submission.c.series).distinct().join(tables.delivery, _is_current(tables.submission))
    return list(connection.execute(query.where(tables.submission.c.delivery_id == delivery_id)).scalars())
