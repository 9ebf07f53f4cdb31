-- What is needed to send commands for those of these runs that still wait.
SELECT r.id, r.task, r.queue, r.traceparent, CASE WHEN octet_length(i.input) <= $4 THEN i.input END AS input
  FROM task_run r CROSS JOIN LATERAL (
       SELECT coalesce(r.input, (SELECT l.input FROM run_input l WHERE l.run_id = r.id AND l.run_id BETWEEN $2 AND $3))::text AS input OFFSET 0) i
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state = 'PENDING'
 ORDER BY r.id
