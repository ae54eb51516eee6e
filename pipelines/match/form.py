"""The form: which named form a table is, by the phrases that its titles use; else the dataset's main one. Printed form numbers are no proof."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.vietnamese.fold import fold


def find_form(dataset: str, titles: Iterable[str], sheet: str, forms: pl.DataFrame) -> str:
    """The form of `dataset` whose longest phrase stands in a title or the sheet's name. `forms` is the register, with title_patterns."""
    lines = [f" {fold(line)} " for line in (*titles, sheet)]
    best, main = (0, ""), ""
    for form, is_main, patterns in forms.filter(pl.col("dataset") == dataset).select("form", "is_main", "title_patterns").iter_rows():
        if is_main:
            main = form
        for phrase in patterns or ():
            if phrase and len(phrase) > best[0] and any(f" {phrase} " in line for line in lines):
                best = (len(phrase), form)
    return best[1] or main
