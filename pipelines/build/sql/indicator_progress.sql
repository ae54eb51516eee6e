-- One row is one indicator at one agency on one reporting date; values of units under an agency are not its own and stay out.
-- A value in another unit than the register's (parsing converts what can be converted) is shown as it is and held against no target.
WITH progress AS (
  SELECT
    v.*,
    a.block,
    i.direction,
    coalesce(v.unit, i.unit) AS shown_unit,
    v.unit IS NULL OR i.unit IS NULL OR v.unit = i.unit AS is_comparable,
    coalesce(v.target, CASE WHEN v.unit IS NULL OR i.unit IS NULL OR v.unit = i.unit THEN i.target_value END) AS target_value
  FROM indicator_at AS v
  INNER JOIN core.agency AS a ON a.agency_code = v.agency_code
  LEFT JOIN core.indicator AS i ON i.indicator_code = v.indicator_code
  WHERE v.unit_code IS NULL OR v.unit_code = v.agency_code
)
SELECT
  as_of,
  indicator_code,
  agency_code,
  block,
  value,
  value_low,
  value_high,
  target_value,
  shown_unit AS unit,
  CASE WHEN is_comparable AND direction = 'higher' AND target_value <> 0 THEN 100.0::DOUBLE * value / target_value END AS achieved_pct,
  CASE
    WHEN is_comparable AND direction = 'higher' THEN value >= target_value
    WHEN is_comparable AND direction = 'lower' THEN value <= target_value
  END AS is_achieved,
  reported_on
FROM progress
QUALIFY row_number() OVER (PARTITION BY as_of, indicator_code, agency_code ORDER BY unit_code NULLS FIRST) = 1
