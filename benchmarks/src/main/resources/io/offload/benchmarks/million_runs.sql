-- Fills the tables as if {runs} runs had come in the last 23 hours, every side table included: mostly completed ones, 2 % failed, some scheduled, and
-- in the queue reports, which is paused, some waiting everywhere and 2.5 % since long ago. Ids are in order of time, as those that the API mints are.
-- {session} is the worker session that is said to have run them.
SET synchronous_commit = off;
INSERT INTO queue (name, paused_at) VALUES ('reports', now()), ('imports', NULL) ON CONFLICT (name) DO UPDATE SET paused_at = excluded.paused_at;
INSERT INTO published_task SELECT t.name, t.description, t.queue, p.tags, p.run_name, p.max_attempts, p.options, p.input_schema, p.output_schema, p.source_digest, p.retention, p.has_failure_hook
  FROM published_task p, (VALUES ('monthly-report', 'Makes the report of a month.', 'reports'), ('rebuild-index', 'Builds the search index anew.', 'imports')) AS t(name, description, queue)
 WHERE p.name = 'echo' ON CONFLICT (name) DO NOTHING;

CREATE TEMP TABLE fill AS
WITH numbered AS (
    SELECT i::bigint AS i, now() - interval '23 hours' * (({runs} - i)::float8 / {runs}) - interval '2 minutes' AS at, (i::bigint * 7919 % 1000)::int AS luck FROM generate_series(1, {runs}) AS i
), shaped AS (
    SELECT i, date_trunc('milliseconds', at) AS at,
           CASE WHEN i <= {runs} / 40 THEN 'PENDING' WHEN luck < 962 THEN 'COMPLETED' WHEN luck < 982 THEN 'FAILED' WHEN luck < 992 THEN 'CANCELLED'
                WHEN luck < 993 THEN 'CRASHED' WHEN luck < 998 THEN 'SCHEDULED' ELSE 'PENDING' END AS state,
           CASE WHEN i <= {runs} / 40 OR luck > 997 THEN 'monthly-report' WHEN luck = 500 AND i % 3 = 0 THEN 'rebuild-index'
                ELSE (ARRAY['echo', 'echo', 'echo', 'flaky', 'profile-csv', 'echo', 'sleep', 'flaky', 'profile-csv', 'create-structured-output'])[(1 + i % 10)::int] END AS task,
           CASE WHEN i % 5 < 2 THEN 'Invoice ' || i || ' for ' || (ARRAY['Aurora Foods', 'Bluebird Travel', 'Cobalt Energy', 'Delta Press', 'Elm Street Bakery'])[(1 + (i / 5) % 5)::int] END AS name,
           ARRAY['tenant:' || i % 200] || CASE WHEN i % 10 = 3 THEN ARRAY['nightly'] WHEN i % 100000 = 7 THEN ARRAY['audit'] ELSE '{}' END AS tags,
           power(2, (i * 31) % 13)::float8 AS took_ms, 20 + (i * 17) % 90 AS wait_ms
      FROM numbered
)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(i % 4096), 3, '0') || 'b' || lpad(to_hex(i), 15, '0'))::uuid AS id,
       i, at, state, task, CASE task WHEN 'monthly-report' THEN 'reports' WHEN 'rebuild-index' THEN 'imports' ELSE 'default' END AS queue, name, tags,
       CASE WHEN state IN ('COMPLETED', 'FAILED', 'CRASHED') THEN at + make_interval(secs => wait_ms / 1000.0) END AS started_at,
       CASE WHEN state IN ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED') THEN at + make_interval(secs => (wait_ms + took_ms) / 1000.0) END AS ended_at
  FROM shaped;

INSERT INTO task_run (id, task, queue, state, state_name, state_at, state_message, revision, attempt, failures, losses, max_attempts, session_id, scheduled_for,
                      started_at, ended_at, name, tags, input, result, error)
