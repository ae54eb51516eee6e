-- What this build changed in the tables of reported rows, summed over agencies.
SELECT table_name, count(*) AS agencies, sum(rows_added)::BIGINT AS rows_added, sum(rows_removed)::BIGINT AS rows_removed
FROM audit.change
WHERE build = $build
GROUP BY table_name
ORDER BY table_name
