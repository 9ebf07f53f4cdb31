-- Inserts runs. Arrays by run: $1 ids, $2 tasks, $3 queues, $4 names, $5 tags (comma-separated), $6 inputs, $7 max attempts, $8 scheduled for,
-- $9 rerun of, $10 traceparents, $11 idempotency keys, $12 hashes of their bodies, $13 whether the input is long and gets a row of its own. A run whose
-- key exists is left out.
-- Returns a row 'T' with the time, a row 'B' a command batch, and a row 'K' a key that was new.
WITH item AS (
    SELECT i.*, coalesce(i.scheduled_for > now(), false) AS later
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::uuid[], $10::text[],
                  $11::text[], $12::bytea[], $13::boolean[])
        AS i(id, task, queue, name, tags, input, max_attempts, scheduled_for, rerun_of, traceparent, key, body_hash, long_input)
), new_key AS (
    INSERT INTO idempotency_key (task, key, run_id, body_hash)
    SELECT task, key, id, body_hash FROM item WHERE key IS NOT NULL ORDER BY task, key
        ON CONFLICT (task, key) DO NOTHING
    RETURNING run_id
), fresh AS (
    SELECT * FROM item WHERE key IS NULL OR id IN (SELECT run_id FROM new_key)
), run AS (
    INSERT INTO task_run (id, task, queue, name, tags, input, max_attempts, scheduled_for, rerun_of, traceparent, state, state_name, state_at)
    SELECT id, task, queue, name, string_to_array(tags, ','), CASE WHEN NOT long_input THEN input::json END, max_attempts, scheduled_for, rerun_of, traceparent,
           CASE WHEN later THEN 'SCHEDULED' ELSE 'PENDING' END, CASE WHEN later THEN 'Scheduled' ELSE 'Pending' END, now()
      FROM fresh
), input AS (
    INSERT INTO run_input (run_id, input) SELECT id, input::json FROM fresh WHERE long_input
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name)
    SELECT id, 1, now(), 0, CASE WHEN later THEN 'SCHEDULED' ELSE 'PENDING' END, CASE WHEN later THEN 'Scheduled' ELSE 'Pending' END FROM fresh
), due AS (
    INSERT INTO due_run (run_id, due_at, reason) SELECT id, scheduled_for, 'Scheduled' FROM fresh WHERE later
), tag AS (
    INSERT INTO run_tag (tag, run_id) SELECT unnest(string_to_array(tags, ',')), id FROM fresh WHERE tags IS NOT NULL
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, 'SUBMITTED', 0, count(*) FROM fresh GROUP BY 2, 3
), batch AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at)
    SELECT queue, array_agg(id), now() + interval '10 s' FROM fresh WHERE NOT later GROUP BY queue
    RETURNING id, queue
)
SELECT 'T' AS kind, NULL::uuid AS id, NULL AS queue, now() AS at
UNION ALL SELECT 'B', id, queue, now() FROM batch
UNION ALL SELECT 'K', run_id, NULL, NULL FROM new_key
