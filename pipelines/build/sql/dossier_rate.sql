-- One row is one agency on one reporting date: its official counts where it has any, else its dossiers since 1 January, counted.
-- A row that does not tell a numerator leaves both sums of that rate; an empty denominator gives NULL.
WITH told AS (
  -- Blank parts are zeros only where the others make up the total.
  SELECT
    *,
    done_total IS NOT NULL
    AND (
      (done_early IS NOT NULL AND done_on_time IS NOT NULL)
      OR (
        (done_early IS NOT NULL OR done_on_time IS NOT NULL)
        AND done_total = coalesce(done_early, 0) + coalesce(done_on_time, 0) + coalesce(done_late, 0)
      )
    ) AS tells_on_time
  FROM count_at
),
official AS (
  SELECT
    as_of,
    agency_code,
    'counts' AS basis,
    min(period_from) AS period_from,
    max(period_to) AS period_to,
    sum(online_full) FILTER (WHERE done_total IS NOT NULL)::BIGINT AS online_full,
    sum(done_total) FILTER (WHERE online_full IS NOT NULL)::BIGINT AS online_full_base,
    sum(done_total)::BIGINT AS done_total,
    sum(coalesce(done_early, 0) + coalesce(done_on_time, 0)) FILTER (WHERE tells_on_time)::BIGINT AS on_time,
    sum(done_total) FILTER (WHERE tells_on_time)::BIGINT AS on_time_base,
    sum(received_total)::BIGINT AS received_total,
    sum(open_overdue)::BIGINT AS open_overdue,
    count(*) AS rows_counted
  FROM told
  GROUP BY as_of, agency_code
),
own AS (
  SELECT d.as_of, e.agency_code, e.measure, e.n, e.day, date_trunc('year', d.as_of)::DATE AS year_start
  FROM affected_date AS d
  INNER JOIN agency_spoke AS s ON s.as_of = d.as_of AND s.dataset = 'dossiers'
  INNER JOIN dossier_event_now AS e ON e.agency_code = s.agency_code AND e.day <= d.as_of
  WHERE NOT EXISTS (SELECT 1 FROM official AS o WHERE o.as_of = d.as_of AND o.agency_code = e.agency_code)
),
counted AS (
  SELECT
    as_of,
    agency_code,
    'dossiers' AS basis,
    any_value(year_start) AS period_from,
    as_of AS period_to,
    coalesce(sum(n) FILTER (WHERE measure = 'online_full' AND day >= year_start), 0)::BIGINT AS online_full,
    coalesce(sum(n) FILTER (WHERE measure = 'online_full_base' AND day >= year_start), 0)::BIGINT AS online_full_base,
    coalesce(sum(n) FILTER (WHERE measure = 'done' AND day >= year_start), 0)::BIGINT AS done_total,
    coalesce(sum(n) FILTER (WHERE measure = 'on_time' AND day >= year_start), 0)::BIGINT AS on_time,
    coalesce(sum(n) FILTER (WHERE measure = 'on_time_base' AND day >= year_start), 0)::BIGINT AS on_time_base,
    coalesce(sum(CASE WHEN measure = 'received' THEN n WHEN measure = 'done' AND day < year_start THEN -n END), 0)::BIGINT AS received_total,
    coalesce(sum(n) FILTER (WHERE measure = 'overdue'), 0)::BIGINT AS open_overdue
  FROM own
  GROUP BY as_of, agency_code
),
together AS (
  SELECT
    as_of, agency_code, basis, period_from, period_to, online_full, online_full_base, done_total, on_time, on_time_base, received_total, open_overdue,
    rows_counted
  FROM official
  UNION ALL
  SELECT
    as_of, agency_code, basis, period_from, period_to, online_full, online_full_base, done_total, on_time, on_time_base, received_total, open_overdue,
    done_total AS rows_counted
  FROM counted
)
SELECT
  t.as_of, t.agency_code, a.block, t.basis, t.period_from, t.period_to, t.online_full, t.online_full_base, t.done_total,
  CASE WHEN t.online_full_base > 0 THEN 100.0::DOUBLE * t.online_full / t.online_full_base END AS online_full_rate,
  t.on_time, t.on_time_base,
  CASE WHEN t.on_time_base > 0 THEN 100.0::DOUBLE * t.on_time / t.on_time_base END AS on_time_rate,
  t.received_total, t.open_overdue, t.rows_counted
FROM together AS t
INNER JOIN core.agency AS a ON a.agency_code = t.agency_code
