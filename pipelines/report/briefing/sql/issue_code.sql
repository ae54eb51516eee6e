-- Findings of the date by code and block: those of submissions that stand for it (as in mart.data_quality), and those of its deliveries
-- that no submission carries (refused rows, files as a whole).
WITH found AS (
  SELECT i.code, i.severity, s.agency_code
  FROM audit.issue AS i
  INNER JOIN audit.submission AS s ON s.submission_id = i.submission_id
  LEFT JOIN audit.submission AS n ON n.submission_id = s.superseded_by
  WHERE s.reported_on = CAST($as_of AS DATE)
    AND {{include:live}}
  UNION ALL
  SELECT i.code, i.severity, d.sender_code
  FROM audit.issue AS i
  INNER JOIN audit.delivery AS d ON d.delivery_id = i.delivery_id
  INNER JOIN day_delivery AS o ON o.delivery_id = d.delivery_id
  WHERE i.submission_id IS NULL
)
SELECT
  f.code,
  f.severity,
  count(*) FILTER (WHERE a.block = 'central') AS central,
  count(*) FILTER (WHERE a.block = 'provincial') AS provincial,
  count(*) FILTER (WHERE a.block IS NULL) AS unknown,
  count(*) AS issues
FROM found AS f
LEFT JOIN core.agency AS a ON a.agency_code = f.agency_code
GROUP BY f.code, f.severity
ORDER BY CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, issues DESC, f.code
