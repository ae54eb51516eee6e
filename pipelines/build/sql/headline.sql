-- One row is one metric of one block on one reporting date. National task figures count distinct tasks (done where every holder is, overdue where any
-- is); block figures count task x agency, so blocks need not add up. Rates are sums over sums of the agencies that tell both.
WITH {{include:taken_over}},
topic AS (
  SELECT * FROM (VALUES ('tasks', 'tasks'), ('dossiers', 'dossiers'), ('dossiers', 'dossier_counts')) AS pairs (topic, dataset)
  UNION ALL
  SELECT 'any', dataset FROM (VALUES ('tasks'), ('dossiers'), ('dossier_counts'), ('indicators')) AS every (dataset)
),
agency_block AS (
  SELECT agency_code, name_vi, block FROM core.agency
  UNION ALL
  SELECT agency_code, name_vi, 'national' FROM core.agency
),
{{include:stands_in}},
spoke AS (
  SELECT s.as_of, t.topic, i.agency_then AS agency_code, bool_or(s.that_day) AS that_day
  FROM agency_spoke AS s
  INNER JOIN topic AS t ON t.dataset = s.dataset
  INNER JOIN stands_in AS i ON i.as_of = s.as_of AND i.agency_code = s.agency_code
  GROUP BY s.as_of, t.topic, i.agency_then
),
wanted AS (
  SELECT DISTINCT e.as_of, t.topic, e.agency_code FROM expected AS e INNER JOIN topic AS t ON t.dataset = e.dataset
),
agency_state AS (
  SELECT
    coalesce(w.as_of, s.as_of) AS as_of,
    coalesce(w.topic, s.topic) AS topic,
    b.block,
    b.agency_code,
    b.name_vi,
    w.as_of IS NOT NULL AS is_expected,
    s.as_of IS NOT NULL AS is_alive,
    coalesce(s.that_day, FALSE) AS that_day
  FROM wanted AS w
  FULL OUTER JOIN spoke AS s ON s.as_of = w.as_of AND s.topic = w.topic AND s.agency_code = w.agency_code
  INNER JOIN agency_block AS b ON b.agency_code = coalesce(w.agency_code, s.agency_code)
),
sent AS (
  SELECT
    as_of,
    topic,
    block,
    count(*) FILTER (WHERE is_expected) AS agencies_expected,
    count(*) FILTER (WHERE that_day) AS agencies_reported,
    count(*) FILTER (WHERE is_alive AND NOT that_day) AS agencies_carried,
    count(*) FILTER (WHERE is_expected AND NOT is_alive) AS agencies_missing,
    count(*) FILTER (WHERE is_alive) AS agencies_alive,
    string_agg(name_vi || ' (' || agency_code || ')', ', ' ORDER BY agency_code) FILTER (WHERE is_expected AND NOT is_alive) AS missing_names
  FROM agency_state
  GROUP BY as_of, topic, block
),
-- What each agency brings to each metric: two sums, and the rows behind them.
task_national AS (
  SELECT
    as_of,
    task_code,
    bool_or(status = 'open_overdue') AS overdue,
    coalesce(bool_and(status IN ('done_on_time', 'done_late')) FILTER (WHERE status <> 'cancelled'), FALSE) AS done,
    bool_or(status = 'done_late') AS late,
    bool_or(status = 'open_in_time') AS in_time
  FROM task_at
  INNER JOIN core.agency AS a ON a.agency_code = task_at.agency_code
  GROUP BY as_of, task_code
),
task_sum AS (
  SELECT
    as_of,
    'national' AS block,
    count(*) AS total,
    count(*) FILTER (WHERE done) AS done,
    count(*) FILTER (WHERE done AND NOT late) AS done_on_time,
    count(*) FILTER (WHERE done AND late) AS done_late,
    count(*) FILTER (WHERE in_time AND NOT overdue AND NOT done) AS open_in_time,
    count(*) FILTER (WHERE overdue) AS open_overdue
  FROM task_national
  GROUP BY as_of
  UNION ALL
  SELECT p.as_of, p.block, sum(p.total), sum(p.done), sum(p.done_on_time), sum(p.done_late), sum(p.open_in_time), sum(p.open_overdue)
  FROM mart.task_progress AS p
  INNER JOIN affected_date AS d ON d.as_of = p.as_of
  GROUP BY p.as_of, p.block
),
task_metric AS (
  SELECT as_of, block, 'tasks_total' AS metric, total AS numerator, NULL::BIGINT AS denominator, total AS value FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_done', done, total, done FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_done_on_time', done_on_time, total, done_on_time FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_done_late', done_late, total, done_late FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_open_in_time', open_in_time, total, open_in_time FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_open_overdue', open_overdue, total, open_overdue FROM task_sum
  UNION ALL
  SELECT as_of, block, 'tasks_done_pct', done, total, CASE WHEN total > 0 THEN 100.0::DOUBLE * done / total END FROM task_sum
),
rate_row AS (
  SELECT b.block, r.*
  FROM mart.dossier_rate AS r
  INNER JOIN affected_date AS d ON d.as_of = r.as_of
  INNER JOIN agency_block AS b ON b.agency_code = r.agency_code
),
dossier_metric AS (
  SELECT
    as_of, block, 'dossiers_online_full_rate' AS metric, sum(online_full) AS numerator, sum(online_full_base) AS denominator,
    CASE WHEN sum(online_full_base) > 0 THEN 100.0::DOUBLE * sum(online_full) / sum(online_full_base) END AS value
  FROM rate_row
  WHERE online_full_base IS NOT NULL
  GROUP BY as_of, block
  UNION ALL
  SELECT
    as_of, block, 'dossiers_on_time_rate', sum(on_time), sum(on_time_base),
    CASE WHEN sum(on_time_base) > 0 THEN 100.0::DOUBLE * sum(on_time) / sum(on_time_base) END
  FROM rate_row
  WHERE on_time_base IS NOT NULL
  GROUP BY as_of, block
  UNION ALL
  SELECT as_of, block, 'dossiers_done_total', sum(done_total), NULL, sum(done_total) FROM rate_row WHERE done_total IS NOT NULL GROUP BY as_of, block
  UNION ALL
  SELECT as_of, block, 'dossiers_open_overdue', sum(open_overdue), NULL, sum(open_overdue)
  FROM rate_row
  WHERE open_overdue IS NOT NULL
  GROUP BY as_of, block
),
figure AS (
  SELECT as_of, block, metric, numerator::DOUBLE AS numerator, denominator::DOUBLE AS denominator, value::DOUBLE AS value FROM task_metric
  UNION ALL
  SELECT as_of, block, metric, numerator::DOUBLE, denominator::DOUBLE, value::DOUBLE FROM dossier_metric
  UNION ALL
  SELECT as_of, block, 'agencies_reported', agencies_reported, agencies_expected, agencies_reported FROM sent WHERE topic = 'any'
),
-- Who stands in each figure, with the rows that stand behind it.
brought AS (
  SELECT p.as_of, 'tasks' AS topic, NULL AS metric, b.block, p.agency_code, p.total AS rows_loaded, NULL::DATE AS period_from
  FROM mart.task_progress AS p
  INNER JOIN affected_date AS d ON d.as_of = p.as_of
  INNER JOIN agency_block AS b ON b.agency_code = p.agency_code
  UNION ALL
  SELECT as_of, 'dossiers', 'dossiers_online_full_rate', block, agency_code, rows_counted, period_from FROM rate_row WHERE online_full_base IS NOT NULL
  UNION ALL
  SELECT as_of, 'dossiers', 'dossiers_on_time_rate', block, agency_code, rows_counted, period_from FROM rate_row WHERE on_time_base IS NOT NULL
  UNION ALL
  SELECT as_of, 'dossiers', 'dossiers_done_total', block, agency_code, rows_counted, period_from FROM rate_row WHERE done_total IS NOT NULL
  UNION ALL
  SELECT as_of, 'dossiers', 'dossiers_open_overdue', block, agency_code, rows_counted, period_from FROM rate_row WHERE open_overdue IS NOT NULL
  UNION ALL
  SELECT as_of, 'any', 'agencies_reported', block, agency_code, 0, NULL FROM agency_state WHERE topic = 'any' AND that_day
),
metric AS (
  SELECT *
  FROM (
    VALUES
      ('tasks_total', 'tasks', 'nhiệm vụ', NULL::DOUBLE),
      ('tasks_done', 'tasks', 'nhiệm vụ', NULL),
      ('tasks_done_on_time', 'tasks', 'nhiệm vụ', NULL),
      ('tasks_done_late', 'tasks', 'nhiệm vụ', NULL),
      ('tasks_open_in_time', 'tasks', 'nhiệm vụ', NULL),
      ('tasks_open_overdue', 'tasks', 'nhiệm vụ', NULL),
      ('tasks_done_pct', 'tasks', '%', NULL),
      ('dossiers_online_full_rate', 'dossiers', '%', 80.0),
      ('dossiers_on_time_rate', 'dossiers', '%', NULL),
      ('dossiers_done_total', 'dossiers', 'hồ sơ', NULL),
      ('dossiers_open_overdue', 'dossiers', 'hồ sơ', NULL),
      ('agencies_reported', 'any', 'cơ quan', NULL)
  ) AS named (metric, topic, unit, target)
),
counted_agency AS (
  SELECT m.metric, m.topic, b.as_of, b.block, b.agency_code, i.agency_then, b.rows_loaded, b.period_from
  FROM brought AS b
  INNER JOIN metric AS m ON m.topic = b.topic AND (b.metric IS NULL OR b.metric = m.metric)
  INNER JOIN stands_in AS i ON i.as_of = b.as_of AND i.agency_code = b.agency_code
),
usual_start AS (
  SELECT metric, as_of, block, period_from
  FROM counted_agency
  WHERE period_from IS NOT NULL
  GROUP BY metric, as_of, block, period_from
  QUALIFY row_number() OVER (PARTITION BY metric, as_of, block ORDER BY count(*) DESC, period_from) = 1
),
counted AS (
  SELECT
    c.metric,
    c.as_of,
    c.block,
    count(DISTINCT c.agency_then) AS agencies_counted,
    count(DISTINCT c.agency_then) FILTER (WHERE w.agency_code IS NOT NULL) AS expected_counted,
    sum(c.rows_loaded)::BIGINT AS rows_loaded,
    string_agg(a.name_vi || ' (' || c.agency_code || ')', ', ' ORDER BY c.agency_code) FILTER (WHERE c.period_from <> u.period_from) AS other_starts
  FROM counted_agency AS c
  INNER JOIN core.agency AS a ON a.agency_code = c.agency_code
  LEFT JOIN usual_start AS u ON u.metric = c.metric AND u.as_of = c.as_of AND u.block = c.block
  LEFT JOIN wanted AS w ON w.as_of = c.as_of AND w.topic = c.topic AND w.agency_code = c.agency_then
  GROUP BY c.metric, c.as_of, c.block
),
silent AS (
  SELECT m.metric, s.as_of, s.block, string_agg(s.name_vi || ' (' || s.agency_code || ')', ', ' ORDER BY s.agency_code) AS silent_names
  FROM agency_state AS s
  INNER JOIN metric AS m ON m.topic = s.topic AND m.metric <> 'agencies_reported'
  LEFT JOIN counted_agency AS c ON c.metric = m.metric AND c.as_of = s.as_of AND c.block = s.block AND c.agency_then = s.agency_code
  WHERE s.is_alive AND c.agency_code IS NULL
  GROUP BY m.metric, s.as_of, s.block
),
refused AS (
  SELECT t.as_of, t.topic, t.block, sum(t.rows_quarantined)::BIGINT AS rows_quarantined, sum(t.rows_held)::BIGINT AS rows_held
  FROM (
    SELECT s.reported_on AS as_of, p.topic, b.block, s.rows_quarantined, 0 AS rows_held
    FROM table_share AS s
    INNER JOIN topic AS p ON p.dataset = s.dataset
    INNER JOIN (VALUES ('national'), ('central'), ('provincial')) AS b (block) ON b.block = 'national' OR b.block = s.block
    UNION ALL
    SELECT s.reported_on, p.topic, b.block, 0, s.row_count
    FROM audit.submission AS s
    INNER JOIN topic AS p ON p.dataset = s.dataset
    LEFT JOIN core.agency AS a ON a.agency_code = s.agency_code
    INNER JOIN (VALUES ('national'), ('central'), ('provincial')) AS b (block) ON b.block = 'national' OR b.block = a.block
    WHERE s.standing = 'held' AND s.reported_on IS NOT NULL
  ) AS t
  GROUP BY t.as_of, t.topic, t.block
),
whole AS (
  SELECT
    d.as_of,
    m.metric,
    b.block,
    f.numerator,
    f.denominator,
    f.value,
    m.target,
    m.unit,
    coalesce(s.agencies_expected, 0) AS agencies_expected,
    coalesce(s.agencies_reported, 0) AS agencies_reported,
    coalesce(s.agencies_carried, 0) AS agencies_carried,
    coalesce(s.agencies_missing, 0) AS agencies_missing,
    coalesce(c.agencies_counted, 0) AS agencies_counted,
    -- Of those expected; on a day on which nothing is due, of those with data.
    CASE WHEN s.agencies_expected > 0 THEN 100.0::DOUBLE * coalesce(c.expected_counted, 0) / s.agencies_expected
      WHEN s.agencies_alive > 0 THEN 100.0::DOUBLE * coalesce(c.agencies_counted, 0) / s.agencies_alive
    END AS coverage_pct,
    coalesce(c.rows_loaded, 0) AS rows_loaded,
    coalesce(r.rows_quarantined, 0) AS rows_quarantined,
    coalesce(r.rows_held, 0) AS rows_held,
    m.metric <> 'agencies_reported' AND coalesce(c.agencies_counted, 0) < {{min_senders}} AS too_few,
    s.missing_names,
    q.silent_names,
    c.other_starts
  FROM affected_date AS d
  CROSS JOIN metric AS m
  CROSS JOIN (VALUES ('national'), ('central'), ('provincial')) AS b (block)
  LEFT JOIN figure AS f ON f.as_of = d.as_of AND f.metric = m.metric AND f.block = b.block
  LEFT JOIN sent AS s ON s.as_of = d.as_of AND s.topic = m.topic AND s.block = b.block
  LEFT JOIN counted AS c ON c.as_of = d.as_of AND c.metric = m.metric AND c.block = b.block
  LEFT JOIN silent AS q ON q.as_of = d.as_of AND q.metric = m.metric AND q.block = b.block
  LEFT JOIN refused AS r ON r.as_of = d.as_of AND r.topic = m.topic AND r.block = b.block
)
SELECT
  as_of, metric, block, numerator, denominator,
  CASE WHEN NOT too_few THEN CASE WHEN metric = 'agencies_reported' THEN coalesce(value, 0) ELSE value END END AS value,
  target, unit, agencies_expected, agencies_reported, agencies_carried, agencies_missing, agencies_counted, coverage_pct,
  rows_loaded, rows_quarantined, rows_held,
  nullif(
    concat_ws(
      '; ',
      CASE WHEN too_few THEN 'chưa đủ số cơ quan có số liệu để tính' END,
      CASE WHEN NOT too_few AND value IS NULL AND metric LIKE 'dossiers_%' THEN 'không phát sinh hồ sơ' END,
      CASE WHEN NOT too_few AND value IS NULL AND metric LIKE 'tasks_%' THEN 'không có nhiệm vụ' END,
      'thiếu số liệu: ' || missing_names,
      'không có số liệu cho chỉ số này: ' || silent_names,
      'kỳ báo cáo bắt đầu khác đa số: ' || other_starts
    ),
    ''
  ) AS note
FROM whole
