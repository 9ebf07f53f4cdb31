-- Those of these runs that still wait become this session's. $1 ids, $2 session, $3 claim batch, $4-$5 bounds.
WITH claimed AS (
    UPDATE task_run r
       SET state = 'RUNNING', state_name = CASE WHEN r.failures > 0 THEN 'Retrying' ELSE 'Running' END, state_message = NULL, state_at = now(),
           revision = r.revision + 1, attempt = r.attempt + 1, session_id = $2, started_at = coalesce(r.started_at, now())
     WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $4 AND $5 AND r.state = 'PENDING'
       AND EXISTS (SELECT 1 FROM worker_session s WHERE s.id = $2 AND s.lost_at IS NULL AND s.ended_at IS NULL)
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.failures, r.losses, r.state, r.state_name, r.traceparent
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name)
    SELECT id, revision, now(), attempt, $2, 'RUNNING', state_name FROM claimed
), batch AS (
    INSERT INTO claim_batch (id, session_id, run_ids) SELECT $3, $2, array_agg(id) FROM claimed HAVING count(*) > 0
)
SELECT id, task, queue, revision, attempt, failures, losses, state, state_name, traceparent, now() AS at FROM claimed
