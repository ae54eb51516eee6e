-- One row is one open task that a sender's report holds and its next report lacks: from that next one until a report holds it again. Of the senders in
-- `touched_stream`, whose reports of `since` and later may have changed: gaps that began before are kept, and closed anew.
WITH told AS (
  SELECT s.submission_id, s.agency_code, s.reported_by, s.form, s.reported_on, t.since
  FROM audit.submission AS s
  INNER JOIN touched_stream AS t ON t.agency_code = s.agency_code AND t.reported_by = s.reported_by AND t.form = s.form
  WHERE s.dataset = 'tasks' AND s.is_counting
),
report AS (
  SELECT
    agency_code,
    reported_by,
    form,
    since,
    reported_on,
    lead(reported_on) OVER (PARTITION BY agency_code, reported_by, form ORDER BY reported_on) AS next_on
  FROM (SELECT DISTINCT agency_code, reported_by, form, since, reported_on FROM told) AS said
),
open_then AS (
  SELECT agency_code, reported_by, form, task_code, submission_id, as_of AS reported_on, next_on
  FROM (
    SELECT
      r.agency_code, r.reported_by, r.form, r.next_on, r.reported_on AS as_of, t.submission_id, t.task_code,
      t.declared_state, t.evidence, t.acceptance, t.completed_on, t.due_on
    FROM report AS r
    INNER JOIN told AS c
      ON c.agency_code = r.agency_code AND c.reported_by = r.reported_by AND c.form = r.form AND c.reported_on = r.reported_on
    INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id
    WHERE r.next_on >= r.since
  ) AS followed
  WHERE {{include:task_status}} NOT IN ('done_on_time', 'done_late', 'cancelled')
),
listed_next AS (
  SELECT r.agency_code, r.reported_by, r.form, r.reported_on, t.task_code
  FROM report AS r
  INNER JOIN told AS c ON c.agency_code = r.agency_code AND c.reported_by = r.reported_by AND c.form = r.form AND c.reported_on = r.next_on
  INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id
  WHERE r.next_on >= r.since
),
begun AS (
  SELECT DISTINCT o.agency_code, o.reported_by, o.form, o.task_code, o.submission_id, o.reported_on, o.next_on
  FROM open_then AS o
  LEFT JOIN listed_next AS n
    ON n.agency_code = o.agency_code AND n.reported_by = o.reported_by AND n.form = o.form AND n.reported_on = o.reported_on AND n.task_code = o.task_code
  WHERE n.task_code IS NULL
  UNION ALL
  SELECT g.agency_code, g.reported_by, g.form, g.task_code, g.submission_id, g.reported_on, g.next_on
  FROM internal.task_gap AS g
  INNER JOIN touched_stream AS t ON t.agency_code = g.agency_code AND t.reported_by = g.reported_by AND t.form = g.form
  WHERE g.next_on < t.since AND (g.back_on IS NULL OR g.back_on >= t.since)
),
back AS (
  SELECT b.submission_id, b.task_code, min(c.reported_on) AS back_on
  FROM begun AS b
  INNER JOIN told AS c ON c.agency_code = b.agency_code AND c.reported_by = b.reported_by AND c.form = b.form AND c.reported_on > b.next_on
  INNER JOIN core.task_report AS t ON t.submission_id = c.submission_id AND t.task_code = b.task_code
  GROUP BY b.submission_id, b.task_code
)
SELECT b.agency_code, b.reported_by, b.form, b.task_code, b.submission_id, b.reported_on, b.next_on, k.back_on
FROM begun AS b
LEFT JOIN back AS k ON k.submission_id = b.submission_id AND k.task_code = b.task_code
