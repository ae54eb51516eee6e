-- One row is one expected dataset of one agency on one reporting date. Dossiers answer for dossier counts: where no counts come they are counted.
WITH answered AS (
  SELECT as_of, agency_code, dataset, reported_on, delivered_at, that_day
  FROM agency_spoke
  UNION ALL
  SELECT as_of, agency_code, 'dossier_counts', reported_on, delivered_at, that_day
  FROM agency_spoke
  WHERE dataset = 'dossiers'
),
spoken AS (
  SELECT
    as_of,
    agency_code,
    dataset,
    max(reported_on) AS reported_on,
    max_by(delivered_at, (reported_on, delivered_at)) AS delivered_at,
    bool_or(that_day) AS that_day
  FROM answered
  GROUP BY as_of, agency_code, dataset
),
held AS (
  SELECT DISTINCT reported_on AS as_of, agency_code, dataset
  FROM audit.submission
  WHERE standing = 'held' AND agency_code IS NOT NULL
)
SELECT
  e.as_of,
  e.agency_code,
  a.block,
  e.dataset,
  CASE WHEN s.that_day THEN 'reported' WHEN h.as_of IS NOT NULL THEN 'held' WHEN s.as_of IS NOT NULL THEN 'carried' ELSE 'missing' END AS state,
  s.reported_on,
  s.delivered_at,
  e.as_of - s.reported_on AS days_old
FROM expected AS e
INNER JOIN core.agency AS a ON a.agency_code = e.agency_code
LEFT JOIN spoken AS s ON s.as_of = e.as_of AND s.agency_code = e.agency_code AND s.dataset = e.dataset
LEFT JOIN held AS h ON h.as_of = e.as_of AND h.agency_code = e.agency_code AND h.dataset = e.dataset
