-- One row is one table with a reporting date: whose it is (NULL where it speaks of several agencies) and how many rows it refused.
SELECT
  t.table_id,
  s.dataset,
  s.reported_on,
  CASE WHEN s.first_agency = s.last_agency THEN s.first_agency END AS agency_code,
  CASE WHEN s.first_block = s.last_block THEN s.first_block END AS block,
  t.rows_quarantined
FROM audit.table_read AS t
INNER JOIN (
  SELECT
    u.delivery_id,
    u.dataset,
    max(u.reported_on) AS reported_on,
    min(u.agency_code) AS first_agency,
    max(u.agency_code) AS last_agency,
    min(a.block) AS first_block,
    max(a.block) AS last_block
  FROM audit.submission AS u
  LEFT JOIN core.agency AS a ON a.agency_code = u.agency_code
  WHERE u.standing <> 'retracted'
  GROUP BY u.delivery_id, u.dataset
) AS s ON s.delivery_id = t.delivery_id AND s.dataset = t.dataset
