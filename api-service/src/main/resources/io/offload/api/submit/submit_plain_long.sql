-- submit_plain.sql for runs of which some have a long input, which gets a row of its own. Arrays by run: $1 ids, $2 tasks, $3 queues, $4 names,
-- $5 inputs that are not long, $6 max attempts, $7 rerun of, $8 traceparents; arrays by long input: $9 ids, $10 inputs.
WITH item AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::uuid[], $8::text[])
        AS i(id, task, queue, name, input, max_attempts, rerun_of, traceparent)
), run AS (
    INSERT INTO task_run (id, task, queue, name, input, max_attempts, rerun_of, traceparent, state, state_name, state_at)
    SELECT id, task, queue, name, input::json, max_attempts, rerun_of, traceparent, 'PENDING', 'Pending', now() FROM item
), long_input AS (
    INSERT INTO run_input (run_id, input) SELECT l.id, l.input::json FROM unnest($9::uuid[], $10::text[]) AS l(id, input)
), history AS (
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name) SELECT id, 1, now(), 0, 'PENDING', 'Pending' FROM item
), minute AS (
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    SELECT date_trunc('minute', now()), queue, task, 'SUBMITTED', 0, count(*) FROM item GROUP BY 2, 3
), batch AS (
    INSERT INTO command_batch (queue, run_ids, eligible_at) SELECT queue, array_agg(id), now() + interval '10 s' FROM item GROUP BY queue
    RETURNING id, queue
)
SELECT 'B' AS kind, id, queue, now() AS at FROM batch
