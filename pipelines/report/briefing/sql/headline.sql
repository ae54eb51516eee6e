-- Every headline figure of the date, with the values of the date compared with and of the earlier period, on how many agencies these rest, and the
-- simple differences.
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
  p.agencies_counted AS counted_before,
  p.agencies_expected AS expected_before,
  h.value - e.value AS difference_earlier,
  e.agencies_counted AS counted_earlier,
  e.agencies_expected AS expected_earlier,
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
LEFT JOIN mart.headline AS e ON e.as_of = CAST($earlier AS DATE) AND e.metric = h.metric AND e.block = h.block
WHERE h.as_of = CAST($as_of AS DATE)
ORDER BY h.metric, h.block
