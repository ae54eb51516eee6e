-- One row is one task at one agency as of one date: every agency's last report, and open tasks that an earlier report held and the last one lacks.
WITH as_of_date AS ({{dates}}),
known AS ({{known}}),
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
report AS (
  SELECT
    agency_code,
    reported_by,
    form,
    reported_on,
    lead(reported_on) OVER (PARTITION BY agency_code, reported_by, form ORDER BY reported_on) AS next_on
  FROM (SELECT DISTINCT agency_code, reported_by, form, reported_on FROM counting) AS said
),
listed AS (
  SELECT c.agency_code, c.reported_by, c.form, c.reported_on, c.submission_id, t.task_code
  FROM counting AS c
  INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id
),
open_then AS (
  SELECT submission_id, task_code, agency_code, reported_by, form, reported_on, next_on
  FROM (
    SELECT
      t.submission_id, t.task_code, r.agency_code, r.reported_by, r.form, r.reported_on, r.next_on, r.reported_on AS as_of,
      t.declared_state, t.evidence, t.acceptance, t.completed_on, t.due_on
    FROM report AS r
    INNER JOIN counting AS c
      ON c.agency_code = r.agency_code AND c.reported_by = r.reported_by AND c.form = r.form AND c.reported_on = r.reported_on
    INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id
    WHERE r.next_on <= (SELECT max(d.as_of) FROM as_of_date AS d)
  ) AS followed
  WHERE {{include:task_status}} NOT IN ('done_on_time', 'done_late', 'cancelled')
),
dropped AS (
  SELECT o.*
  FROM open_then AS o
  WHERE NOT EXISTS (
    SELECT 1
    FROM listed AS n
    WHERE n.agency_code = o.agency_code AND n.reported_by = o.reported_by AND n.form = o.form AND n.reported_on = o.next_on AND n.task_code = o.task_code
  )
),
back AS (
  SELECT d.submission_id, d.task_code, min(n.reported_on) AS back_on
  FROM dropped AS d
  INNER JOIN listed AS n
    ON n.agency_code = d.agency_code AND n.reported_by = d.reported_by AND n.form = d.form AND n.task_code = d.task_code AND n.reported_on > d.reported_on
  GROUP BY d.submission_id, d.task_code
),
missing AS (
  SELECT s.as_of, d.submission_id, d.task_code
  FROM stream AS s
  INNER JOIN dropped AS d
    ON d.agency_code = s.agency_code AND d.reported_by = s.reported_by AND d.form = s.form AND d.next_on <= s.spoke_on
  LEFT JOIN back AS b ON b.submission_id = d.submission_id AND b.task_code = d.task_code
  WHERE b.back_on IS NULL OR b.back_on > s.spoke_on
),
candidate AS (
  SELECT p.as_of, FALSE AS carried, t.*
  FROM present AS p
  INNER JOIN core.task_report AS t ON t.submission_id = p.submission_id
  UNION ALL
  SELECT m.as_of, TRUE AS carried, t.*
  FROM missing AS m
  INNER JOIN core.task_report AS t ON t.submission_id = m.submission_id AND t.task_code = m.task_code
),
judged AS (
  SELECT *, {{include:task_status}} AS status FROM candidate
),
chosen AS (
  SELECT *, status = 'open_overdue' AS is_overdue
  FROM judged
  WHERE NOT carried OR status NOT IN ('done_on_time', 'done_late', 'cancelled')
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code, task_code
    ORDER BY (reported_by = agency_code) DESC, reported_on DESC, delivered_at DESC, submission_id DESC, carried, "row_number"
  ) = 1
)
SELECT as_of, {{columns}}
FROM chosen
