-- Those of these runs that still wait become this session's. $1 ids, $2 whether the input is needed, $3 session, $4 claim batch, $5-$6 bounds.
WITH wanted AS (
    SELECT * FROM unnest($1::uuid[], $2::boolean[]) AS w(id, needs_input)
), claimed AS (
    UPDATE task_run r
       SET state = 'RUNNING', state_name = CASE WHEN r.failures > 0 THEN 'Retrying' ELSE 'Running' END, state_message = NULL, state_at = now(),
           revision = r.revision + 1, attempt = r.attempt + 1, session_id = $3, started_at = coalesce(r.started_at, now())
      FROM wanted w
     WHERE r.id = w.id AND r.id = ANY ($1::uuid[]) AND r.id BETWEEN $5 AND $6 AND r.state = 'PENDING'
       AND EXISTS (SELECT 1 FROM worker_session s WHERE s.id = $3 AND s.lost_at IS NULL AND s.ended_at IS NULL)
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.failures, r.losses, r.state, r.state_name, r.traceparent,
              CASE WHEN w.needs_input THEN r.input::text END AS input
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name)
    SELECT id, revision, now(), attempt, $3, 'RUNNING', state_name FROM claimed
), batch AS (
    INSERT INTO claim_batch (id, session_id, run_ids) SELECT $4, $3, array_agg(id) FROM claimed HAVING count(*) > 0
)
SELECT id, task, queue, revision, attempt, failures, losses, state, state_name, traceparent, input, now() AS at FROM claimed
