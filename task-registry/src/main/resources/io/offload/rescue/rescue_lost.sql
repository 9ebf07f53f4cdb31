-- Runs of lost and ended sessions: PENDING again, CRASHED after too many losses, CANCELLED when someone had asked for it.
-- $1: losses that make a run CRASHED, $2: claim batches in one step.
WITH orphan AS (
    DELETE FROM claim_batch
     WHERE id IN (SELECT b.id FROM claim_batch b JOIN worker_session s ON s.id = b.session_id
                   WHERE s.lost_at IS NOT NULL OR s.ended_at IS NOT NULL
                   ORDER BY b.id LIMIT $2 FOR UPDATE OF b SKIP LOCKED)
    RETURNING session_id, run_ids
), member AS (
    SELECT DISTINCT o.session_id, u.run_id, s.worker, s.lost_at IS NOT NULL AS lost
      FROM orphan o JOIN worker_session s ON s.id = o.session_id CROSS JOIN LATERAL unnest(o.run_ids) AS u(run_id)
), target AS (
    SELECT r.id, m.worker, m.lost, r.state AS old_state, r.losses + m.lost::int AS losses
      FROM member m JOIN task_run r ON r.id = m.run_id AND r.session_id = m.session_id AND r.state IN ('RUNNING', 'CANCELLING')
     ORDER BY r.id FOR UPDATE OF r
), decided AS (
    SELECT id, worker, lost, losses,
           CASE WHEN old_state = 'CANCELLING' THEN 'CANCELLED' WHEN lost AND losses >= $1 THEN 'CRASHED' ELSE 'PENDING' END AS state,
           CASE WHEN old_state = 'CANCELLING' THEN 'Cancelled' WHEN lost AND losses >= $1 THEN 'Crashed' ELSE 'Pending' END AS state_name
      FROM target
), dead AS (
    -- every worker that died running a run which is CRASHED now, this one included
    SELECT d.id, string_agg(DISTINCT s.worker || ' (session ' || s.id || ')', ', ') AS workers
      FROM decided d JOIN run_history h ON h.run_id = d.id AND h.state = 'RUNNING' JOIN worker_session s ON s.id = h.session_id AND s.lost_at IS NOT NULL
     WHERE d.state = 'CRASHED' GROUP BY d.id
), rescued AS (
    UPDATE task_run r
       SET state = d.state, state_name = d.state_name, state_at = now(), revision = r.revision + 1, losses = d.losses,
           ended_at = CASE WHEN d.state <> 'PENDING' THEN now() END,
           state_message = CASE d.state WHEN 'CANCELLED' THEN 'cancelled; its worker ' || d.worker || ' was lost'
                                        WHEN 'CRASHED' THEN d.losses || ' workers died running it: ' || dead.workers
                                        ELSE 'worker ' || d.worker || CASE WHEN d.lost THEN ' was lost' ELSE ' stopped' END END,
           error = CASE WHEN d.state = 'CRASHED' THEN json_build_object('type', 'WorkerLost', 'message',
                        d.losses || ' workers died running it: ' || dead.workers, 'stack_trace', NULL) ELSE r.error END
      FROM decided d LEFT JOIN dead ON dead.id = d.id
     WHERE r.id = d.id
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.session_id, r.state, r.state_name, r.state_message, r.started_at
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
    SELECT id, revision, now(), attempt, session_id, state, state_name, state_message FROM rescued
), batch AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at)
    SELECT queue, array_agg(id ORDER BY id), now() FROM rescued WHERE state = 'PENDING' GROUP BY queue
), unsuccessful AS (
    INSERT INTO unsuccessful_run (state, run_id) SELECT state, id FROM rescued WHERE state <> 'PENDING' ON CONFLICT DO NOTHING
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, state, duration_bucket(started_at, now()), count(*)
      FROM rescued WHERE state <> 'PENDING' GROUP BY 2, 3, 4, 5
), hook AS (
    INSERT INTO hook_due (run_id, kind, task)
    SELECT r.id, 'onFailure', r.task FROM rescued r JOIN published_task p ON p.name = r.task AND p.has_failure_hook
     WHERE r.state = 'CRASHED' ON CONFLICT DO NOTHING
)
SELECT id, task, queue, revision, attempt, state, state_name, now() AS at FROM rescued
