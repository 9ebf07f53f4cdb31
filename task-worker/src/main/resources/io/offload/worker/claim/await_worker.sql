-- Runs of tasks that this worker does not know wait for one that does. $1 ids, $2-$3 bounds.
WITH moved AS (
    UPDATE task_run r
       SET state = 'SCHEDULED', state_name = 'AwaitingWorker', state_at = now(), revision = r.revision + 1,
           state_message = 'no worker that got it serves task ' || r.task
     WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state = 'PENDING'
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.state_message
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason)
    SELECT id, revision, now(), attempt, 'SCHEDULED', 'AwaitingWorker', state_message FROM moved
), due AS (
    INSERT INTO due_run (run_id, due_at, reason)
    SELECT id, now() + least(interval '10 s', interval '1 s' * greatest(1, revision / 2)), 'AwaitingWorker' FROM moved
)
SELECT id, task, queue, revision, attempt, 'SCHEDULED' AS state, 'AwaitingWorker' AS state_name, now() AS at FROM moved
