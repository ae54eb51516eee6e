-- One row is one body that has ended and one that took over from it, in so many steps.
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
