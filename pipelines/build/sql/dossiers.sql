-- One row is one dossier of one agency: of the counting reports of the touched dossiers the latest.
SELECT {{columns:t}}
FROM core.dossier_report AS t
INNER JOIN touched_dossier AS k ON k.agency_code = t.agency_code AND k.dossier_code = t.dossier_code
INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id AND s.is_counting
QUALIFY row_number() OVER (
  PARTITION BY t.agency_code, t.dossier_code ORDER BY t.reported_on DESC, t.delivered_at DESC, t.submission_id DESC, t."row_number" DESC
) = 1
