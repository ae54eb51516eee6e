-- One row is one agency and dataset that has spoken within the carried days before one reporting date.
SELECT
  d.as_of,
  s.agency_code,
  s.dataset,
  max(s.reported_on) AS reported_on,
  max_by(s.delivered_at, (s.reported_on, s.delivered_at)) AS delivered_at,
  max(s.reported_on) = d.as_of AS that_day
FROM affected_date AS d
INNER JOIN audit.submission AS s
  ON s.reported_on <= d.as_of AND s.reported_on >= d.as_of - {{carry_days}} AND s.standing IN ('counts', 'superseded')
GROUP BY d.as_of, s.agency_code, s.dataset
