-- One row is one dossier of one agency: of the counting reports of the touched dossiers the latest, as won_dossier names it.
SELECT {{columns:k}}
FROM kept_dossier AS k
INNER JOIN won_dossier AS w ON w.agency_code = k.agency_code AND w.dossier_code = k.dossier_code AND w.is_kept
UNION ALL
SELECT {{columns:t}}
FROM core.dossier_report AS t
INNER JOIN won_dossier AS w
  ON w.submission_id = t.submission_id AND w.agency_code = t.agency_code AND w.dossier_code = t.dossier_code AND NOT w.is_kept
WHERE t.submission_id IN (SELECT n.submission_id FROM won_dossier AS n WHERE NOT n.is_kept)
