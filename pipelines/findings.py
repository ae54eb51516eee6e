"""Findings: issues as stages raise them, in frames of one shape. What a code means stands in `schemas.issues`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

SCHEMA: dict[str, pl.DataType] = {
    "code": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int64(),
    "column": pl.Int32(),
    "header": pl.String(),
    "field": pl.String(),
    "value": pl.String(),
    "expected": pl.String(),
}


_EMPTY = pl.DataFrame(schema=SCHEMA)


def empty() -> pl.DataFrame:
    """A findings frame with no row."""
    return _EMPTY


def finding(code: str, **parts: object) -> pl.DataFrame:
    """One finding as a frame; `parts` are columns of SCHEMA, those not named are null."""
    return of_rows([{"code": code, **parts}])


def of_rows(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Findings from a few mappings, for what is found a file or a table at a time."""
    given = list(rows)
    return pl.DataFrame([[row.get(name) for name in SCHEMA] for row in given], schema=SCHEMA, orient="row") if given else _EMPTY


def of_frame(frame: pl.DataFrame, code: str | None = None, **constants: object) -> pl.DataFrame:
    """Findings from a frame that already has some of SCHEMA's columns; `code` and `constants` fill others, the rest are null."""
    given = {"code": code, **constants} if code is not None else constants
    return frame.select(
        (pl.lit(given[name]) if name in given else pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in SCHEMA.items()
    )


def together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings in one frame, in the order given."""
    kept = [frame for frame in frames if frame.height]
    return pl.concat(kept) if kept else empty()
