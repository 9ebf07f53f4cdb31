-- Runs by id, in no order. $1 ids, $2-$3 bounds.
SELECT r.id, r.task, r.name, r.state, r.state_name, r.state_message, r.state_at, r.queue, r.tags, r.revision, r.attempt, r.max_attempts, r.failures, r.losses,
       coalesce(r.input, (SELECT i.input FROM run_input i WHERE i.run_id = r.id AND i.run_id BETWEEN $2 AND $3))::text AS input,
       r.result::text AS result, r.error::text AS error, r.progress::text AS progress, r.scheduled_for,
       r.started_at, r.ended_at, (SELECT s.worker FROM worker_session s WHERE s.id = r.session_id) AS worker, r.rerun_of, r.cached_from
  FROM task_run r
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3
