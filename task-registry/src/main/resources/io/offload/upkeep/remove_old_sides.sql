-- What has grown old beside the runs, a bounded number of rows each. $1 runs before, $2 idempotency keys before, $3 statistics before, $4 how many.
WITH keys AS (
    DELETE FROM idempotency_key WHERE (task, key) IN (SELECT task, key FROM idempotency_key WHERE created_at < $2 LIMIT $4) RETURNING 1
), minutes AS (
    DELETE FROM run_minute WHERE (minute, queue, task, state, bucket) IN (
        SELECT minute, queue, task, state, bucket FROM run_minute WHERE minute < $3 LIMIT $4) RETURNING 1
), sessions AS (
    DELETE FROM worker_session s WHERE s.id IN (
        SELECT id FROM worker_session WHERE coalesce(ended_at, lost_at) < $1 LIMIT $4)
       AND NOT EXISTS (SELECT 1 FROM claim_batch b WHERE b.session_id = s.id) RETURNING 1
)
SELECT greatest((SELECT count(*) FROM keys), (SELECT count(*) FROM minutes), (SELECT count(*) FROM sessions))
