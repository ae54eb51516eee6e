"""Which reported columns a field comes from, where it is no column of a file itself. What `trace` says for parsed, derived and lineage fields."""

from __future__ import annotations

SOURCES: dict[str, dict[str, tuple[str, ...]]] = {
    "tasks": {
        "task_code": ("task_code", "source_document", "row_label", "title"),
        "task_code_kind": ("task_code", "source_document", "row_label", "title"),
        "group_name": ("group_name",),
        "lead_unit": ("lead_text",),
        "due_kind": ("due_text",),
        "due_on": ("due_text", "assigned_on"),
        "declared_state": ("declared_status",),
        "acceptance": ("acceptance", "declared_status"),
        "status": ("declared_status", "completed_on", "due_text"),
        "is_overdue": ("declared_status", "completed_on", "due_text"),
        "carried": (),
    },
    "dossiers": {"applicant_id": ("applicant_number", "applicant_name", "applicant_phone")},
    "dossier_counts": {"period_from": ("period",), "period_to": ("period",), "section": ("section",), "field": ("field", "agency_name")},
    "indicators": {
        "indicator_code": ("indicator_code", "indicator_name"),
        "period_from": ("period",),
        "period_to": ("period",),
        "value_low": ("value",),
        "value_high": ("value",),
        "qualifier": ("value",),
        "value_text": ("value",),
        "basis": ("value",),
    },
}
"""Dataset to field to the reported or address fields that it is made of; an empty tuple is a field that no column of this row tells."""

LINEAGE_SOURCES: dict[str, tuple[str, ...]] = {
    "reported_by": (),
    "agency_code": ("agency_name", "agency_given_code"),
    "unit_code": ("agency_given_code", "agency_name"),
    "reported_on": ("reporting_date",),
    "delivered_at": (),
    "submission_id": (),
    "sheet": (),
    "row_number": (),
    "extra": (),
}
"""The same for the lineage fields of every dataset."""


def sources_of(dataset: str, field: str) -> tuple[str, ...]:
    """The fields whose columns tell `field`; the field itself where it is a column of its own."""
    own = SOURCES.get(dataset, {})
    if field in own:
        return own[field]
    return LINEAGE_SOURCES.get(field, (field,))
