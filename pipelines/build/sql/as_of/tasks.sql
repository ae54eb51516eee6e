-- core.task as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/tasks.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one task at one agency as of one date: every agency's last report, and open tasks that an earlier report held and the last one lacks.
WITH as_of_date AS (SELECT CAST($on_date AS DATE) AS as_of),
-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- The reports of an agency that has ended are `alive` until its successor speaks.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
-- When an agency that has ended is no longer carried, as known then; the rule is in taken_over.sql.
taken_over AS (
  SELECT dataset, agency_code, reported_by, min(taken_on) AS taken_on
  FROM internal.taken_over
  WHERE known_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')
  GROUP BY dataset, agency_code, reported_by
),
heard AS (
  SELECT
    s.submission_id,
    s.series,
    s.agency_code,
    s.reported_by,
    s.form,
    s.reported_on,
    s.period_from,
    coalesce(s.period_to, s.reported_on) AS period_to,
    s.delivered_at,
    s.counts_until IS NULL OR s.counts_until > coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AS counts_then
  FROM audit.submission AS s
  WHERE s.dataset = 'tasks' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')
),
counting AS (
  SELECT * FROM heard WHERE counts_then
),
spoken AS (
  SELECT
    d.as_of,
    h.series,
    max(h.reported_on) AS spoke_on,
    count(*) FILTER (WHERE h.counts_then) AS counting_then
  FROM as_of_date AS d
  INNER JOIN heard AS h ON h.reported_on <= d.as_of AND h.reported_on >= d.as_of - 30
  GROUP BY d.as_of, h.series
),
alive AS (
  SELECT s.as_of, s.spoke_on, c.*
  FROM spoken AS s
  INNER JOIN counting AS c ON c.series = s.series AND (c.reported_on <= s.as_of OR s.counting_then = 0)
  LEFT JOIN taken_over AS t ON t.dataset = 'tasks' AND t.agency_code = c.agency_code AND t.reported_by = c.reported_by
  WHERE t.taken_on IS NULL OR t.taken_on > s.as_of
),
stream AS (
  SELECT as_of, agency_code, reported_by, form, max(spoke_on) AS spoke_on
  FROM alive
  GROUP BY as_of, agency_code, reported_by, form
),
present AS (
  SELECT a.as_of, a.submission_id
  FROM alive AS a
  INNER JOIN stream AS s
    ON s.as_of = a.as_of AND s.agency_code = a.agency_code AND s.reported_by = a.reported_by AND s.form = a.form AND s.spoke_on = a.spoke_on
),
-- Open tasks that a sender's last report lacks stand in internal.task_gap as the reports that count now tell it. A sender of whom other reports counted
-- at the known time, of the days up to the last one that it had spoken for, is looked up in the log itself: `otherwise` names it, `gap_then` has its tasks.
gap AS (
  SELECT agency_code, reported_by, form, task_code, submission_id, next_on, back_on FROM internal.task_gap
),
otherwise AS (
  SELECT DISTINCT s.as_of, s.agency_code, s.reported_by, s.form, s.spoke_on
  FROM stream AS s
  INNER JOIN audit.submission AS u
    ON u.agency_code = s.agency_code AND u.reported_by = s.reported_by AND u.form = s.form AND u.reported_on <= s.spoke_on
  WHERE u.dataset = 'tasks' AND u.standing IN ('counts', 'superseded') AND coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') < TIMESTAMP '9999-12-31 00:00:00'
    AND u.is_counting <> (u.counts_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AND (u.counts_until IS NULL OR u.counts_until > coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')))
),
last_listed AS (
  SELECT o.as_of, o.spoke_on, o.agency_code, o.reported_by, o.form, t.task_code, max(c.reported_on) AS reported_on
  FROM otherwise AS o
  INNER JOIN counting AS c ON c.agency_code = o.agency_code AND c.reported_by = o.reported_by AND c.form = o.form AND c.reported_on <= o.spoke_on
  INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id
  GROUP BY o.as_of, o.spoke_on, o.agency_code, o.reported_by, o.form, t.task_code
),
gap_then AS (
  SELECT DISTINCT f.asked_of AS as_of, f.submission_id, f.task_code
  FROM (
    SELECT
      l.as_of AS asked_of, t.submission_id, t.task_code, l.reported_on AS as_of,
      t.declared_state, t.evidence, t.acceptance, t.completed_on, t.due_on
    FROM last_listed AS l
    INNER JOIN counting AS c ON c.agency_code = l.agency_code AND c.reported_by = l.reported_by AND c.form = l.form AND c.reported_on = l.reported_on
    INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id AND t.task_code = l.task_code
    WHERE l.reported_on < l.spoke_on
  ) AS f
  WHERE -- A task's status as of `as_of`, from the columns of core.task_report; the one place where it is said.
-- The due day itself is in time. What is submitted or returned is not done. A pause or cancellation counts only with a document behind it.
CASE
  WHEN declared_state = 'cancelled' AND evidence IS NOT NULL THEN 'cancelled'
  WHEN declared_state = 'paused' AND evidence IS NOT NULL THEN 'paused'
  WHEN coalesce(acceptance, 'none') NOT IN ('submitted', 'returned')
    AND (
      coalesce(completed_on <= as_of, FALSE)
      OR (coalesce(declared_state IN ('done', 'done_on_time', 'done_late'), FALSE) AND completed_on IS NULL)
    )
  THEN
    CASE
      WHEN coalesce(completed_on > due_on, FALSE) THEN 'done_late'
      WHEN completed_on IS NULL AND declared_state = 'done_late' THEN 'done_late'
      ELSE 'done_on_time'
    END
  WHEN due_on IS NULL THEN 'no_deadline'
  WHEN as_of > due_on THEN 'open_overdue'
  ELSE 'open_in_time'
END NOT IN ('done_on_time', 'done_late', 'cancelled')
),
missing AS (
  SELECT s.as_of, g.submission_id, g.task_code
  FROM stream AS s
  INNER JOIN gap AS g
    ON g.agency_code = s.agency_code AND g.reported_by = s.reported_by AND g.form = s.form
    AND g.next_on <= s.spoke_on AND (g.back_on IS NULL OR g.back_on > s.spoke_on)
  LEFT JOIN otherwise AS o ON o.as_of = s.as_of AND o.agency_code = s.agency_code AND o.reported_by = s.reported_by AND o.form = s.form
  WHERE o.as_of IS NULL
  UNION ALL
  SELECT as_of, submission_id, task_code FROM gap_then
),
candidate AS (
  SELECT
    p.as_of, FALSE AS carried, t.agency_code, t.task_code, t.reported_by, t.reported_on, t.delivered_at, t.submission_id, t.sheet, t."row_number",
    t.declared_state, t.evidence, t.acceptance, t.completed_on, t.due_on
  FROM present AS p
  INNER JOIN core.task_report AS t ON t.submission_id = p.submission_id
  UNION ALL
  SELECT
    m.as_of, TRUE AS carried, t.agency_code, t.task_code, t.reported_by, t.reported_on, t.delivered_at, t.submission_id, t.sheet, t."row_number",
    t.declared_state, t.evidence, t.acceptance, t.completed_on, t.due_on
  FROM missing AS m
  INNER JOIN core.task_report AS t ON t.submission_id = m.submission_id AND t.task_code = m.task_code
),
judged AS (
  SELECT *, -- A task's status as of `as_of`, from the columns of core.task_report; the one place where it is said.
-- The due day itself is in time. What is submitted or returned is not done. A pause or cancellation counts only with a document behind it.
CASE
  WHEN declared_state = 'cancelled' AND evidence IS NOT NULL THEN 'cancelled'
  WHEN declared_state = 'paused' AND evidence IS NOT NULL THEN 'paused'
  WHEN coalesce(acceptance, 'none') NOT IN ('submitted', 'returned')
    AND (
      coalesce(completed_on <= as_of, FALSE)
      OR (coalesce(declared_state IN ('done', 'done_on_time', 'done_late'), FALSE) AND completed_on IS NULL)
    )
  THEN
    CASE
      WHEN coalesce(completed_on > due_on, FALSE) THEN 'done_late'
      WHEN completed_on IS NULL AND declared_state = 'done_late' THEN 'done_late'
      ELSE 'done_on_time'
    END
  WHEN due_on IS NULL THEN 'no_deadline'
  WHEN as_of > due_on THEN 'open_overdue'
  ELSE 'open_in_time'
END AS status FROM candidate
),
chosen AS (
  SELECT as_of, submission_id, sheet, "row_number", carried, status, status = 'open_overdue' AS is_overdue
  FROM judged
  WHERE NOT carried OR status NOT IN ('done_on_time', 'done_late', 'cancelled')
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code, task_code
    ORDER BY (reported_by = agency_code) DESC, reported_on DESC, delivered_at DESC, submission_id DESC, carried, "row_number"
  ) = 1
)
-- Chosen by its keys alone: to sort whole rows would cost more than to fetch them again.
SELECT c.as_of, "task_code", "task_code_kind", "title", "source_document", "group_name", "parent_task_code", "lead_text", "lead_unit", "coordinating_agencies", "assignees", "assigned_on", "due_text", "due_kind", "due_on", "completed_on", "declared_status", "declared_state", "acceptance", "progress_pct", "last_progress_on", "product", "responsible_person", "approving_authority", "evidence", "blocker", "proposal", "waits_on", "note", "status", "is_overdue", "carried", "reported_by", "agency_code", "unit_code", "reported_on", "delivered_at", "submission_id", "sheet", "row_number", "extra"
FROM chosen AS c
INNER JOIN core.task_report AS t USING (submission_id, sheet, "row_number")
