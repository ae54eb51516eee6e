-- The build that the page is read from: the last of those that the file descends from.
SELECT build, made_at, based_on
FROM audit.build
ORDER BY made_at DESC, build DESC
LIMIT 1
