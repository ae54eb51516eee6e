-- One row is one dimension of one dataset of one agency on one reporting date.
-- Rows: loaded or held by what stands for that day, and refused ones. A finding on a table or file as a whole is counted but blames no row.
WITH standing AS (
  SELECT s.submission_id, s.reported_on AS as_of, s.agency_code, s.dataset, s.row_count
  FROM audit.submission AS s
  INNER JOIN affected_date AS d ON d.as_of = s.reported_on
  LEFT JOIN audit.submission AS n ON n.submission_id = s.superseded_by
  WHERE s.agency_code IS NOT NULL
    AND {{include:live}}
),
refused AS (
  SELECT t.table_id, t.reported_on AS as_of, t.agency_code, t.dataset, t.rows_quarantined
  FROM table_share AS t
  INNER JOIN affected_date AS d ON d.as_of = t.reported_on
  WHERE t.agency_code IS NOT NULL AND t.rows_quarantined > 0
),
rows_read AS (
  SELECT as_of, agency_code, dataset, sum(n)::BIGINT AS denominator
  FROM (
    SELECT as_of, agency_code, dataset, row_count AS n FROM standing
    UNION ALL
    SELECT as_of, agency_code, dataset, rows_quarantined FROM refused
  ) AS parts
  GROUP BY as_of, agency_code, dataset
),
found AS (
  SELECT s.as_of, s.agency_code, s.dataset, i.dimension, i.table_id, i.sheet, i.row_number
  FROM audit.issue AS i
  INNER JOIN standing AS s ON s.submission_id = i.submission_id
  WHERE i.severity IN ('error', 'warning') AND i.code NOT IN ({{derived_codes}})
  UNION ALL
  SELECT r.as_of, r.agency_code, r.dataset, i.dimension, i.table_id, i.sheet, i.row_number
  FROM audit.issue AS i
  INNER JOIN refused AS r ON r.table_id = i.table_id
  WHERE i.submission_id IS NULL AND i.severity IN ('error', 'warning') AND i.code NOT IN ({{derived_codes}})
),
blamed AS (
  SELECT as_of, agency_code, dataset, dimension, count(DISTINCT (table_id, sheet, row_number)) FILTER (WHERE row_number IS NOT NULL) AS row_count, count(*) AS issues
  FROM found
  GROUP BY as_of, agency_code, dataset, dimension
)
SELECT
  r.as_of,
  r.agency_code,
  r.dataset,
  m.dimension,
  greatest(r.denominator - coalesce(b.row_count, 0), 0) AS numerator,
  r.denominator,
  CASE WHEN r.denominator > 0 THEN 100.0::DOUBLE * greatest(r.denominator - coalesce(b.row_count, 0), 0) / r.denominator END AS value,
  coalesce(b.issues, 0) AS issues
FROM rows_read AS r
CROSS JOIN (VALUES ('correct'), ('sufficient'), ('clean'), ('alive'), ('unified')) AS m (dimension)
LEFT JOIN blamed AS b
  ON b.as_of = r.as_of AND b.agency_code = r.agency_code AND b.dataset = r.dataset AND b.dimension = m.dimension
