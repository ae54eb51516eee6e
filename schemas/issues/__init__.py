"""The issue vocabulary: every finding that tonghop can make, as data. A code is public; its message goes to a reporting officer."""

from __future__ import annotations

from schemas.issues.addresses import (
    AGENCY_CONFLICT as AGENCY_CONFLICT,
)
from schemas.issues.addresses import (
    AGENCY_FROM_ABOVE as AGENCY_FROM_ABOVE,
)
from schemas.issues.addresses import (
    AGENCY_UNKNOWN as AGENCY_UNKNOWN,
)
from schemas.issues.addresses import (
    CODE_NAME_MISMATCH as CODE_NAME_MISMATCH,
)
from schemas.issues.addresses import (
    DATE_FROM_DELIVERY as DATE_FROM_DELIVERY,
)
from schemas.issues.addresses import (
    DATE_FROM_FILE_NAME as DATE_FROM_FILE_NAME,
)
from schemas.issues.addresses import (
    DATE_OUT_OF_RANGE as DATE_OUT_OF_RANGE,
)
from schemas.issues.addresses import (
    LEGACY_AGENCY as LEGACY_AGENCY,
)
from schemas.issues.addresses import (
    PARTIAL_RESUBMISSION as PARTIAL_RESUBMISSION,
)
from schemas.issues.addresses import (
    PERIOD_MISSING as PERIOD_MISSING,
)
from schemas.issues.addresses import (
    REPORTING_DATE_INVALID as REPORTING_DATE_INVALID,
)
from schemas.issues.addresses import (
    ROW_AGENCY_UNKNOWN as ROW_AGENCY_UNKNOWN,
)
from schemas.issues.cells import (
    BAD_DATE as BAD_DATE,
)
from schemas.issues.cells import (
    BAD_NUMBER as BAD_NUMBER,
)
from schemas.issues.cells import (
    CELL_ERROR as CELL_ERROR,
)
from schemas.issues.cells import (
    DATE_AMBIGUOUS as DATE_AMBIGUOUS,
)
from schemas.issues.cells import (
    DEADLINE_UNRESOLVED as DEADLINE_UNRESOLVED,
)
from schemas.issues.cells import (
    FORMULA_UNCACHED as FORMULA_UNCACHED,
)
from schemas.issues.cells import (
    NEGATIVE as NEGATIVE,
)
from schemas.issues.cells import (
    NUMBER_AMBIGUOUS as NUMBER_AMBIGUOUS,
)
from schemas.issues.cells import (
    PCT_OUT_OF_RANGE as PCT_OUT_OF_RANGE,
)
from schemas.issues.cells import (
    PERCENT_FRACTION as PERCENT_FRACTION,
)
from schemas.issues.cells import (
    STATUS_UNKNOWN as STATUS_UNKNOWN,
)
from schemas.issues.cells import (
    VALUE_UNKNOWN as VALUE_UNKNOWN,
)
from schemas.issues.files import (
    ARCHIVE_MEMBER_UNREADABLE as ARCHIVE_MEMBER_UNREADABLE,
)
from schemas.issues.files import (
    ARCHIVE_UNSUPPORTED as ARCHIVE_UNSUPPORTED,
)
from schemas.issues.files import (
    CORRUPT_FILE as CORRUPT_FILE,
)
from schemas.issues.files import (
    DELIVERY_TIE as DELIVERY_TIE,
)
from schemas.issues.files import (
    DUPLICATE_DELIVERY as DUPLICATE_DELIVERY,
)
from schemas.issues.files import (
    EMPTY_FILE as EMPTY_FILE,
)
from schemas.issues.files import (
    ENCRYPTED as ENCRYPTED,
)
from schemas.issues.files import (
    IMAGE_FILE as IMAGE_FILE,
)
from schemas.issues.files import (
    INTERNAL_FAULT as INTERNAL_FAULT,
)
from schemas.issues.files import (
    NO_TABLE as NO_TABLE,
)
from schemas.issues.files import (
    PDF_PAGES_SCANNED as PDF_PAGES_SCANNED,
)
from schemas.issues.files import (
    SCANNED_PDF as SCANNED_PDF,
)
from schemas.issues.files import (
    TOO_LARGE as TOO_LARGE,
)
from schemas.issues.files import (
    TRUNCATED_FILE as TRUNCATED_FILE,
)
from schemas.issues.files import (
    UNSUPPORTED_ENCODING as UNSUPPORTED_ENCODING,
)
from schemas.issues.files import (
    UNSUPPORTED_FORMAT as UNSUPPORTED_FORMAT,
)
from schemas.issues.files import (
    XML_DOCTYPE as XML_DOCTYPE,
)
from schemas.issues.rows import (
    COMPLETED_BEFORE_ASSIGNED as COMPLETED_BEFORE_ASSIGNED,
)
from schemas.issues.rows import (
    COMPLETED_WITHOUT_EVIDENCE as COMPLETED_WITHOUT_EVIDENCE,
)
from schemas.issues.rows import (
    COMPLETION_DATE_MISSING as COMPLETION_DATE_MISSING,
)
from schemas.issues.rows import (
    DOSSIER_CODE_FORMAT as DOSSIER_CODE_FORMAT,
)
from schemas.issues.rows import (
    DUP_FIELD as DUP_FIELD,
)
from schemas.issues.rows import (
    DUP_KEY as DUP_KEY,
)
from schemas.issues.rows import (
    DUP_ROW as DUP_ROW,
)
from schemas.issues.rows import (
    FINISHED_BEFORE_RECEIVED as FINISHED_BEFORE_RECEIVED,
)
from schemas.issues.rows import (
    FUTURE_COMPLETION as FUTURE_COMPLETION,
)
from schemas.issues.rows import (
    IDENTITY_A1 as IDENTITY_A1,
)
from schemas.issues.rows import (
    IDENTITY_A2 as IDENTITY_A2,
)
from schemas.issues.rows import (
    IDENTITY_A3 as IDENTITY_A3,
)
from schemas.issues.rows import (
    IDENTITY_A4 as IDENTITY_A4,
)
from schemas.issues.rows import (
    INDICATOR_UNKNOWN as INDICATOR_UNKNOWN,
)
from schemas.issues.rows import (
    INDICATOR_WITHOUT_VALUE as INDICATOR_WITHOUT_VALUE,
)
from schemas.issues.rows import (
    MEASURE_CELL_BLANK as MEASURE_CELL_BLANK,
)
from schemas.issues.rows import (
    MEASURE_CELL_BLANK_DONE as MEASURE_CELL_BLANK_DONE,
)
from schemas.issues.rows import (
    MISSING_KEY as MISSING_KEY,
)
from schemas.issues.rows import (
    ONLINE_EXCEEDS_DONE as ONLINE_EXCEEDS_DONE,
)
from schemas.issues.rows import (
    OUT_WITHOUT_EVIDENCE as OUT_WITHOUT_EVIDENCE,
)
from schemas.issues.rows import (
    RECEIVED_AFTER_DUE as RECEIVED_AFTER_DUE,
)
from schemas.issues.rows import (
    RECEIVED_IN_FUTURE as RECEIVED_IN_FUTURE,
)
from schemas.issues.rows import (
    SCOPE_MISMATCH as SCOPE_MISMATCH,
)
from schemas.issues.rows import (
    SERVICE_LEVEL_MISSING as SERVICE_LEVEL_MISSING,
)
from schemas.issues.rows import (
    STATUS_DATE_CONFLICT as STATUS_DATE_CONFLICT,
)
from schemas.issues.rows import (
    TASK_CODE_DERIVED as TASK_CODE_DERIVED,
)
from schemas.issues.rows import (
    TASK_MATCH_AMBIGUOUS as TASK_MATCH_AMBIGUOUS,
)
from schemas.issues.rows import (
    TASK_WITHOUT_PERSON as TASK_WITHOUT_PERSON,
)
from schemas.issues.rows import (
    TASK_WITHOUT_PRODUCT as TASK_WITHOUT_PRODUCT,
)
from schemas.issues.rows import (
    TASK_WITHOUT_TITLE as TASK_WITHOUT_TITLE,
)
from schemas.issues.rows import (
    UNIT_CONVERTED as UNIT_CONVERTED,
)
from schemas.issues.rows import (
    UNIT_DIFFERS as UNIT_DIFFERS,
)
from schemas.issues.rows import (
    UNIT_SCALE_DOUBTFUL as UNIT_SCALE_DOUBTFUL,
)
from schemas.issues.submissions import (
    DECLARED_DIFFERS_FROM_COUNTED as DECLARED_DIFFERS_FROM_COUNTED,
)
from schemas.issues.submissions import (
    DOSSIERS_DIFFER_FROM_COUNTS as DOSSIERS_DIFFER_FROM_COUNTS,
)
from schemas.issues.submissions import (
    MIXED_PERIOD_STARTS as MIXED_PERIOD_STARTS,
)
from schemas.issues.submissions import (
    SOURCES_DISAGREE as SOURCES_DISAGREE,
)
from schemas.issues.submissions import (
    TASK_CARRIED as TASK_CARRIED,
)
from schemas.issues.tables import (
    COLUMN_UNMAPPED as COLUMN_UNMAPPED,
)
from schemas.issues.tables import (
    HEADER_AMBIGUOUS as HEADER_AMBIGUOUS,
)
from schemas.issues.tables import (
    HIDDEN_COLUMN as HIDDEN_COLUMN,
)
from schemas.issues.tables import (
    HIDDEN_ROW as HIDDEN_ROW,
)
from schemas.issues.tables import (
    HIDDEN_SHEET as HIDDEN_SHEET,
)
from schemas.issues.tables import (
    MEASURE_COLUMN_ABSENT as MEASURE_COLUMN_ABSENT,
)
from schemas.issues.tables import (
    PARTS_MISMATCH as PARTS_MISMATCH,
)
from schemas.issues.tables import (
    REQUIRED_COLUMN_MISSING as REQUIRED_COLUMN_MISSING,
)
from schemas.issues.tables import (
    SHEET_WITHOUT_TABLE as SHEET_WITHOUT_TABLE,
)
from schemas.issues.tables import (
    SUBTOTAL_DOUBTFUL as SUBTOTAL_DOUBTFUL,
)
from schemas.issues.tables import (
    TEXT_DOUBTFUL as TEXT_DOUBTFUL,
)
from schemas.issues.tables import (
    TEXT_REPAIRED as TEXT_REPAIRED,
)
from schemas.issues.tables import (
    TOTAL_MISMATCH as TOTAL_MISMATCH,
)
from schemas.rule import IssueCode

CATALOGUE: dict[str, IssueCode] = {value.code: value for value in list(globals().values()) if isinstance(value, IssueCode)}
"""Every issue code by name."""
