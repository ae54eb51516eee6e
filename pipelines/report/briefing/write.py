"""Writing the page's file: whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from pipelines.report.briefing.figures import read_figures
from pipelines.report.briefing.numerals import Language


def write_briefing(warehouse: Path, out_dir: Path, on: dt.date | None = None, language: Language = "vi", against: dt.date | None = None) -> Path:
    """Write the morning page of a published warehouse and give its path, `briefing-<date>-<language>.html` in `out_dir` (made if absent).

    It shows the latest reporting date held at or before `on`; without `on` the latest of all. It is compared with the date held before that one,
    or with the latest at or before `against`. A warehouse without such a date gives a page
    that says so, `briefing-empty-<language>.html`. A page of that name is replaced at once.
    Raises duckdb.IOException where the file is missing, OSError where the folder cannot be written, ValueError for another language,
    where nothing at or before `against` is held, and where `against` is not before the date shown.
    """
    if language not in ("vi", "en"):
        raise ValueError(f"language must be 'vi' or 'en', not {language!r}")
    from pipelines.report.briefing.page import render  # jinja2 is loaded only where a page is made

    figures = read_figures(warehouse, on, against)
    if against is not None and figures.dates.as_of is not None and against >= figures.dates.as_of:
        raise ValueError(f"{figures.dates.as_of} can be compared only with an earlier date, not with {against}")
    if against is not None and figures.dates.as_of is not None and figures.dates.previous is None:
        raise ValueError(f"no reporting date at or before {against} is held to compare {figures.dates.as_of} with")
    text = render(figures, language)
    out_dir.mkdir(parents=True, exist_ok=True)
    path = out_dir / f"briefing-{figures.dates.as_of or 'empty'}-{language}.html"
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path
