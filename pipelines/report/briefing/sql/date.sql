-- The reporting date that the page speaks of: the latest one held at or before the one asked for (NULL: the latest); the one that it is compared
-- with: the last before it, or the last at or before $against; the last before it in any case; a date of an earlier period; and the latest of all. One row, also in an empty
-- warehouse; then all is NULL. The earlier period: the last date of which both main figures are known that lies more than 30 days back, so that no
-- report is carried into both; none where $against is given.
WITH shown AS (
  SELECT max(as_of) AS as_of
  FROM mart.headline
  WHERE as_of <= coalesce(CAST($on_date AS DATE), DATE '9999-12-31')
),
compared AS (
  SELECT
    s.as_of,
    (
      SELECT max(h.as_of)
      FROM mart.headline AS h
      WHERE h.as_of < s.as_of AND h.as_of <= coalesce(CAST($against AS DATE), DATE '9999-12-31')
    ) AS previous
  FROM shown AS s
),
told AS (
  SELECT as_of
  FROM mart.headline
  WHERE block = 'national' AND metric IN ('tasks_open_overdue', 'dossiers_online_full_rate') AND value IS NOT NULL
  GROUP BY as_of
  HAVING count(*) = 2
)
SELECT
  c.as_of,
  c.previous,
  (SELECT max(h.as_of) FROM mart.headline AS h WHERE h.as_of < c.as_of) AS before,
  (SELECT max(t.as_of) FROM told AS t WHERE t.as_of < c.as_of - 30 AND t.as_of < c.previous AND CAST($against AS DATE) IS NULL) AS earlier,
  (SELECT max(h.as_of) FROM mart.headline AS h) AS latest
FROM compared AS c
