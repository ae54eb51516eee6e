"""Real questions of the directive, each with the table that answers it and a query; `docs/tables.md` is made of them, a test asks them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """`tables` answer it, `columns` are what the query gives. `may_be_empty` where no row is a good answer (nothing is late, nothing was refused)."""

    vi: str
    en: str
    tables: tuple[str, ...]
    sql: str
    columns: tuple[str, ...]
    may_be_empty: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question(
        "Số liệu chính của cả nước ngày 28/10/2025 là bao nhiêu, dựa trên bao nhiêu cơ quan?",
        "The national figures of a day, and how many agencies stand behind each",
        ("mart.headline",),
        "SELECT metric, value, unit, target, agencies_counted, coverage_pct, note\n"
        "FROM mart.headline WHERE as_of = DATE '2025-10-28' AND block = 'national' ORDER BY metric",
        ("metric", "value", "unit", "target", "agencies_counted", "coverage_pct", "note"),
    ),
    Question(
        "Bao nhiêu nhiệm vụ quá hạn, theo từng khối?",
        "Overdue tasks by block; the blocks need not add up to the nation, where a task of several agencies counts once",
        ("mart.headline",),
        "SELECT block, value\nFROM mart.headline WHERE as_of = DATE '2025-10-28' AND metric = 'tasks_open_overdue' ORDER BY block",
        ("block", "value"),
    ),
    Question(
        "Cơ quan nào có nhiều nhiệm vụ quá hạn nhất?",
        "The agencies with the most overdue tasks",
        ("mart.task_progress", "core.agency"),
        "SELECT a.name_vi, p.open_overdue, p.total, p.open_overdue_pct\nFROM mart.task_progress AS p "
        "INNER JOIN core.agency AS a ON a.agency_code = p.agency_code\n"
        "WHERE p.as_of = DATE '2025-10-28' ORDER BY p.open_overdue DESC, a.name_vi LIMIT 10",
        ("name_vi", "open_overdue", "total", "open_overdue_pct"),
    ),
    Question(
        "Những nhiệm vụ nào đang quá hạn, từ bao giờ, vướng mắc gì?",
        "The overdue tasks themselves, as of the latest date held",
        ("core.task",),
        "SELECT agency_code, task_code, title, due_on, reported_on - due_on AS days_late, blocker\n"
        "FROM core.task WHERE status = 'open_overdue' ORDER BY due_on, agency_code, task_code",
        ("agency_code", "task_code", "title", "due_on", "days_late", "blocker"),
    ),
    Question(
        "Ngày 28/10/2025 một bộ có những nhiệm vụ nào?",
        "One agency's tasks as of any day",
        ("core.tasks_as_of",),
        "SELECT task_code, title, due_on, status\nFROM core.tasks_as_of(DATE '2025-10-28') WHERE agency_code = 'BTC' ORDER BY task_code",
        ("task_code", "title", "due_on", "status"),
    ),
    Question(
        "Tối 28/10/2025 khi đó ta biết gì về các nhiệm vụ?",
        "What was known at a moment, before later files came",
        ("core.tasks_as_of",),
        "SELECT status, count(*) AS tasks\nFROM core.tasks_as_of(DATE '2025-10-28', known_at := TIMESTAMP '2025-10-29 05:30:00') "
        "GROUP BY status ORDER BY status",
        ("status", "tasks"),
    ),
    Question(
        "Nhiệm vụ nào đã trình nhưng chưa được công nhận hoàn thành?",
        "Tasks that were submitted and not accepted: they stay open",
        ("core.task",),
        "SELECT agency_code, task_code, title, due_on, status\nFROM core.task WHERE acceptance = 'submitted' ORDER BY agency_code, task_code",
        ("agency_code", "task_code", "title", "due_on", "status"),
        may_be_empty=True,
    ),
    Question(
        "Nhiệm vụ nào sẽ đến hạn trong 30 ngày tới?",
        "Tasks that fall due within 30 days of the latest report of each agency",
        ("core.task",),
        "SELECT agency_code, task_code, title, due_on\nFROM core.task WHERE status = 'open_in_time' AND due_on <= reported_on + 30 "
        "ORDER BY due_on, agency_code, task_code",
        ("agency_code", "task_code", "title", "due_on"),
        may_be_empty=True,
    ),
    Question(
        "Tỷ lệ hồ sơ trực tuyến toàn trình của từng cơ quan so với mục tiêu 80 %?",
        "The full-process rate of each agency, with the sums that it is made of",
        ("mart.dossier_rate", "core.agency"),
        "SELECT a.name_vi, r.online_full, r.online_full_base, r.online_full_rate, r.online_full_rate - 80 AS gap\n"
        "FROM mart.dossier_rate AS r INNER JOIN core.agency AS a ON a.agency_code = r.agency_code\n"
        "WHERE r.as_of = DATE '2025-10-28' ORDER BY r.online_full_rate DESC NULLS LAST, a.name_vi",
        ("name_vi", "online_full", "online_full_base", "online_full_rate", "gap"),
    ),
    Question(
        "Lĩnh vực nào có nhiều hồ sơ quá hạn nhất?",
        "Overdue dossiers by field, from the agencies' official counts",
        ("core.dossier_count",),
        "SELECT field, sum(open_overdue) AS open_overdue, sum(open_total) AS open_total\n"
        "FROM core.dossier_count GROUP BY field ORDER BY open_overdue DESC NULLS LAST, field LIMIT 10",
        ("field", "open_overdue", "open_total"),
    ),
    Question(
        "Hồ sơ cụ thể nào giải quyết quá hạn?",
        "Dossiers that were settled late, where an agency sends them one by one; applicants are pseudonyms",
        ("core.dossier",),
        "SELECT agency_code, dossier_code, procedure_code, due_at, finished_at\n"
        "FROM core.dossier WHERE finished_at > due_at ORDER BY finished_at - due_at DESC, dossier_code LIMIT 20",
        ("agency_code", "dossier_code", "procedure_code", "due_at", "finished_at"),
        may_be_empty=True,
    ),
    Question(
        "Chỉ tiêu nào đã đạt, chỉ tiêu nào chưa đạt mục tiêu?",
        "Indicators against their targets",
        ("mart.indicator_progress", "core.indicator"),
        "SELECT p.indicator_code, i.name_vi, p.agency_code, p.value, p.target_value, p.achieved_pct, p.is_achieved\n"
        "FROM mart.indicator_progress AS p LEFT JOIN core.indicator AS i ON i.indicator_code = p.indicator_code\n"
        "WHERE p.as_of = DATE '2025-10-28' ORDER BY p.indicator_code, p.agency_code",
        ("indicator_code", "name_vi", "agency_code", "value", "target_value", "achieved_pct", "is_achieved"),
    ),
    Question(
        "Xếp hạng các cơ quan trong từng khối?",
        "The ranking within each block",
        ("mart.agency_scoreboard", "core.agency"),
        "SELECT s.block, s.rank_in_block, a.name_vi, s.tasks_open_overdue, s.online_full_rate\n"
        "FROM mart.agency_scoreboard AS s INNER JOIN core.agency AS a ON a.agency_code = s.agency_code\n"
        "WHERE s.as_of = DATE '2025-10-28' ORDER BY s.block, s.rank_in_block NULLS LAST, a.name_vi",
        ("block", "rank_in_block", "name_vi", "tasks_open_overdue", "online_full_rate"),
    ),
    Question(
        "Ngày 28/10/2025 cơ quan nào chưa gửi báo cáo?",
        "Who has not sent what was due",
        ("mart.submission_compliance", "core.agency"),
        "SELECT a.name_vi, c.dataset, c.state, c.reported_on AS figures_of\nFROM mart.submission_compliance AS c "
        "INNER JOIN core.agency AS a ON a.agency_code = c.agency_code\n"
        "WHERE c.as_of = DATE '2025-10-28' AND c.state <> 'reported' ORDER BY a.name_vi, c.dataset",
        ("name_vi", "dataset", "state", "figures_of"),
    ),
    Question(
        "Tệp nào bị từ chối hoặc chờ xác nhận, vì sao?",
        "Files that were rejected or wait for a steward, with the reason",
        ("audit.delivery",),
        "SELECT path, status, reason, delivered_at\nFROM audit.delivery WHERE status IN ('held', 'rejected') ORDER BY delivered_at, path",
        ("path", "status", "reason", "delivered_at"),
        may_be_empty=True,
    ),
    Question(
        "Lỗi nào gặp nhiều nhất, ở những cơ quan nào?",
        "The commonest findings, and from how many senders",
        ("audit.issue", "audit.delivery"),
        "SELECT i.code, i.severity, count(*) AS findings, count(DISTINCT d.sender_code) AS senders\nFROM audit.issue AS i "
        "INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id\nGROUP BY i.code, i.severity ORDER BY findings DESC, i.code LIMIT 20",
        ("code", "severity", "findings", "senders"),
    ),
    Question(
        "Những dòng nào không được nạp, nội dung nguyên văn là gì?",
        "Refused rows as they were written, with their codes and the file",
        ("audit.quarantine", "audit.table_read", "audit.delivery"),
        "SELECT d.path, q.sheet, q.row_number, q.codes, q.raw\nFROM audit.quarantine AS q "
        "INNER JOIN audit.table_read AS t ON t.table_id = q.table_id\nINNER JOIN audit.delivery AS d ON d.delivery_id = t.delivery_id "
        "ORDER BY d.path, q.sheet, q.row_number",
        ("path", "sheet", "row_number", "codes", "raw"),
        may_be_empty=True,
    ),
    Question(
        "Mọi dòng đã đọc đi đâu?",
        "The conservation of rows: read = loaded + quarantined + held + skipped, for every table of every file",
        ("audit.table_read",),
        "SELECT dataset, sum(rows_read) AS rows_read, sum(rows_loaded) AS loaded, sum(rows_quarantined) AS quarantined,\n"
        "  sum(rows_held) AS held, sum(rows_skipped) AS skipped\nFROM audit.table_read GROUP BY dataset ORDER BY dataset NULLS LAST",
        ("dataset", "rows_read", "loaded", "quarantined", "held", "skipped"),
    ),
    Question(
        "Một con số lấy từ tệp nào, trang nào, dòng nào?",
        "The file, sheet and row behind a task; `tonghop trace` gives the cell and its text",
        ("core.task", "audit.submission", "audit.delivery"),
        "SELECT t.task_code, t.agency_code, d.path, t.sheet, t.row_number\nFROM core.task AS t "
        "INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id\n"
        "INNER JOIN audit.delivery AS d ON d.delivery_id = s.delivery_id ORDER BY t.agency_code, t.task_code LIMIT 20",
        ("task_code", "agency_code", "path", "sheet", "row_number"),
    ),
    Question(
        "Báo cáo nào đã bị thay thế, bởi báo cáo nào?",
        "Corrections: submissions that no longer count, and what took their place",
        ("audit.submission",),
        "SELECT o.series, o.submission_id, o.delivered_at, n.submission_id AS replaced_by, n.delivered_at AS replaced_at\n"
        "FROM audit.submission AS o INNER JOIN audit.submission AS n ON n.submission_id = o.superseded_by ORDER BY o.series, o.delivered_at",
        ("series", "submission_id", "delivered_at", "replaced_by", "replaced_at"),
        may_be_empty=True,
    ),
    Question(
        "Trước đây ta đã công bố con số nào, có khác bây giờ không?",
        "What was said of a day, as it was said, beside what is said now",
        ("audit.published_figure", "mart.headline"),
        "SELECT p.published_at, p.metric, p.value AS said, h.value AS now\nFROM audit.published_figure AS p "
        "INNER JOIN mart.headline AS h\n  ON h.as_of = p.as_of AND h.metric = p.metric AND h.block = p.block\n"
        "WHERE p.as_of = DATE '2025-10-28' AND p.block = 'national' ORDER BY p.metric, p.published_at",
        ("published_at", "metric", "said", "now"),
    ),
    Question(
        "Bản công bố này khác bản trước ở cơ quan nào?",
        "What differs from the build before, by table and agency",
        ("audit.change",),
        "SELECT table_name, agency_code, rows_before, rows_after, rows_added, rows_removed\nFROM audit.change ORDER BY table_name, agency_code",
        ("table_name", "agency_code", "rows_before", "rows_after", "rows_added", "rows_removed"),
        may_be_empty=True,
    ),
    Question(
        "Chất lượng dữ liệu của từng cơ quan theo các tiêu chí đúng, đủ, sạch, sống, thống nhất?",
        "Data quality by agency and dimension",
        ("mart.data_quality",),
        "SELECT agency_code, dataset, dimension, numerator, denominator, value, issues\n"
        "FROM mart.data_quality WHERE as_of = DATE '2025-10-28' ORDER BY agency_code, dataset, dimension",
        ("agency_code", "dataset", "dimension", "numerator", "denominator", "value", "issues"),
    ),
    Question(
        "Tỉnh cũ nay thuộc tỉnh nào?",
        "Where dissolved agencies went",
        ("core.agency",),
        "SELECT o.agency_code, o.name_vi, o.valid_to, n.agency_code AS successor_code, n.name_vi AS successor\n"
        "FROM core.agency AS o INNER JOIN core.agency AS n ON n.agency_code = o.successor_code ORDER BY n.name_vi, o.name_vi",
        ("agency_code", "name_vi", "valid_to", "successor_code", "successor"),
    ),
)
"""In the order in which they are told: figures, tasks, dossiers, indicators, senders, faults, lineage, what was said."""


def markdown() -> str:
    """`docs/tables.md`: which table answers what."""
    parts = [
        "# Which table answers what",
        "Generated from `schemas/questions.py` by `make docs`; do not edit. Every query runs against the demonstration warehouse in a test. "
        "Columns stand in [dictionary.md](dictionary.md), what leads to what in [er.md](er.md).",
        'A query runs as `tonghop query "..."`, or in any DuckDB after\n\n'
        "```sql\nATTACH '/srv/tonghop/warehouse/current.duckdb' AS tonghop (READ_ONLY);\nUSE tonghop;\n```",
        "\n".join(["| question | table |", "|---|---|", *(f"| [{one.vi}](#{at}) | {_listed(one)} |" for at, one in enumerate(QUESTIONS, start=1))]),
    ]
    for at, one in enumerate(QUESTIONS, start=1):
        empty = " No row is a good answer." if one.may_be_empty else ""
        parts += [
            f'<a id="{at}"></a>\n\n## {at}. {one.vi}',
            f"{one.en}. From {_listed(one)}; gives {', '.join(f'`{name}`' for name in one.columns)}.{empty}",
            f"```sql\n{one.sql};\n```",
        ]
    return "\n\n".join(parts) + "\n"


def _listed(one: Question) -> str:
    return ", ".join(f"`{name}`" for name in one.tables)
