"""Columns for parser tests: cells as (kind, text), or plain strings for text cells."""

import polars as pl

from pipelines.grid import Kind


def column(*cells) -> tuple[pl.Series, pl.Series]:
    pairs = [cell if isinstance(cell, tuple) else (Kind.EMPTY if cell is None else Kind.TEXT, cell) for cell in cells]
    return (
        pl.Series("text", [text for _, text in pairs], dtype=pl.String),
        pl.Series("kind", [int(kind) for kind, _ in pairs], dtype=pl.UInt8),
    )


def check_shape(parsed, height: int) -> None:
    assert len(parsed.values) == height
    assert parsed.codes.dtype == pl.String
    assert len(parsed.codes) == height
    assert all(len(extra) == height for extra in parsed.extras.values())
