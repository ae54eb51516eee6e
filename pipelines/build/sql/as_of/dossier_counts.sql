-- core.dossier_count as of $on_date, from what had been delivered by $known_at (NULL: all that is known).
-- A report is carried 30 days. Made from sql/dossier_counts.sql by `python -m pipelines.build.models`; do not edit.
-- One row is one field of work of one agency as of one date: of each agency the one set (sender, form, period) with the latest period that has ended.
-- A set of an ended agency yields to its successor's set of a day after the end, whoever sent that one.
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
  WHERE s.dataset = 'dossier_counts' AND s.standing IN ('counts', 'superseded') AND s.counts_from <= coalesce(CAST($known_at AS TIMESTAMP), TIMESTAMP '9999-12-31 00:00:00')
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
  LEFT JOIN taken_over AS t ON t.dataset = 'dossier_counts' AND t.agency_code = c.agency_code AND t.reported_by = c.reported_by
  WHERE t.taken_on IS NULL OR t.taken_on > s.as_of
),
offered AS (
  SELECT as_of, agency_code, reported_by, form, period_from, period_to, max(spoke_on) AS spoke_on, max(delivered_at) AS delivered_at
  FROM alive
  WHERE period_to <= as_of
  GROUP BY as_of, agency_code, reported_by, form, period_from, period_to
),
chosen AS (
  SELECT *
  FROM offered
  QUALIFY row_number() OVER (
    PARTITION BY as_of, agency_code
    ORDER BY (reported_by = agency_code) DESC, period_to DESC, spoke_on DESC, delivered_at DESC, reported_by, form, period_from
  ) = 1
),
outlived AS (
  SELECT DISTINCT n.as_of, f.agency_code
  FROM chosen AS n
  INNER JOIN internal.followed AS f ON f.follower = n.agency_code AND n.spoke_on > f.ended_on
)
SELECT a.as_of, t."period_from", t."period_to", t."section", t."field", t."received_total", t."received_online", t."received_offline", t."received_post", t."carried_over", t."done_total", t."done_early", t."done_on_time", t."done_late", t."open_total", t."open_in_time", t."open_overdue", t."online_full", t."online_partial", t."digitised", t."paid_online", t."result_electronic", t."reused", t."online_full_rate_declared", t."online_rate_declared", t."on_time_rate_declared", t."note", t."reported_by", t."agency_code", t."unit_code", t."reported_on", t."delivered_at", t."submission_id", t."sheet", t."row_number", t."extra"
FROM chosen AS c
INNER JOIN alive AS a
  ON a.as_of = c.as_of AND a.agency_code = c.agency_code AND a.reported_by = c.reported_by AND a.form = c.form
  AND a.period_to = c.period_to AND a.period_from IS NOT DISTINCT FROM c.period_from
INNER JOIN core.dossier_count_report AS t ON t.submission_id = a.submission_id
WHERE NOT EXISTS (SELECT 1 FROM outlived AS o WHERE o.as_of = c.as_of AND o.agency_code = c.agency_code)
