-- The reporting date that the page speaks of: the latest one held at or before the one asked for (NULL: the latest), the one before it,
-- and the latest of all. One row, also in an empty warehouse; then all is NULL.
WITH shown AS (
  SELECT max(as_of) AS as_of
  FROM mart.headline
  WHERE as_of <= coalesce(CAST($on_date AS DATE), DATE '9999-12-31')
)
SELECT
  s.as_of,
  (SELECT max(h.as_of) FROM mart.headline AS h WHERE h.as_of < s.as_of) AS previous,
  (SELECT max(h.as_of) FROM mart.headline AS h) AS latest
FROM shown AS s
