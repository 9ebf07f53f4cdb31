-- Cancels that a worker has not answered within the grace ($1 ms) end without its word; answered ones are forgotten.
WITH old AS (
    SELECT run_id FROM cancel_request WHERE requested_at < now() - $1::bigint * interval '1 ms' ORDER BY run_id LIMIT 1000 FOR UPDATE SKIP LOCKED
), ended AS (
    UPDATE task_run r
       SET state = 'CANCELLED', state_name = 'Cancelled', state_at = now(), ended_at = now(), revision = r.revision + 1,
           state_message = 'it did not stop within the grace of ' || $1::bigint || ' ms'
      FROM old
     WHERE r.id = old.run_id AND r.state = 'CANCELLING'
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.session_id, r.state, r.state_name, r.state_message, r.started_at
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
    SELECT id, revision, now(), attempt, session_id, state, state_name, state_message FROM ended
), unsuccessful AS (
    INSERT INTO unsuccessful_run (state, run_id) SELECT state, id FROM ended ON CONFLICT DO NOTHING
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, state, duration_bucket(started_at, now()), count(*) FROM ended GROUP BY 2, 3, 4, 5
), answered AS (
    DELETE FROM cancel_request c USING old WHERE c.run_id = old.run_id
)
SELECT id, task, queue, revision, attempt, state, state_name, now() AS at FROM ended
