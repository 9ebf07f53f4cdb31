-- What a claim whose answer was lost has taken. $1 claim batch, $2 session.
SELECT r.id, r.task, r.queue, r.revision, r.attempt, r.failures, r.losses, r.state, r.state_name, r.traceparent, r.state_at AS at,
       coalesce(r.input, (SELECT i.input FROM run_input i WHERE i.run_id = r.id))::text AS input
  FROM claim_batch b CROSS JOIN LATERAL unnest(b.run_ids) AS u(id) JOIN LATERAL (SELECT * FROM task_run t WHERE t.id = u.id OFFSET 0) r ON true
 WHERE b.id = $1 AND r.session_id = $2 AND r.state IN ('RUNNING', 'CANCELLING')
