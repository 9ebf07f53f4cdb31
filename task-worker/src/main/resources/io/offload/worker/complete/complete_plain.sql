-- Outcomes of attempts that returned a value, of tasks without hooks and cache: complete_runs.sql without what they do not need, which is half the
-- cost of a small flush. $1 session, $2-$3 bounds, arrays by outcome from $4 on, $9 claim batches that are done, $10 whether to notify whoever waits
-- (EndNotification), $11 this worker.
WITH outcome AS (
    SELECT * FROM unnest($4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[]) AS o(id, attempt, state_name, message, result)
), done AS (
    UPDATE task_run r
       SET state = 'COMPLETED', state_name = o.state_name, state_message = o.message, state_at = now(), revision = r.revision + 1, ended_at = now(),
           result = o.result::json, error = NULL
      FROM outcome o
     WHERE r.id = o.id AND r.id = ANY ($4::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.attempt = o.attempt AND r.session_id = $1
       AND r.state IN ('RUNNING', 'CANCELLING')
       AND EXISTS (SELECT 1 FROM worker_session s WHERE s.id = $1 AND s.lost_at IS NULL)
    RETURNING r.id, r.task, r.queue, r.revision, r.attempt, r.state_name, r.started_at, o.message, o.result, r.progress
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
    SELECT id, revision, now(), attempt, $1, 'COMPLETED', state_name, message FROM done
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    -- duration_bucket in place: Postgres parses and plans an SQL function's body in every statement that calls it
    SELECT date_trunc('minute', now()), queue, task, 'COMPLETED',
           CASE WHEN started_at IS NULL OR now() <= started_at + interval '1 ms' THEN 0
                ELSE least(31, ceil(ln(extract(epoch FROM now() - started_at)::float8 * 1000) / ln(2::float8)))::int END::smallint,
           count(*) FROM done GROUP BY 2, 3, 5
), finished AS (
    DELETE FROM claim_batch WHERE id = ANY ($9::uuid[])
)
SELECT id, task, queue, revision, attempt, 'COMPLETED' AS state, state_name, now() AS at,
       -- a full queue of notifications (8 GB, when a listener hangs) would fail the statement
       CASE WHEN $10::boolean AND pg_notification_queue_usage() < 0.5
            THEN pg_notify('offload_run_ended', CASE WHEN revision = 3 AND progress IS NULL
                                                     THEN json_build_array(id, started_at, now(), result, message, $11::text)
                                                     ELSE json_build_array(id) END::text)::text END AS notified
  FROM done
