-- What a dossier did on which day: received, done, done with both flags told, overdue from, overdue until. `dossier_now` gives the dossiers.
-- Done is the end of handling, else the return. A dossier that waits for its applicant or was taken back is not overdue.
dossier_day AS (
  SELECT
    agency_code,
    least(coalesce(received_at, finished_at, returned_at), coalesce(finished_at, returned_at, received_at))::DATE AS received_on,
    coalesce(finished_at, returned_at)::DATE AS done_on,
    due_at::DATE AS due_on,
    channel,
    service_level,
    coalesce(status, '') NOT IN ('registered', 'not_received', 'awaiting_supplement', 'awaiting_fee', 'withdrawn', 'stopped') AS is_running
  FROM dossier_now
),
dossier_overdue AS (
  SELECT agency_code, greatest(received_on, due_on + 1) AS overdue_from, done_on
  FROM dossier_day
  WHERE due_on IS NOT NULL AND is_running AND (done_on IS NULL OR done_on > greatest(received_on, due_on + 1))
),
dossier_event AS (
  SELECT agency_code, day, measure, sum(n)::BIGINT AS n
  FROM (
    SELECT agency_code, received_on AS day, 'received' AS measure, count(*) AS n FROM dossier_day GROUP BY agency_code, received_on
    UNION ALL
    SELECT agency_code, done_on, 'done', count(*) FROM dossier_day GROUP BY agency_code, done_on
    UNION ALL
    SELECT agency_code, done_on, 'online_full_base', count(*)
    FROM dossier_day
    WHERE channel IS NOT NULL AND service_level IS NOT NULL
    GROUP BY agency_code, done_on
    UNION ALL
    SELECT agency_code, done_on, 'online_full', count(*)
    FROM dossier_day
    WHERE channel = 'online' AND service_level = 'full'
    GROUP BY agency_code, done_on
    UNION ALL
    SELECT agency_code, done_on, 'on_time_base', count(*) FROM dossier_day WHERE due_on IS NOT NULL GROUP BY agency_code, done_on
    UNION ALL
    SELECT agency_code, done_on, 'on_time', count(*) FROM dossier_day WHERE done_on <= due_on GROUP BY agency_code, done_on
    UNION ALL
    SELECT agency_code, overdue_from, 'overdue', count(*) FROM dossier_overdue GROUP BY agency_code, overdue_from
    UNION ALL
    SELECT agency_code, done_on, 'overdue', -count(*) FROM dossier_overdue WHERE done_on IS NOT NULL GROUP BY agency_code, done_on
  ) AS said
  WHERE day IS NOT NULL
  GROUP BY agency_code, day, measure
)
