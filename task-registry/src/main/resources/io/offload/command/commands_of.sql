-- What is needed to send commands for those of these runs that still wait.
SELECT r.id, r.task, r.queue, r.traceparent, CASE WHEN octet_length(r.input::text) <= $4 THEN r.input::text END AS input
  FROM task_run r
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state = 'PENDING'
 ORDER BY r.id
