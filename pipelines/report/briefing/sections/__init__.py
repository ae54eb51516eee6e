"""The page's sections, from figures to what the template prints: rows of finished texts and drawings. What is said stands in `texts`."""

from pipelines.report.briefing.sections.agencies import PARTS, agency_blocks, agency_legend
from pipelines.report.briefing.sections.by_day import days
from pipelines.report.briefing.sections.changes import build_rows, change_rows, movers, voices_changed
from pipelines.report.briefing.sections.deliveries import deliveries
from pipelines.report.briefing.sections.headline import age_rows, age_sums, gap_rows, notes, tiles
from pipelines.report.briefing.sections.quality import DIMENSIONS, issue_rows, kind_of, quality_rows, rows_refused
from pipelines.report.briefing.sections.senders import late_groups
from pipelines.report.briefing.sections.voice import Voice, tone

__all__ = [
    "DIMENSIONS",
    "PARTS",
    "Voice",
    "age_rows",
    "age_sums",
    "agency_blocks",
    "agency_legend",
    "build_rows",
    "change_rows",
    "days",
    "deliveries",
    "gap_rows",
    "issue_rows",
    "kind_of",
    "late_groups",
    "movers",
    "notes",
    "quality_rows",
    "rows_refused",
    "tiles",
    "tone",
    "voices_changed",
]
