-- What is going on now, by the small tables that name open runs. Scheduled runs are counted up to 10001; up to 5000 runs that workers have are looked
-- at one by one, above that the workers' own numbers hold.
WITH claimed AS MATERIALIZED (
    SELECT c.id FROM claim_batch b, unnest(b.run_ids) AS c(id) LIMIT 5001
), looked AS (
    SELECT count(*) FILTER (WHERE r.state = 'RUNNING') AS running, count(*) FILTER (WHERE r.state = 'CANCELLING') AS cancelling
      FROM claimed c JOIN LATERAL (SELECT r.state FROM task_run r WHERE r.id = c.id) r ON true
     WHERE (SELECT count(*) FROM claimed) <= 5000
), live AS (
    SELECT count(*) AS workers, coalesce(sum(slots), 0)::bigint AS slots, coalesce(sum(in_flight), 0)::bigint AS in_flight
      FROM worker_session WHERE lost_at IS NULL AND ended_at IS NULL
)
SELECT (SELECT count(*) FROM (SELECT 1 FROM due_run LIMIT 10001) d) AS scheduled,
       CASE WHEN (SELECT count(*) FROM claimed) <= 5000 THEN l.running ELSE w.in_flight END AS running, l.cancelling, w.workers, w.slots,
       CASE WHEN (SELECT count(*) FROM claimed) <= 5000 THEN l.running + l.cancelling ELSE w.in_flight END AS taken,
       ARRAY(SELECT u.run_id FROM (SELECT x.run_id FROM unnest(ARRAY['FAILED', 'CRASHED']) AS s(state), LATERAL (
                SELECT e.run_id FROM unsuccessful_run e WHERE e.state = s.state ORDER BY e.run_id DESC LIMIT 6) x) u ORDER BY u.run_id DESC LIMIT 6) AS failures
  FROM looked l, live w
