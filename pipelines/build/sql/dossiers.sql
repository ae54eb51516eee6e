-- One row is one dossier of one agency: of the counting reports of the touched dossiers the latest.
-- What stood there and did not change stands for all that was reported before it; the whole log is searched only for dossiers that have none such.
WITH candidate AS (
  SELECT t.agency_code, t.dossier_code, t.reported_on, t.delivered_at, t.submission_id, FALSE AS is_kept
  FROM core.dossier_report AS t
  INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id AND s.is_counting
  INNER JOIN searched_dossier AS k ON k.agency_code = t.agency_code AND k.dossier_code = t.dossier_code
  UNION ALL
  SELECT t.agency_code, t.dossier_code, t.reported_on, t.delivered_at, t.submission_id, FALSE AS is_kept
  FROM core.dossier_report AS t
  INNER JOIN changed_submission AS c ON c.submission_id = t.submission_id AND c.side = 'new' AND c.is_counting
  INNER JOIN kept_dossier AS k ON k.agency_code = t.agency_code AND k.dossier_code = t.dossier_code
  UNION ALL
  SELECT agency_code, dossier_code, reported_on, delivered_at, submission_id, TRUE AS is_kept
  FROM kept_dossier
),
won AS (
  SELECT
    agency_code,
    dossier_code,
    max_by(submission_id, (reported_on, delivered_at, submission_id)) AS submission_id,
    max_by(is_kept, (reported_on, delivered_at, submission_id)) AS is_kept
  FROM candidate
  GROUP BY agency_code, dossier_code
)
SELECT {{columns:k}}
FROM kept_dossier AS k
INNER JOIN won AS w ON w.agency_code = k.agency_code AND w.dossier_code = k.dossier_code AND w.is_kept
UNION ALL
SELECT {{columns:t}}
FROM core.dossier_report AS t
INNER JOIN won AS w
  ON w.submission_id = t.submission_id AND w.agency_code = t.agency_code AND w.dossier_code = t.dossier_code AND NOT w.is_kept
