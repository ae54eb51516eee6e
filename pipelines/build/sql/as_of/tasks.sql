-- core.task as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/tasks.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one task at one agency as of one date: every agency's last report, and open tasks that an earlier report held and the last one lacks.
WITH as_of_date AS (SELECT CAST($on_date AS DATE) AS as_of),
known AS (SELECT coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AS known_until),
-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- The reports of an agency that has ended are `alive` until its successor speaks.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
-- When an agency that has ended is no longer carried: from the first day after its end for which the one that took it over has spoken itself, or the
-- same sender speaks of that one; dossiers and their counts are one topic. Until then its reports stand, as those of its successor. A sender's
-- counts of the successor may yield to the successor's own older ones, so with counts only its own word ends anything.
followed AS (
  WITH RECURSIVE step AS (
    SELECT agency_code, successor_code AS follower, valid_to AS ended_on, 1 AS steps
    FROM core.agency
    WHERE valid_to IS NOT NULL AND successor_code IS NOT NULL
    UNION ALL
    SELECT s.agency_code, a.successor_code, s.ended_on, s.steps + 1
    FROM step AS s
    INNER JOIN core.agency AS a ON a.agency_code = s.follower
    WHERE a.valid_to IS NOT NULL AND a.successor_code IS NOT NULL AND s.steps < 9
  )
  SELECT agency_code, follower, ended_on, steps FROM step
),
word AS (
  SELECT s.dataset, CASE s.dataset WHEN 'dossiers' THEN 'dossier_counts' ELSE s.dataset END AS topic, s.agency_code, s.reported_by, s.reported_on
  FROM audit.submission AS s
  CROSS JOIN known AS k
  WHERE s.standing IN ('counts', 'superseded') AND s.counts_from <= k.known_until
),
taken_over AS (
  SELECT p.dataset, p.agency_code, p.reported_by, min(n.reported_on) AS taken_on
  FROM (SELECT DISTINCT dataset, topic, agency_code, reported_by FROM word) AS p
  INNER JOIN followed AS f ON f.agency_code = p.agency_code
  INNER JOIN word AS n ON n.agency_code = f.follower AND n.topic = p.topic AND n.reported_on > f.ended_on
  WHERE n.reported_by = n.agency_code OR (n.reported_by = p.reported_by AND n.topic <> 'dossier_counts')
  GROUP BY p.dataset, p.agency_code, p.reported_by
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
    s.counts_until IS NULL OR s.counts_until > k.known_until AS counts_then
  FROM audit.submission AS s
  CROSS JOIN known AS k
  WHERE s.dataset = 'tasks' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= k.known_until
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
  SELECT *, status = 'open_overdue' AS is_overdue
  FROM judged
  WHERE NOT carried OR status NOT IN ('done_on_time', 'done_late', 'cancelled')
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code, task_code
    ORDER BY (reported_by = agency_code) DESC, reported_on DESC, delivered_at DESC, submission_id DESC, carried, "row_number"
  ) = 1
)
SELECT as_of, "task_code", "task_code_kind", "title", "source_document", "group_name", "parent_task_code", "lead_text", "lead_unit", "coordinating_agencies", "assignees", "assigned_on", "due_text", "due_kind", "due_on", "completed_on", "declared_status", "declared_state", "acceptance", "progress_pct", "last_progress_on", "product", "responsible_person", "approving_authority", "evidence", "blocker", "proposal", "waits_on", "note", "status", "is_overdue", "carried", "reported_by", "agency_code", "unit_code", "reported_on", "delivered_at", "submission_id", "sheet", "row_number", "extra"
FROM chosen
