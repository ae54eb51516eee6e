-- One row is one value of one indicator at one agency (or unit under it) as of one date: the agency's own word first, then the latest.
WITH as_of_date AS ({{dates}}),
{{include:counting}},
candidate AS (
  SELECT
    a.as_of, a.spoke_on, t.agency_code, t.unit_code, t.indicator_code, t.reported_by, t.period_from, t.period_to, t.delivered_at, t.submission_id,
    t.sheet, t."row_number"
  FROM alive AS a
  INNER JOIN core.indicator_value_report AS t ON t.submission_id = a.submission_id
),
chosen AS (
  SELECT as_of, agency_code, unit_code, indicator_code, submission_id, sheet, "row_number", period_from, period_to
  FROM candidate
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code, unit_code, indicator_code
    ORDER BY (reported_by = agency_code) DESC, spoke_on DESC, period_to DESC, period_from DESC NULLS LAST, delivered_at DESC, submission_id DESC, "row_number"
  ) = 1
)
-- Chosen by its keys alone: a whole row for each day that it may be carried to would be thirty times the table.
SELECT c.as_of, {{columns:t}}
FROM chosen AS c
INNER JOIN core.indicator_value_report AS t
  ON t.submission_id = c.submission_id AND t.indicator_code = c.indicator_code AND t.sheet = c.sheet AND t."row_number" = c."row_number"
  AND t.unit_code IS NOT DISTINCT FROM c.unit_code AND t.period_to IS NOT DISTINCT FROM c.period_to AND t.period_from IS NOT DISTINCT FROM c.period_from
