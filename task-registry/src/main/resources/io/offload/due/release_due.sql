-- Due runs become PENDING, with one command batch a queue that is to be sent at once.
WITH due AS (
    DELETE FROM due_run
     WHERE run_id IN (SELECT run_id FROM due_run WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING run_id, reason
), waiting AS (
    DELETE FROM cache_waiter w USING due WHERE w.run_id = due.run_id
), released AS (
    UPDATE task_run r
       SET state = 'PENDING', state_name = 'Pending', state_message = NULL, state_at = now(), revision = r.revision + 1
      FROM due
     WHERE r.id = due.run_id AND r.state = 'SCHEDULED'
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, due.reason
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason)
    SELECT id, revision, now(), attempt, 'PENDING', 'Pending', 'due after ' || reason FROM released
), batch AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at)
    SELECT queue, array_agg(id ORDER BY id), now() FROM released GROUP BY queue
)
SELECT id, task, queue, revision, attempt, 'PENDING' AS state, 'Pending' AS state_name, now() AS at FROM released
