-- One row is one expected dataset of one agency on one reporting date. Dossiers answer for dossier counts: where no counts come they are counted.
-- What was merged into the agency answers for it until it speaks itself. Late is what first came after the end of `due_on`.
WITH {{include:taken_over}},
{{include:stands_in}},
answered AS (
  SELECT as_of, agency_code, dataset, reported_on, delivered_at, that_day
  FROM agency_spoke
  UNION ALL
  SELECT as_of, agency_code, 'dossier_counts', reported_on, delivered_at, that_day
  FROM agency_spoke
  WHERE dataset = 'dossiers'
),
spoken AS (
  SELECT
    w.as_of,
    i.agency_then AS agency_code,
    w.dataset,
    max(w.reported_on) AS reported_on,
    first(w.delivered_at ORDER BY w.reported_on DESC, w.delivered_at) AS delivered_at,
    bool_or(w.that_day) AS that_day
  FROM answered AS w
  INNER JOIN stands_in AS i ON i.as_of = w.as_of AND i.agency_code = w.agency_code
  GROUP BY w.as_of, i.agency_then, w.dataset
),
held AS (
  SELECT DISTINCT i.as_of, i.agency_then AS agency_code, s.dataset
  FROM audit.submission AS s
  INNER JOIN stands_in AS i ON i.as_of = s.reported_on AND i.agency_code = s.agency_code
  WHERE s.standing = 'held'
)
SELECT
  e.as_of,
  e.agency_code,
  a.block,
  e.dataset,
  CASE WHEN s.that_day THEN 'reported' WHEN h.as_of IS NOT NULL THEN 'held' WHEN s.as_of IS NOT NULL THEN 'carried' ELSE 'missing' END AS state,
  s.reported_on,
  s.delivered_at,
  e.as_of - s.reported_on AS days_old,
  e.due_on,
  CASE WHEN s.that_day THEN s.delivered_at::DATE > e.due_on END AS is_late
FROM expected AS e
INNER JOIN core.agency AS a ON a.agency_code = e.agency_code
LEFT JOIN spoken AS s ON s.as_of = e.as_of AND s.agency_code = e.agency_code AND s.dataset = e.dataset
LEFT JOIN held AS h ON h.as_of = e.as_of AND h.agency_code = e.agency_code AND h.dataset = e.dataset
