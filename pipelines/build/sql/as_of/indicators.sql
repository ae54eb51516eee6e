-- core.indicator_value as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/indicators.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one value of one indicator at one agency (or unit under it) as of one date: the agency's own word first, then the latest.
WITH as_of_date AS (SELECT CAST($on_date AS DATE) AS as_of),
known AS (SELECT coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AS known_until),
-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
heard AS (
  SELECT
    s.submission_id,
    s.series,
    s.agency_code,
    s.reported_by,
    s.form,
    s.reported_on,
    s.period_from,
    coalesce(s.period_to, s.reported_on) AS period_to,
    s.delivered_at,
    s.counts_until IS NULL OR s.counts_until > k.known_until AS counts_then
  FROM audit.submission AS s
  CROSS JOIN known AS k
  WHERE s.dataset = 'indicators' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= k.known_until
),
counting AS (
  SELECT * FROM heard WHERE counts_then
),
spoken AS (
  SELECT
    d.as_of,
    h.series,
    max(h.reported_on) AS spoke_on,
    count(*) FILTER (WHERE h.counts_then) AS counting_then
  FROM as_of_date AS d
  INNER JOIN heard AS h ON h.reported_on <= d.as_of AND h.reported_on >= d.as_of - 30
  GROUP BY d.as_of, h.series
),
alive AS (
  SELECT s.as_of, s.spoke_on, c.*
  FROM spoken AS s
  INNER JOIN counting AS c ON c.series = s.series AND (c.reported_on <= s.as_of OR s.counting_then = 0)
),
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
SELECT as_of, "indicator_code", "indicator_name", "period_from", "period_to", "value", "value_low", "value_high", "qualifier", "value_text", "basis", "target", "unit", "achieved_pct_declared", "assessment", "source", "note", "reported_by", "agency_code", "unit_code", "reported_on", "delivered_at", "submission_id", "sheet", "row_number", "extra"
FROM chosen
