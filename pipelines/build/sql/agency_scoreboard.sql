-- One row is one expected agency on one reporting date; ranked within its block by tasks overdue, then by full-process rate.
WITH due AS (
  SELECT
    c.as_of,
    c.agency_code,
    c.block,
    count(*) FILTER (WHERE c.state = 'reported') AS datasets_reported,
    count(*) AS datasets_expected
  FROM mart.submission_compliance AS c
  INNER JOIN affected_date AS d ON d.as_of = c.as_of
  GROUP BY c.as_of, c.agency_code, c.block
)
SELECT
  e.as_of,
  e.agency_code,
  e.block,
  t.total AS tasks_total,
  t.done_pct AS tasks_done_pct,
  t.open_overdue AS tasks_open_overdue,
  r.online_full_rate,
  e.datasets_reported,
  e.datasets_expected,
  CASE
    WHEN t.open_overdue IS NOT NULL
    THEN rank() OVER (PARTITION BY e.as_of, e.block ORDER BY t.open_overdue ASC NULLS LAST, r.online_full_rate DESC NULLS LAST)
  END AS rank_in_block
FROM due AS e
LEFT JOIN mart.task_progress AS t ON t.as_of = e.as_of AND t.agency_code = e.agency_code
LEFT JOIN mart.dossier_rate AS r ON r.as_of = e.as_of AND r.agency_code = e.agency_code
