-- One row is one sender of one ended agency, and a day from which it is no longer carried, as was known from a moment on. That is the first day after its
-- end for which the one that took it over has spoken itself, or the same sender speaks of that one; dossiers and their counts are one topic. Until then
-- its reports stand, as those of its successor. A sender's counts of the successor may yield to the successor's own older ones, so with counts only its
-- own word ends anything. A row that says nothing new to what was known earlier is left out.
WITH word AS (
  SELECT
    s.dataset, CASE s.dataset WHEN 'dossiers' THEN 'dossier_counts' ELSE s.dataset END AS topic, s.agency_code, s.reported_by, s.reported_on,
    s.counts_from
  FROM audit.submission AS s
  WHERE s.standing IN ('counts', 'superseded')
),
next_word AS (
  SELECT f.follower, f.ended_on, w.topic, w.reported_by, w.counts_from, min(w.reported_on) AS spoke_on
  FROM (SELECT DISTINCT follower, ended_on FROM internal.followed) AS f
  INNER JOIN word AS w ON w.agency_code = f.follower AND w.reported_on > f.ended_on
  GROUP BY f.follower, f.ended_on, w.topic, w.reported_by, w.counts_from
),
earliest_word AS (
  SELECT follower, ended_on, topic, reported_by, counts_from, spoke_on
  FROM (
    SELECT
      *,
      min(spoke_on) OVER (
        PARTITION BY follower, ended_on, topic, reported_by ORDER BY counts_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS known_before
    FROM next_word
  ) AS told
  WHERE known_before IS NULL OR spoke_on < known_before
),
ended AS (
  SELECT DISTINCT w.dataset, w.topic, w.agency_code, w.reported_by
  FROM word AS w
  INNER JOIN (SELECT DISTINCT agency_code FROM internal.followed) AS e ON e.agency_code = w.agency_code
)
SELECT p.dataset, p.agency_code, p.reported_by, n.spoke_on AS taken_on, min(n.counts_from) AS known_from
FROM ended AS p
INNER JOIN internal.followed AS f ON f.agency_code = p.agency_code
INNER JOIN earliest_word AS n ON n.follower = f.follower AND n.ended_on = f.ended_on AND n.topic = p.topic
WHERE n.reported_by = n.follower OR (n.reported_by = p.reported_by AND n.topic <> 'dossier_counts')
GROUP BY p.dataset, p.agency_code, p.reported_by, n.spoke_on
