-- One row is one finding between submissions, as of the latest reporting date held; what indicators declare is compared on the date of each. Severity and messages come from the catalogue of issue codes.
WITH official AS (
  SELECT
    r.agency_code,
    r.period_from,
    r.period_to,
    r.done_total,
    r.online_full,
    any_value(c.submission_id) AS submission_id
  FROM mart.dossier_rate AS r
  INNER JOIN (SELECT agency_code, min(submission_id) AS submission_id FROM core.dossier_count GROUP BY agency_code) AS c ON c.agency_code = r.agency_code
  WHERE r.as_of = {{as_of}} AND r.basis = 'counts'
  GROUP BY r.agency_code, r.period_from, r.period_to, r.done_total, r.online_full
),
usual AS (
  SELECT o.period_from FROM official AS o WHERE o.period_from IS NOT NULL GROUP BY o.period_from ORDER BY count(*) DESC, o.period_from LIMIT 1
),
detail AS (
  SELECT
    o.agency_code,
    coalesce(sum(e.n) FILTER (WHERE e.measure = 'done'), 0)::BIGINT AS done_total,
    coalesce(sum(e.n) FILTER (WHERE e.measure = 'online_full'), 0)::BIGINT AS online_full
  FROM official AS o
  INNER JOIN agency_spoke AS s ON s.agency_code = o.agency_code AND s.dataset = 'dossiers' AND s.as_of = {{as_of}}
  LEFT JOIN dossier_event_now AS e ON e.agency_code = o.agency_code AND e.day BETWEEN o.period_from AND o.period_to
  WHERE o.period_from IS NOT NULL
  GROUP BY o.agency_code
),
sender AS (
  SELECT
    t.agency_code, t.reported_by, s.form, t.period_from, t.period_to, min(t.submission_id) AS submission_id,
    sum(t.done_total)::BIGINT AS done_total, sum(t.online_full)::BIGINT AS online_full
  FROM core.dossier_count_report AS t
  INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id AND s.is_counting
  WHERE t.reported_on <= {{as_of}} AND t.reported_on >= {{as_of}} - {{carry_days}}
  GROUP BY t.agency_code, t.reported_by, s.form, t.period_from, t.period_to
),
{{include:declared_figure}},
found AS (
  SELECT 'DOSSIERS_DIFFER_FROM_COUNTS' AS code, o.submission_id, NULL AS sheet, NULL::BIGINT AS row_number, NULL::BIGINT AS column_number,
    NULL AS header, 'done_total' AS field, d.done_total::VARCHAR AS value, o.done_total::VARCHAR AS expected
  FROM official AS o
  INNER JOIN detail AS d ON d.agency_code = o.agency_code
  WHERE d.done_total <> o.done_total
  UNION ALL
  SELECT 'DOSSIERS_DIFFER_FROM_COUNTS', o.submission_id, NULL, NULL, NULL, NULL, 'online_full', d.online_full::VARCHAR, o.online_full::VARCHAR
  FROM official AS o
  INNER JOIN detail AS d ON d.agency_code = o.agency_code
  WHERE d.online_full <> o.online_full
  UNION ALL
  SELECT 'SOURCES_DISAGREE', other.submission_id, NULL, NULL, NULL, NULL, 'done_total', other.done_total::VARCHAR, own.done_total::VARCHAR
  FROM sender AS own
  INNER JOIN sender AS other
    ON other.agency_code = own.agency_code AND other.period_to = own.period_to AND other.period_from IS NOT DISTINCT FROM own.period_from
  WHERE own.reported_by = own.agency_code AND other.reported_by <> own.agency_code AND other.done_total <> own.done_total
  UNION ALL
  SELECT 'SOURCES_DISAGREE', other.submission_id, NULL, NULL, NULL, NULL, 'online_full', other.online_full::VARCHAR, own.online_full::VARCHAR
  FROM sender AS own
  INNER JOIN sender AS other
    ON other.agency_code = own.agency_code AND other.period_to = own.period_to AND other.period_from IS NOT DISTINCT FROM own.period_from
  WHERE own.reported_by = own.agency_code AND other.reported_by <> own.agency_code AND other.online_full <> own.online_full
  UNION ALL
  SELECT 'SOURCES_DISAGREE', t.submission_id, t.sheet, t."row_number", NULL, NULL, 'completed_on', coalesce(t.completed_on::VARCHAR, t.declared_state),
    coalesce(n.completed_on::VARCHAR, n.declared_state)
  FROM core.task AS n
  INNER JOIN core.task_report AS t ON t.agency_code = n.agency_code AND t.task_code = n.task_code AND t.reported_on = n.reported_on
  INNER JOIN audit.submission AS s ON s.submission_id = t.submission_id AND s.is_counting
  WHERE n.reported_by = n.agency_code AND t.reported_by <> n.agency_code
    AND (t.completed_on IS DISTINCT FROM n.completed_on OR t.declared_state IS DISTINCT FROM n.declared_state)
  UNION ALL
  SELECT 'MIXED_PERIOD_STARTS', o.submission_id, NULL, NULL, NULL, NULL, 'period_from', o.period_from::VARCHAR, u.period_from::VARCHAR
  FROM official AS o
  CROSS JOIN usual AS u
  WHERE o.period_from <> u.period_from
  UNION ALL
  SELECT 'TASK_CARRIED', n.submission_id, n.sheet, n."row_number", NULL, NULL, 'task_code', n.task_code, NULL
  FROM core.task AS n
  WHERE n.carried
  UNION ALL
  SELECT 'DECLARED_DIFFERS_FROM_COUNTED', d.submission_id, d.sheet, d."row_number", d.column_number, d.header, 'value',
    CASE WHEN d.value = floor(d.value) THEN d.value::BIGINT::VARCHAR ELSE d.value::VARCHAR END, d.counted::VARCHAR
  FROM declared_figure AS d
)
SELECT f.code, f.submission_id, s.delivery_id, s.table_id, s.agency_code, f.sheet, f.row_number, f.column_number, f.header, f.field, f.value, f.expected
FROM found AS f
INNER JOIN audit.submission AS s ON s.submission_id = f.submission_id
