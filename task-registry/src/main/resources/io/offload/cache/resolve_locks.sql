-- Locks whose leader has ended, and keys whose waiter came when the lock was just gone. COMPLETED: all followers become PENDING and will find the answer. Otherwise the oldest follower takes the lock.
WITH ended AS (
    SELECT l.key, r.state = 'COMPLETED' AS completed
      FROM cache_lock l LEFT JOIN task_run r ON r.id = l.run_id
     WHERE r.id IS NULL OR r.state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')
     ORDER BY l.key LIMIT 500 FOR UPDATE OF l SKIP LOCKED
), follower AS (
    SELECT e.key, coalesce(e.completed, false) AS completed, w.run_id, row_number() OVER (PARTITION BY e.key ORDER BY w.since, w.run_id) AS place
      FROM ended e JOIN cache_waiter w ON w.key = e.key
    UNION ALL
    SELECT w.key, true, w.run_id, 1
      FROM cache_waiter w WHERE NOT EXISTS (SELECT 1 FROM cache_lock l WHERE l.key = w.key)
), freed AS (
    SELECT key, run_id, completed FROM follower WHERE completed OR place = 1
), handed_on AS (
    UPDATE cache_lock l SET run_id = f.run_id, locked_at = now() FROM freed f WHERE l.key = f.key AND NOT f.completed
), unlocked AS (
    DELETE FROM cache_lock l USING ended e WHERE l.key = e.key AND NOT EXISTS (SELECT 1 FROM freed f WHERE f.key = e.key AND NOT f.completed)
), no_waiter AS (
    DELETE FROM cache_waiter w USING freed f WHERE w.run_id = f.run_id
), not_due AS (
    DELETE FROM due_run d USING freed f WHERE d.run_id = f.run_id
), woken AS (
    UPDATE task_run r
       SET state = 'PENDING', state_name = 'Pending', state_message = NULL, state_at = now(), revision = r.revision + 1
      FROM freed f
     WHERE r.id = f.run_id AND r.state = 'SCHEDULED'
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, f.completed
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason)
    SELECT id, revision, now(), attempt, 'PENDING', 'Pending', CASE WHEN completed THEN 'the leader completed' ELSE 'leads now: the leader ended without a result' END
      FROM woken
), batch AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at)
    SELECT queue, array_agg(id ORDER BY id), now() FROM woken GROUP BY queue
)
SELECT id, task, queue, revision, attempt, 'PENDING' AS state, 'Pending' AS state_name, now() AS at FROM woken
