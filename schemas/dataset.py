"""A dataset: its fields, its key, its rules, and the two core tables that hold it (`core.F_report`, `core.F`)."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.field import Field, Origin, Table
from schemas.lineage import ADDRESS, LINEAGE
from schemas.rule import Rule


@dataclass(frozen=True)
class Dataset:
    """One of tasks, dossiers, dossier_counts, indicators.

    `fact` names the core table (core.task, core.task_report). `key` identifies a row within a submission. `anchor` lists sets of fields: a
    table is recognised as this dataset only if at least one field of every set has a column. `version` is raised by hand when meanings change.
    """

    name: str
    fact: str
    title_vi: str
    title_en: str
    grain: str
    version: int
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    anchor: tuple[frozenset[str], ...]
    rules: tuple[Rule, ...] = ()

    def of(self, *origins: Origin) -> tuple[Field, ...]:
        """The dataset's own fields that come from one of `origins`, in declared order."""
        return tuple(field for field in self.fields if field.origin in origins)

    @property
    def version_tag(self) -> str:
        """The dataset's name and version, as a reading records it."""
        return f"{self.name}:{self.version}"

    @property
    def record_fields(self) -> tuple[Field, ...]:
        """What a record stores: reported and parsed fields, then lineage. The shape of a records Parquet and of core.F_report."""
        return self.of(Origin.REPORTED, Origin.PARSED) + LINEAGE

    @property
    def matchable(self) -> tuple[Field, ...]:
        """Fields that a sender's column may be matched to."""
        return self.of(Origin.REPORTED, Origin.ADDRESS, Origin.PERSONAL) + ADDRESS

    def field(self, name: str) -> Field:
        """The field of that name, address and lineage fields included. Raises KeyError."""
        for candidate in (*self.fields, *ADDRESS, *LINEAGE):
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.name} has no field {name}")

    @property
    def report_table(self) -> Table:
        """core.F_report: every row reported; written and removed only by whole submission."""
        return Table(
            "core",
            f"{self.fact}_report",
            f"{self.title_vi}: mọi dòng đã báo cáo",
            f"{self.title_en}: every row reported",
            f"{self.grain} in one submission.",
            self.record_fields,
            (*self.key, "agency_code", "submission_id"),
        )

    @property
    def current_table(self) -> Table:
        """core.F: what counts now, with the derived fields."""
        own = tuple(field for field in self.fields if field.origin in (Origin.REPORTED, Origin.PARSED, Origin.DERIVED))
        return Table(
            "core",
            self.fact,
            f"{self.title_vi}: số liệu đang có hiệu lực",
            f"{self.title_en}: what counts now",
            f"{self.grain}, as of the latest reporting date held.",
            own + LINEAGE,
            (*self.key, "agency_code"),
        )
