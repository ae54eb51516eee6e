-- A task's status as of `as_of`, from the columns of core.task_report; the one place where it is said.
-- The due day itself is in time. What is submitted or returned is not done. A pause or cancellation counts only with a document behind it.
CASE
  WHEN declared_state = 'cancelled' AND evidence IS NOT NULL THEN 'cancelled'
  WHEN declared_state = 'paused' AND evidence IS NOT NULL THEN 'paused'
  WHEN coalesce(acceptance, 'none') NOT IN ('submitted', 'returned')
    AND (
      coalesce(completed_on <= as_of, FALSE)
      OR (coalesce(declared_state IN ('done', 'done_on_time', 'done_late'), FALSE) AND completed_on IS NULL)
    )
  THEN
    CASE
      WHEN coalesce(completed_on > due_on, FALSE) THEN 'done_late'
      WHEN completed_on IS NULL AND declared_state = 'done_late' THEN 'done_late'
      ELSE 'done_on_time'
    END
  WHEN due_on IS NULL THEN 'no_deadline'
  WHEN as_of > due_on THEN 'open_overdue'
  ELSE 'open_in_time'
END
