-- Runs of tasks that this worker does not know wait for one that does. $1 ids, $2-$3 bounds. While a live worker serves the task its runs stay PENDING:
-- that worker takes them over, or their commands are found consumed and unclaimed and are sent again.
WITH moved AS (
    UPDATE task_run r
       SET state = 'SCHEDULED', state_name = 'AwaitingWorker', state_at = now(), revision = r.revision + 1,
           state_message = 'no worker that got it serves task ' || r.task
     WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state = 'PENDING'
       AND NOT EXISTS (SELECT 1 FROM worker_session s
                        WHERE s.lost_at IS NULL AND s.ended_at IS NULL AND s.draining_at IS NULL AND s.tasks @> ARRAY[r.task])
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.state_message
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason)
    SELECT id, revision, now(), attempt, 'SCHEDULED', 'AwaitingWorker', state_message FROM moved
), due AS (
    INSERT INTO due_run (run_id, due_at, reason)
    SELECT id, now() + least(interval '10 s', interval '1 s' * greatest(1, revision / 2)), 'AwaitingWorker' FROM moved
)
SELECT id, task, queue, revision, attempt, 'SCHEDULED' AS state, 'AwaitingWorker' AS state_name, now() AS at FROM moved
