-- Every expected agency, and every other that has tasks or a rate: its tasks, its rate, its rank; what was so on the date before.
-- Most overdue tasks first; agencies without figures last.
WITH named AS (
  SELECT agency_code FROM mart.agency_scoreboard WHERE as_of = CAST($as_of AS DATE)
  UNION
  SELECT agency_code FROM mart.task_progress WHERE as_of = CAST($as_of AS DATE)
  UNION
  SELECT agency_code FROM mart.dossier_rate WHERE as_of = CAST($as_of AS DATE)
)
SELECT
  n.agency_code,
  a.name_vi,
  a.name_en,
  a.block,
  t.total,
  t.done_on_time,
  t.done_late,
  t.open_in_time,
  t.open_overdue,
  t.other,
  t.done_on_time_pct,
  t.done_late_pct,
  t.open_in_time_pct,
  t.open_overdue_pct,
  r.online_full_rate,
  s.rank_in_block,
  tp.open_overdue AS open_overdue_before,
  t.open_overdue - tp.open_overdue AS open_overdue_difference,
  rp.online_full_rate AS online_full_rate_before,
  r.online_full_rate - rp.online_full_rate AS online_full_rate_difference
FROM named AS n
INNER JOIN core.agency AS a ON a.agency_code = n.agency_code
LEFT JOIN mart.agency_scoreboard AS s ON s.as_of = CAST($as_of AS DATE) AND s.agency_code = n.agency_code
LEFT JOIN mart.task_progress AS t ON t.as_of = CAST($as_of AS DATE) AND t.agency_code = n.agency_code
LEFT JOIN mart.dossier_rate AS r ON r.as_of = CAST($as_of AS DATE) AND r.agency_code = n.agency_code
LEFT JOIN mart.task_progress AS tp ON tp.as_of = CAST($previous AS DATE) AND tp.agency_code = n.agency_code
LEFT JOIN mart.dossier_rate AS rp ON rp.as_of = CAST($previous AS DATE) AND rp.agency_code = n.agency_code
ORDER BY a.block, t.open_overdue DESC NULLS LAST, t.open_overdue_pct DESC NULLS LAST, r.online_full_rate ASC NULLS LAST, n.agency_code
