-- One row is one agency and dataset that has spoken within the carried days before one reporting date, unless its successor speaks for it by then.
-- `delivered_at` is of the first delivery that spoke for that day: a correction does not make a report late.
WITH {{include:taken_over}}
SELECT
  d.as_of,
  s.agency_code,
  s.dataset,
  max(s.reported_on) AS reported_on,
  first(s.delivered_at ORDER BY s.reported_on DESC, s.delivered_at) AS delivered_at,
  max(s.reported_on) = d.as_of AS that_day
FROM affected_date AS d
INNER JOIN audit.submission AS s
  ON s.reported_on <= d.as_of AND s.reported_on >= d.as_of - {{carry_days}} AND s.standing IN ('counts', 'superseded')
LEFT JOIN taken_over AS t ON t.dataset = s.dataset AND t.agency_code = s.agency_code AND t.reported_by = s.reported_by
WHERE t.taken_on IS NULL OR t.taken_on > d.as_of
GROUP BY d.as_of, s.agency_code, s.dataset
