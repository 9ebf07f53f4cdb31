-- Outcomes of attempts, fenced by session and attempt. $1 session, $2-$3 bounds, arrays by outcome from $4 on, $15 claim batches that are done.
WITH outcome AS (
    SELECT * FROM unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::int[], $13::bytea[],
                         $14::bigint[])
        AS o(id, attempt, state, state_name, message, result, error, delay_ms, hooks, cache_key, cache_ms)
), done AS (
    UPDATE task_run r
       SET state = CASE WHEN r.state = 'CANCELLING' AND o.state <> 'COMPLETED' THEN 'CANCELLED' ELSE o.state END,
           state_name = CASE WHEN r.state = 'CANCELLING' AND o.state <> 'COMPLETED' THEN 'Cancelled' ELSE o.state_name END,
           state_message = o.message,
           state_at = now(),
           revision = r.revision + 1,
           failures = r.failures + CASE WHEN o.error IS NULL THEN 0 ELSE 1 END,
           ended_at = CASE WHEN o.state IN ('SCHEDULED', 'PENDING') AND r.state <> 'CANCELLING' THEN NULL ELSE now() END,
           result = o.result::json,
           error = CASE WHEN o.state = 'COMPLETED' THEN NULL WHEN o.error IS NULL THEN r.error ELSE o.error::json END,
           scheduled_for = CASE WHEN o.state = 'SCHEDULED' THEN now() + o.delay_ms * interval '1 ms' ELSE r.scheduled_for END
      FROM outcome o
     WHERE r.id = o.id AND r.id = ANY ($4::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.attempt = o.attempt AND r.session_id = $1 AND r.state IN ('RUNNING', 'CANCELLING')
       AND EXISTS (SELECT 1 FROM worker_session s WHERE s.id = $1 AND s.lost_at IS NULL)
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.state, r.state_name, r.started_at, r.scheduled_for,
              o.message, o.error, o.hooks, o.cache_key, o.cache_ms
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason, error)
    SELECT id, revision, now(), attempt, $1, state, state_name, message, error::json FROM done
), unsuccessful AS (
    INSERT INTO unsuccessful_run (state, run_id) SELECT state, id FROM done WHERE state IN ('FAILED', 'CANCELLED') ON CONFLICT DO NOTHING
), due AS (
    INSERT INTO due_run (run_id, due_at, reason) SELECT id, scheduled_for, state_name FROM done WHERE state = 'SCHEDULED'
), handed_back AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at)
    SELECT queue, array_agg(id ORDER BY id), now() FROM done WHERE state = 'PENDING' GROUP BY queue
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, state, duration_bucket(started_at, now()), count(*)
      FROM done WHERE state NOT IN ('SCHEDULED', 'PENDING') GROUP BY 2, 3, 4, 5
), hook AS (
    INSERT INTO hook_due (run_id, kind, task, session_id)
    SELECT id, CASE state WHEN 'COMPLETED' THEN 'onCompletion' ELSE 'onFailure' END, task, $1 FROM done
     WHERE (state = 'COMPLETED' AND hooks & 1 = 1) OR (state = 'FAILED' AND hooks & 2 = 2) ON CONFLICT DO NOTHING
), answer AS (
    INSERT INTO cache_entry (key, run_id, expires_at)
    SELECT DISTINCT ON (cache_key) cache_key, id, now() + cache_ms * interval '1 ms' FROM done
     WHERE state_name = 'Completed' AND cache_key IS NOT NULL ORDER BY cache_key, id DESC
        ON CONFLICT (key) DO UPDATE SET run_id = excluded.run_id, created_at = now(), expires_at = excluded.expires_at
), finished AS (
    DELETE FROM claim_batch WHERE id = ANY ($15::uuid[])
)
SELECT id, task, queue, revision, attempt, state, state_name, now() AS at, NULL::text AS notified FROM done
