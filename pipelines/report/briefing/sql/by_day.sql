-- The headline figures that the lines by day are drawn from, at every reporting date held up to the date.
SELECT as_of, metric, block, value
FROM mart.headline
WHERE as_of <= CAST($as_of AS DATE)
  AND (metric = 'dossiers_online_full_rate' OR (metric IN ('tasks_open_overdue', 'agencies_reported') AND block = 'national'))
ORDER BY as_of, metric, block
