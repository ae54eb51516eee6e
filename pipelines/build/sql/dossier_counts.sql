-- One row is one field of work of one agency as of one date: of each agency the one set (sender, form, period) with the latest period that has ended.
-- A set of an ended agency yields to its successor's set of a day after the end, whoever sent that one.
WITH as_of_date AS ({{dates}}),
{{include:counting}},
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
SELECT a.as_of, {{columns:t}}
FROM chosen AS c
INNER JOIN alive AS a
  ON a.as_of = c.as_of AND a.agency_code = c.agency_code AND a.reported_by = c.reported_by AND a.form = c.form
  AND a.period_to = c.period_to AND a.period_from IS NOT DISTINCT FROM c.period_from
INNER JOIN core.dossier_count_report AS t ON t.submission_id = a.submission_id
WHERE NOT EXISTS (SELECT 1 FROM outlived AS o WHERE o.as_of = c.as_of AND o.agency_code = c.agency_code)
