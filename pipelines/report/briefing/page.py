"""The page as one HTML text: the template filled with the sections. Nothing is read and nothing is written here."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipelines.report.briefing import sections
from pipelines.report.briefing.figures import RATE, Figures
from pipelines.report.briefing.numerals import Language, Numerals
from pipelines.report.briefing.texts import Texts

TEMPLATES = Path(__file__).parent / "templates"


def _environment() -> Environment:
    """Everything is escaped but what this package draws; a name that is not there is an error, never an empty place."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(figures: Figures, language: Language) -> str:
    """The whole page in one language, style sheet and drawings inside."""
    voice = sections.Voice(Texts(language), Numerals(language))
    style = Markup((TEMPLATES / "briefing.css").read_text(encoding="utf-8"))
    common = {"t": voice.texts, "n": voice.numerals, "f": figures, "style": style, "language": language}
    if figures.dates.as_of is None:
        return _environment().get_template("empty.html").render(common)
    rate = figures.headline.get((RATE, "national"))
    return (
        _environment()
        .get_template("briefing.html")
        .render(
            common,
            target=rate.target if rate else None,
            sent=figures.headline.get(("agencies_reported", "national")),
            tiles=sections.tiles(figures, voice),
            notes=sections.notes(figures, voice),
            gap_rows=sections.gap_rows(figures, voice),
            age_rows=sections.age_rows(figures, voice),
            age_sums=sections.age_sums(figures, voice),
            late_groups=sections.late_groups(figures, voice),
            change_rows=sections.change_rows(figures, voice),
            movers=sections.movers(figures, voice),
            voices_changed=sections.voices_changed(figures, voice),
            build_rows=sections.build_rows(figures, voice),
            days=sections.days(figures, voice),
            agency_blocks=sections.agency_blocks(figures, voice),
            agency_legend=sections.agency_legend(voice),
            parts=sections.PARTS,
            quality_rows=sections.quality_rows(figures, voice),
            rows_refused=sections.rows_refused(figures, voice),
            issue_rows=sections.issue_rows(figures, voice),
            deliveries=sections.deliveries(figures, voice),
        )
    )
