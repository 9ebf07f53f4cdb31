-- Rows of runs, newest first. $1 ids, $2-$3 bounds.
SELECT r.id, r.task, r.name, r.state, r.state_name, r.queue, r.tags, r.revision, r.attempt, r.max_attempts, r.losses, r.state_at, r.started_at, r.ended_at,
       CASE WHEN r.state = 'SCHEDULED' AND r.state_name <> 'AwaitingCache' THEN (SELECT d.due_at FROM due_run d WHERE d.run_id = r.id) END AS due_at,
       (SELECT s.worker FROM worker_session s WHERE s.id = r.session_id) AS worker,
       CASE WHEN r.error IS NOT NULL THEN left(r.error->>'message', 300) END AS error
  FROM task_run r
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3
 ORDER BY r.id DESC
