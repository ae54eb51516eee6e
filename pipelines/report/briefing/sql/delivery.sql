-- Deliveries of the date that were not taken in whole, with the reason and the codes that held or refused them.
WITH cause AS (
  SELECT
    i.delivery_id,
    string_agg(DISTINCT i.code, ',' ORDER BY i.code) AS codes,
    string_agg(DISTINCT i.message_en, ' ' ORDER BY i.message_en) AS reason_en
  FROM audit.issue AS i
  WHERE i.action IN ('hold', 'reject')
  GROUP BY i.delivery_id
),
refused AS (
  SELECT delivery_id, sum(rows_quarantined)::BIGINT AS rows_quarantined, sum(rows_held)::BIGINT AS rows_held
  FROM audit.table_read
  GROUP BY delivery_id
)
SELECT
  d.path,
  a.name_vi,
  a.name_en,
  d.delivered_at,
  d.status,
  d.reason,
  c.reason_en,
  coalesce(c.codes, '') AS codes,
  coalesce(r.rows_quarantined, 0) AS rows_quarantined,
  coalesce(r.rows_held, 0) AS rows_held
FROM audit.delivery AS d
INNER JOIN day_delivery AS o ON o.delivery_id = d.delivery_id
LEFT JOIN core.agency AS a ON a.agency_code = d.sender_code
LEFT JOIN cause AS c ON c.delivery_id = d.delivery_id
LEFT JOIN refused AS r ON r.delivery_id = d.delivery_id
WHERE d.status IN ('rejected', 'held', 'partially_accepted')
ORDER BY CASE d.status WHEN 'rejected' THEN 1 WHEN 'held' THEN 2 ELSE 3 END, d.path, d.delivery_id
