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
  WHERE u.dataset = 'tasks' AND u.standing IN ('counts', 'superseded') AND {{known_until}} < TIMESTAMP '9999-12-31 00:00:00'
    AND u.is_counting <> (u.counts_from <= {{known_until}} AND (u.counts_until IS NULL OR u.counts_until > {{known_until}}))
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
  WHERE {{include:task_status}} NOT IN ('done_on_time', 'done_late', 'cancelled')
)
