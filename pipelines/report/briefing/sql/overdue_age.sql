-- Open overdue tasks by days past their deadline. National: distinct tasks, by the oldest of their holders, as in mart.headline;
-- blocks: task x agency, as in mart.task_progress. So each column adds up to the headline figure of its block.
WITH holder AS (
  SELECT t.task_code, a.block, CAST($as_of AS DATE) - t.due_on AS days
  FROM core.tasks_as_of(CAST($as_of AS DATE)) AS t
  INNER JOIN core.agency AS a ON a.agency_code = t.agency_code
  WHERE t.status = 'open_overdue'
),
counted AS (
  SELECT block, days FROM holder
  UNION ALL
  SELECT 'national', max(days) FROM holder GROUP BY task_code
),
band AS (
  SELECT * FROM (VALUES (1, 7), (8, 30), (31, 90), (91, NULL)) AS bands (first_day, last_day)
)
SELECT
  b.first_day,
  b.last_day,
  count(*) FILTER (WHERE c.block = 'national') AS national,
  count(*) FILTER (WHERE c.block = 'central') AS central,
  count(*) FILTER (WHERE c.block = 'provincial') AS provincial
FROM band AS b
LEFT JOIN counted AS c ON c.days >= b.first_day AND (b.last_day IS NULL OR c.days <= b.last_day)
GROUP BY b.first_day, b.last_day
ORDER BY b.first_day
