-- What every expected agency has sent for the date, dataset by dataset, and how the same stood on the date before.
SELECT
  c.agency_code,
  a.name_vi,
  a.name_en,
  c.block,
  c.dataset,
  c.state,
  c.reported_on,
  c.delivered_at,
  c.days_old,
  c.is_late,
  p.state AS state_before
FROM mart.submission_compliance AS c
INNER JOIN core.agency AS a ON a.agency_code = c.agency_code
LEFT JOIN mart.submission_compliance AS p
  ON p.as_of = CAST($previous AS DATE) AND p.agency_code = c.agency_code AND p.dataset = c.dataset
WHERE c.as_of = CAST($as_of AS DATE)
ORDER BY c.block, c.agency_code, c.dataset
