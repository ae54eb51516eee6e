-- Every headline figure of the date, with the value of the date before and the simple differences.
SELECT
  h.metric,
  h.block,
  h.numerator,
  h.denominator,
  h.value,
  h.target,
  h.target - h.value AS gap,
  p.value AS value_before,
  h.value - p.value AS difference,
  h.agencies_expected,
  h.agencies_reported,
  h.agencies_carried,
  h.agencies_missing,
  h.agencies_counted,
  h.coverage_pct,
  h.rows_quarantined,
  h.rows_held,
  h.note
FROM mart.headline AS h
LEFT JOIN mart.headline AS p ON p.as_of = CAST($previous AS DATE) AND p.metric = h.metric AND p.block = h.block
WHERE h.as_of = CAST($as_of AS DATE)
ORDER BY h.metric, h.block