SELECT id, task, queue, state, initcap(state), coalesce(ended_at, at), CASE WHEN state = 'FAILED' THEN 'the warehouse did not answer' END,
       CASE WHEN started_at IS NULL THEN 1 ELSE 3 END, CASE WHEN started_at IS NULL THEN 0 WHEN state = 'CRASHED' THEN 3 ELSE 1 END,
       CASE WHEN state = 'FAILED' THEN 1 ELSE 0 END, CASE WHEN state = 'CRASHED' THEN 3 ELSE 0 END, 1,
       CASE WHEN started_at IS NOT NULL THEN {session} END, CASE WHEN state = 'SCHEDULED' THEN now() + interval '1 day' END,
       started_at, ended_at, name, tags,
       json_build_object('value', json_build_object('invoice', i, 'customer', name, 'lines', 7)),
       CASE WHEN state = 'COMPLETED' THEN json_build_object('invoice', i, 'total', i % 977, 'currency', 'EUR') END,
       CASE WHEN state = 'FAILED' THEN json_build_object('type', 'java.net.http.HttpTimeoutException', 'message', 'the warehouse did not answer within 30 s',
                                                         'stack_trace', repeat(E'\tat com.example.stock.Warehouse.sync(Warehouse.java:42)\n', 20)) END
  FROM fill ORDER BY i;

INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
SELECT f.id, h.revision, h.at, h.attempt, h.session_id, h.state, initcap(h.state), h.reason
  FROM fill f, LATERAL (VALUES (1, f.at, 0, NULL::bigint, CASE WHEN f.state = 'SCHEDULED' THEN 'SCHEDULED' ELSE 'PENDING' END, NULL),
                               (2, f.started_at, 1, {session}, 'RUNNING', NULL),
                               (3, f.ended_at, CASE WHEN f.started_at IS NULL THEN 0 ELSE 1 END, {session}, f.state, CASE WHEN f.state = 'FAILED' THEN 'the warehouse did not answer' END))
       AS h(revision, at, attempt, session_id, state, reason)
 WHERE h.at IS NOT NULL ORDER BY f.i, h.revision;

INSERT INTO run_log (run_id, seq, at, attempt, level, message)
SELECT f.id, s, f.started_at, 1, CASE WHEN s = 5 THEN 'WARN' ELSE 'INFO' END, 'line ' || s || ' of what this run had to say' FROM fill f, generate_series(1, 5) AS s
 WHERE f.i % 20 = 0 AND f.started_at IS NOT NULL ORDER BY f.i, s;
INSERT INTO unsuccessful_run (state, run_id) SELECT state, id FROM fill WHERE state IN ('FAILED', 'CANCELLED', 'CRASHED') ORDER BY i;
INSERT INTO run_tag (tag, run_id) SELECT t, id FROM fill, unnest(tags) AS t ORDER BY t, id;
INSERT INTO due_run (run_id, due_at, reason) SELECT id, now() + interval '1 day', 'Scheduled' FROM fill WHERE state = 'SCHEDULED';
INSERT INTO command_batch (queue, run_ids, created_at, eligible_at)
SELECT queue, array_agg(id ORDER BY i), min(at), min(at) FROM fill WHERE state = 'PENDING' GROUP BY queue, i / 500;

-- the same day seven times over, as the statistics of a week
CREATE TEMP TABLE minutes AS
SELECT date_trunc('minute', m.at) AS minute, f.queue, f.task, m.state, m.bucket, count(*) AS n
  FROM fill f, LATERAL (VALUES (f.at, 'SUBMITTED', 0::smallint), (f.ended_at, f.state, duration_bucket(f.started_at, f.ended_at))) AS m(at, state, bucket)
 WHERE m.at IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
INSERT INTO run_minute (minute, queue, task, state, bucket, n)
SELECT minute - make_interval(days => d), queue, task, state, bucket, n FROM minutes, generate_series(0, 6) AS d
    ON CONFLICT (minute, queue, task, state, bucket) DO UPDATE SET n = run_minute.n + excluded.n;
DROP TABLE fill;
DROP TABLE minutes;
