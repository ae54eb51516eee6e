-- The agency of that day in which each one stands: itself while it exists, else the one that took it over. So 63 provinces' reports of June are
-- those of 34 in July.
stands_in AS (
  SELECT
    d.as_of,
    a.agency_code,
    CASE
      WHEN any_value(a.valid_to) < d.as_of
      THEN coalesce(min_by(f.follower, f.steps) FILTER (WHERE b.valid_to IS NULL OR b.valid_to >= d.as_of), a.agency_code)
      ELSE a.agency_code
    END AS agency_then
  FROM affected_date AS d
  CROSS JOIN core.agency AS a
  LEFT JOIN internal.followed AS f ON f.agency_code = a.agency_code
  LEFT JOIN core.agency AS b ON b.agency_code = f.follower
  GROUP BY d.as_of, a.agency_code
)
