-- How many deliveries of the date ended how; and how many of other dates still wait for an answer.
SELECT d.status, count(o.delivery_id) AS of_the_date, count(*) - count(o.delivery_id) AS of_others
FROM audit.delivery AS d
LEFT JOIN day_delivery AS o ON o.delivery_id = d.delivery_id
GROUP BY d.status
ORDER BY d.status
