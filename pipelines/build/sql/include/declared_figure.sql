-- What an indicator declares of others' rows, and what these rows count: the rows of an indicator in which agencies answer 0 (not yet), on days on
-- which every agency of the block has answered; and an agency's tasks.
without_it AS (
  SELECT * FROM (VALUES ('I45', 'I12', 'central'), ('I46', 'I13', 'provincial')) AS pairs (indicator_code, answer_code, block)
),
answered AS (
  SELECT p.as_of, w.indicator_code, w.block, count(*) FILTER (WHERE p.value = 0) AS counted, count(p.value) AS answers
  FROM mart.indicator_progress AS p
  INNER JOIN without_it AS w ON w.answer_code = p.indicator_code AND w.block = p.block
  INNER JOIN core.agency AS a ON a.agency_code = p.agency_code AND (a.valid_to IS NULL OR a.valid_to >= p.as_of)
  GROUP BY p.as_of, w.indicator_code, w.block
),
-- How many agencies each block had on those days.
asked AS (
  SELECT d.as_of, a.block, count(*) AS agencies
  FROM (SELECT DISTINCT as_of FROM answered) AS d
  INNER JOIN core.agency AS a ON (a.valid_from IS NULL OR a.valid_from <= d.as_of) AND (a.valid_to IS NULL OR a.valid_to >= d.as_of)
  GROUP BY d.as_of, a.block
),
task_measure AS (
  SELECT *
  FROM (
    VALUES ('I08a', 'total'), ('I08b', 'done'), ('I08c', 'done_on_time'), ('I08d', 'done_late'), ('I08e', 'open_in_time')
  ) AS measures (indicator_code, measure)
),
counted_figure AS (
  SELECT n.as_of, n.indicator_code, NULL AS agency_code, n.counted
  FROM answered AS n
  INNER JOIN asked AS q ON q.as_of = n.as_of AND q.block = n.block AND q.agencies = n.answers
  UNION ALL
  SELECT
    p.as_of, m.indicator_code, p.agency_code,
    CASE m.measure
      WHEN 'total' THEN p.total
      WHEN 'done' THEN p.done
      WHEN 'done_on_time' THEN p.done_on_time
      WHEN 'done_late' THEN p.done_late
      ELSE p.open_in_time
    END
  FROM mart.task_progress AS p
  INNER JOIN task_measure AS m ON p.agency_code = 'BNNMT'
),
declared_figure AS (
  SELECT r.submission_id, r.sheet, r."row_number", v."column" AS column_number, v.header, r.value, n.counted
  FROM core.indicator_value_report AS r
  INNER JOIN audit.submission AS s ON s.submission_id = r.submission_id AND s.is_counting
  INNER JOIN counted_figure AS n
    ON n.as_of = r.reported_on AND n.indicator_code = r.indicator_code AND (n.agency_code IS NULL OR n.agency_code = r.agency_code)
  LEFT JOIN (SELECT table_id, min("column") AS "column", min(header) AS header FROM audit.column_map WHERE field = 'value' GROUP BY table_id) AS v
    ON v.table_id = s.table_id
  WHERE r.value <> n.counted AND r.qualifier IS NULL
)
