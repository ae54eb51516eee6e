-- One row is one touched dossier of one agency and the submission whose report of it is the latest that counts; `is_kept` where that one stood there before.
-- What stood there and did not change stands for all that was reported before it; the whole log is searched only for dossiers that have none such.
WITH candidate AS (
  SELECT t.agency_code, t.dossier_code, t.reported_on, t.delivered_at, t.submission_id, FALSE AS is_kept
  FROM core.dossier_report AS t
  INNER JOIN searched_dossier AS k ON k.agency_code = t.agency_code AND k.dossier_code = t.dossier_code
  WHERE t.submission_id IN (SELECT s.submission_id FROM audit.submission AS s WHERE s.dataset = 'dossiers' AND s.is_counting)
  UNION ALL
  SELECT n.agency_code, n.dossier_code, n.reported_on, n.delivered_at, n.submission_id, FALSE AS is_kept
  FROM new_dossier AS n
  INNER JOIN kept_dossier AS k ON k.agency_code = n.agency_code AND k.dossier_code = n.dossier_code
  UNION ALL
  SELECT agency_code, dossier_code, reported_on, delivered_at, submission_id, TRUE AS is_kept
  FROM kept_dossier
)
SELECT
  agency_code,
  dossier_code,
  max_by(submission_id, (reported_on, delivered_at, submission_id)) AS submission_id,
  max_by(is_kept, (reported_on, delivered_at, submission_id)) AS is_kept
FROM candidate
GROUP BY agency_code, dossier_code
