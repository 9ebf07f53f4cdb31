-- Asks to cancel runs. Those that wait are CANCELLED, those that run become CANCELLING and their worker is told.
-- Returns every run that exists, with its state after this statement and whether this statement changed it.
WITH target AS (
    SELECT r.id, r.state AS old_state FROM task_run r
     WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 ORDER BY r.id FOR UPDATE
), changed AS (
    UPDATE task_run r
       SET state = CASE WHEN r.state = 'RUNNING' THEN 'CANCELLING' ELSE 'CANCELLED' END,
           state_name = CASE WHEN r.state = 'RUNNING' THEN 'Cancelling' ELSE 'Cancelled' END,
           state_message = CASE WHEN r.state = 'RUNNING' THEN 'its worker was asked to stop it'
                                WHEN r.attempt > 0 THEN 'cancelled while it waited' ELSE 'cancelled before it started' END,
           state_at = now(), revision = r.revision + 1,
           ended_at = CASE WHEN r.state = 'RUNNING' THEN NULL ELSE now() END
      FROM target t
     WHERE r.id = t.id AND r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND t.old_state IN ('SCHEDULED', 'PENDING', 'RUNNING')
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.session_id, r.state, r.state_name, r.state_message, r.started_at, t.old_state
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
    SELECT id, revision, now(), attempt, session_id, state, state_name, state_message FROM changed
), request AS (
    INSERT INTO cancel_request (run_id, session_id) SELECT id, session_id FROM changed WHERE state = 'CANCELLING' ON CONFLICT (run_id) DO UPDATE
       SET session_id = excluded.session_id, requested_at = excluded.requested_at
), due AS (
    DELETE FROM due_run d USING changed c WHERE d.run_id = c.id AND d.run_id = ANY ($1::uuid[])
), waiter AS (
    DELETE FROM cache_waiter w USING changed c WHERE w.run_id = c.id AND w.run_id = ANY ($1::uuid[])
), unsuccessful AS (
    INSERT INTO unsuccessful_run (state, run_id) SELECT state, id FROM changed WHERE state = 'CANCELLED' ON CONFLICT DO NOTHING
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, state, duration_bucket(started_at, now()), count(*)
      FROM changed WHERE state = 'CANCELLED' GROUP BY 2, 3, 4, 5
)
SELECT t.id, c.task, c.queue, c.revision, c.attempt, coalesce(c.state, t.old_state) AS state, c.state_name, now() AS at, c.id IS NOT NULL AS changed
  FROM target t LEFT JOIN changed c ON c.id = t.id
