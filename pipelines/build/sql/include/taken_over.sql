-- When an agency that has ended is no longer carried, as known then; the rule is in taken_over.sql.
taken_over AS (
  SELECT dataset, agency_code, reported_by, min(taken_on) AS taken_on
  FROM internal.taken_over
  WHERE known_from <= {{known_until}}
  GROUP BY dataset, agency_code, reported_by
)
