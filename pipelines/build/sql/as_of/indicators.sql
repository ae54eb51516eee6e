-- core.indicator_value as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/indicators.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one value of one indicator at one agency (or unit under it) as of one date: the agency's own word first, then the latest.
WITH as_of_date AS (SELECT CAST($on_date AS DATE) AS as_of),
known AS (SELECT coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00') AS known_until),
-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- The reports of an agency that has ended are `alive` until its successor speaks.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
-- When an agency that has ended is no longer carried: from the first day after its end for which the one that took it over has spoken itself, or the
-- same sender speaks of that one; dossiers and their counts are one topic. Until then its reports stand, as those of its successor. A sender's
-- counts of the successor may yield to the successor's own older ones, so with counts only its own word ends anything.
followed AS (
  WITH RECURSIVE step AS (
    SELECT agency_code, successor_code AS follower, valid_to AS ended_on, 1 AS steps
    FROM core.agency
    WHERE valid_to IS NOT NULL AND successor_code IS NOT NULL
    UNION ALL
    SELECT s.agency_code, a.successor_code, s.ended_on, s.steps + 1
    FROM step AS s
    INNER JOIN core.agency AS a ON a.agency_code = s.follower
    WHERE a.valid_to IS NOT NULL AND a.successor_code IS NOT NULL AND s.steps < 9
  )
  SELECT agency_code, follower, ended_on, steps FROM step
),
word AS (
  SELECT s.dataset, CASE s.dataset WHEN 'dossiers' THEN 'dossier_counts' ELSE s.dataset END AS topic, s.agency_code, s.reported_by, s.reported_on
  FROM audit.submission AS s
  CROSS JOIN known AS k
  WHERE s.standing IN ('counts', 'superseded') AND s.counts_from <= k.known_until
),
taken_over AS (
  SELECT p.dataset, p.agency_code, p.reported_by, min(n.reported_on) AS taken_on
  FROM (SELECT DISTINCT dataset, topic, agency_code, reported_by FROM word) AS p
  INNER JOIN followed AS f ON f.agency_code = p.agency_code
  INNER JOIN word AS n ON n.agency_code = f.follower AND n.topic = p.topic AND n.reported_on > f.ended_on
  WHERE n.reported_by = n.agency_code OR (n.reported_by = p.reported_by AND n.topic <> 'dossier_counts')
  GROUP BY p.dataset, p.agency_code, p.reported_by
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
  LEFT JOIN taken_over AS t ON t.dataset = 'indicators' AND t.agency_code = c.agency_code AND t.reported_by = c.reported_by
  WHERE t.taken_on IS NULL OR t.taken_on > s.as_of
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
