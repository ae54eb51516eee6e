-- One row is one agency on one reporting date; shares are of the total.
WITH counted AS (
  SELECT
    t.as_of,
    t.agency_code,
    a.block,
    count(*) AS total,
    count(*) FILTER (WHERE t.status IN ('done_on_time', 'done_late')) AS done,
    count(*) FILTER (WHERE t.status = 'done_on_time') AS done_on_time,
    count(*) FILTER (WHERE t.status = 'done_late') AS done_late,
    count(*) FILTER (WHERE t.status = 'open_in_time') AS open_in_time,
    count(*) FILTER (WHERE t.status = 'open_overdue') AS open_overdue,
    count(*) FILTER (WHERE t.status IN ('open_in_time', 'open_overdue', 'no_deadline') AND t.acceptance = 'submitted') AS submitted,
    count(*) FILTER (WHERE t.status IN ('no_deadline', 'paused', 'cancelled')) AS other,
    count(*) FILTER (WHERE t.carried) AS carried
  FROM task_at AS t
  INNER JOIN core.agency AS a ON a.agency_code = t.agency_code
  GROUP BY t.as_of, t.agency_code, a.block
)
SELECT
  as_of, agency_code, block, total, done, done_on_time, done_late, open_in_time, open_overdue, submitted, other, carried,
  100.0::DOUBLE * done / total AS done_pct,
  100.0::DOUBLE * done_on_time / total AS done_on_time_pct,
  100.0::DOUBLE * done_late / total AS done_late_pct,
  100.0::DOUBLE * open_in_time / total AS open_in_time_pct,
  100.0::DOUBLE * open_overdue / total AS open_overdue_pct
FROM counted
