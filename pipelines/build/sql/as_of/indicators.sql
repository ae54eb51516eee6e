-- core.indicator_value as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/indicators.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one value of one indicator at one agency (or unit under it) as of one date: the agency's own word first, then the latest.
WITH as_of_date AS (SELECT CAST($on_date AS DATE) AS as_of),
-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- The reports of an agency that has ended are `alive` until its successor speaks.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
-- When an agency that has ended is no longer carried, as known then; the rule is in taken_over.sql.
taken_over AS (
  SELECT dataset, agency_code, reported_by, min(taken_on) AS taken_on
  FROM internal.taken_over
  WHERE known_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')
  GROUP BY dataset, agency_code, reported_by
),
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
    s.counts_until IS NULL OR s.counts_until > coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AS counts_then
  FROM audit.submission AS s
  WHERE s.dataset = 'indicators' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')
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
  LEFT JOIN taken_over AS t ON t.dataset = 'indicators' AND t.agency_code = c.agency_code AND t.reported_by = c.reported_by
  WHERE t.taken_on IS NULL OR t.taken_on > s.as_of
),
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
SELECT c.as_of, t."indicator_code", t."indicator_name", t."period_from", t."period_to", t."value", t."value_low", t."value_high", t."qualifier", t."value_text", t."basis", t."target", t."unit", t."achieved_pct_declared", t."assessment", t."source", t."note", t."reported_by", t."agency_code", t."unit_code", t."reported_on", t."delivered_at", t."submission_id", t."sheet", t."row_number", t."extra"
FROM chosen AS c
INNER JOIN core.indicator_value_report AS t
  ON t.submission_id = c.submission_id AND t.indicator_code = c.indicator_code AND t.sheet = c.sheet AND t."row_number" = c."row_number"
  AND t.unit_code IS NOT DISTINCT FROM c.unit_code AND t.period_to IS NOT DISTINCT FROM c.period_to AND t.period_from IS NOT DISTINCT FROM c.period_from
