"""Further days of the year 2025 beside the national day of 28 October: `write_history` writes what the offices sent on them.

It stands for people outside, as `examples.national_day` does, and imports nothing of the pipeline.
"""

from .history import History, ReportingDay
from .write import DAYS, NATIONAL_DAY, write_day, write_history

__all__ = ["DAYS", "NATIONAL_DAY", "History", "ReportingDay", "write_day", "write_history"]
