-- The deliveries that belong to the date: those with a submission for it; those without any dated submission that came after noon of the day
-- after the date before, up to noon of the day after this one (of the latest date: up to now). Noon is where an undated file changes its day.
CREATE OR REPLACE TEMP TABLE day_delivery AS
WITH spoken AS (
  SELECT delivery_id, bool_or(reported_on = CAST($as_of AS DATE)) AS speaks_of_it
  FROM audit.submission
  WHERE reported_on IS NOT NULL
  GROUP BY delivery_id
)
SELECT d.delivery_id
FROM audit.delivery AS d
LEFT JOIN spoken AS s ON s.delivery_id = d.delivery_id
WHERE coalesce(
  s.speaks_of_it,
  (CAST($before AS DATE) IS NULL OR CAST(d.delivered_at - INTERVAL 12 HOUR AS DATE) > CAST($before AS DATE))
  AND (CAST($as_of AS DATE) = CAST($latest AS DATE) OR CAST(d.delivered_at - INTERVAL 12 HOUR AS DATE) <= CAST($as_of AS DATE))
)
