-- Views of a page's runs, newest first, as long as they fit and until they are larger than $5 bytes together; the first one whatever its size.
-- $1 ids, $2-$3 bounds, $4 states, null for any. What is stored is measured first, without reading it: only what is likely to fit is read.
SELECT id, task, name, state, state_name, state_message, state_at, queue, tags, revision, attempt, max_attempts, failures, losses, input, result, error,
       progress, scheduled_for, started_at, ended_at, worker, rerun_of, cached_from,
       fitting
  FROM (SELECT r.id, r.task, r.name, r.state, r.state_name, r.state_message, r.state_at, r.queue, r.tags, r.revision, r.attempt, r.max_attempts,
               r.failures, r.losses, i.input, r.result::text AS result, r.error::text AS error, r.progress::text AS progress,
               r.scheduled_for, r.started_at, r.ended_at, (SELECT s.worker FROM worker_session s WHERE s.id = r.session_id) AS worker,
               r.rerun_of, r.cached_from,
               sum(octet_length(i.input) + coalesce(octet_length(r.result::text), 0) + coalesce(octet_length(r.error::text), 0))
                   OVER (ORDER BY r.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before,
               stored.fitting
          FROM (SELECT s.id, count(*) OVER () AS fitting,
                       sum(coalesce(pg_column_size(s.input), (SELECT pg_column_size(l.input) FROM run_input l WHERE l.run_id = s.id AND l.run_id BETWEEN $2 AND $3), 0)
                           + coalesce(pg_column_size(s.result), 0) + coalesce(pg_column_size(s.error), 0))
                           OVER (ORDER BY s.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
                  FROM task_run s
                 WHERE s.id = ANY ($1::uuid[]) AND s.id BETWEEN $2 AND $3 AND ($4::text[] IS NULL OR s.state = ANY ($4::text[]))) AS stored
          JOIN task_run r ON r.id = stored.id AND r.id BETWEEN $2 AND $3
         CROSS JOIN LATERAL (
               SELECT coalesce(r.input, (SELECT l.input FROM run_input l WHERE l.run_id = r.id AND l.run_id BETWEEN $2 AND $3))::text AS input OFFSET 0) i
         WHERE coalesce(stored.bytes_before, 0) <= $5) AS page
 WHERE coalesce(bytes_before, 0) <= $5
 ORDER BY id DESC
