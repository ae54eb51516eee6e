-- Submissions of one dataset at the known time: `heard` took part, `counting` counts; `spoken` is when each series last spoke within the carried days.
-- The reports of an agency that has ended are `alive` until its successor speaks.
-- A series keyed by its period may be sent again on a later day: before that day it has spoken, and what counts of it stands in for what it said.
{{include:taken_over}},
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
    s.counts_until IS NULL OR s.counts_until > {{known_until}} AS counts_then
  FROM audit.submission AS s
  WHERE s.dataset = '{{dataset}}' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= {{known_until}}
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
  INNER JOIN heard AS h ON h.reported_on <= d.as_of AND h.reported_on >= d.as_of - {{carry_days}}
  GROUP BY d.as_of, h.series
),
alive AS (
  SELECT s.as_of, s.spoke_on, c.*
  FROM spoken AS s
  INNER JOIN counting AS c ON c.series = s.series AND (c.reported_on <= s.as_of OR s.counting_then = 0)
  LEFT JOIN taken_over AS t ON t.dataset = '{{dataset}}' AND t.agency_code = c.agency_code AND t.reported_by = c.reported_by
  WHERE t.taken_on IS NULL OR t.taken_on > s.as_of
)
