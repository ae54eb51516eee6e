-- One row is one task at one agency as of one date: every agency's last report, and open tasks that an earlier report held and the last one lacks.
WITH as_of_date AS ({{dates}}),
{{include:counting}},
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
{{include:gap_then}},
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
  SELECT *, {{include:task_status}} AS status FROM candidate
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
SELECT c.as_of, {{columns}}
FROM chosen AS c
INNER JOIN core.task_report AS t USING (submission_id, sheet, "row_number")
