-- Data quality by dimension and block: sums of the mart's counts over agencies and datasets; the share is sum over sum.
SELECT
  q.dimension,
  a.block,
  sum(q.numerator)::BIGINT AS numerator,
  sum(q.denominator)::BIGINT AS denominator,
  CASE WHEN sum(q.denominator) > 0 THEN 100.0::DOUBLE * sum(q.numerator) / sum(q.denominator) END AS value,
  sum(q.issues)::BIGINT AS issues
FROM mart.data_quality AS q
INNER JOIN core.agency AS a ON a.agency_code = q.agency_code
WHERE q.as_of = CAST($as_of AS DATE)
GROUP BY q.dimension, a.block
ORDER BY q.dimension, a.block
