-- One row is one value of one indicator at one agency (or unit under it) as of one date: the agency's own word first, then the latest.
WITH as_of_date AS ({{dates}}),
known AS ({{known}}),
{{include:counting}},
candidate AS (
  SELECT a.as_of, a.spoke_on, t.*
  FROM alive AS a
  INNER JOIN core.indicator_value_report AS t ON t.submission_id = a.submission_id
),
chosen AS (
  SELECT *
  FROM candidate
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code, unit_code, indicator_code
    ORDER BY (reported_by = agency_code) DESC, spoke_on DESC, period_to DESC, period_from DESC NULLS LAST, delivered_at DESC, submission_id DESC, "row_number"
  ) = 1
)
SELECT as_of, {{columns}}
FROM chosen
