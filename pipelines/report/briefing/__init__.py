"""The morning page: one HTML file for the steering committee, made from the published warehouse. Reading, wording and drawing each have a module."""

from pipelines.report.briefing.write import write_briefing

__all__ = ["write_briefing"]
