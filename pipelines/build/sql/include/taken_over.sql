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
)
