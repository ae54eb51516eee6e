-- One row is one indicator at one agency on one reporting date; values of units under an agency are not its own and stay out.
SELECT
  v.as_of,
  v.indicator_code,
  v.agency_code,
  a.block,
  v.value,
  v.value_low,
  v.value_high,
  coalesce(v.target, i.target_value) AS target_value,
  coalesce(v.unit, i.unit) AS unit,
  CASE WHEN i.direction = 'higher' AND coalesce(v.target, i.target_value) <> 0 THEN 100.0::DOUBLE * v.value / coalesce(v.target, i.target_value) END
    AS achieved_pct,
  CASE i.direction
    WHEN 'higher' THEN v.value >= coalesce(v.target, i.target_value)
    WHEN 'lower' THEN v.value <= coalesce(v.target, i.target_value)
  END AS is_achieved,
  v.reported_on
FROM indicator_at AS v
INNER JOIN core.agency AS a ON a.agency_code = v.agency_code
LEFT JOIN core.indicator AS i ON i.indicator_code = v.indicator_code
WHERE v.unit_code IS NULL OR v.unit_code = v.agency_code
QUALIFY row_number() OVER (PARTITION BY v.as_of, v.indicator_code, v.agency_code ORDER BY v.unit_code NULLS FIRST) = 1
