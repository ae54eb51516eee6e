"""Mistakes as offices make them, planted on 29 and 30 October 2025 and listed in a manifest; `compare` says which were found.

It stands for people outside, as `examples.national_day` does, and imports nothing of the pipeline.
"""

from .compare import Verdict, compare
from .manifest import Expected, Fault, FaultManifest
from .write import DAYS, write_faults

__all__ = ["DAYS", "Expected", "Fault", "FaultManifest", "Verdict", "compare", "write_faults"]
