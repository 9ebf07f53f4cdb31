-- What a run of a queue waits for. $1 run id, $2 queue, $3 task. Runs ahead are counted up to 1001, those of the batch that the run is in and of
-- earlier ones: a batch names its runs in order.
SELECT (SELECT q.paused_at FROM queue q WHERE q.name = $2) AS paused_at,
       count(*)::int AS queue_workers,
       count(*) FILTER (WHERE $3 = ANY (s.tasks))::int AS workers,
       coalesce(sum(s.slots) FILTER (WHERE $3 = ANY (s.tasks)), 0)::int AS slots,
       coalesce(sum(s.in_flight) FILTER (WHERE $3 = ANY (s.tasks)), 0)::int AS in_flight,
       (SELECT count(*) FROM (SELECT 1 FROM command_batch b, unnest(b.run_ids) AS c(id)
                               WHERE b.queue = $2 AND b.run_ids[1] < $1 AND c.id < $1 LIMIT 1001) ahead)::int AS ahead
  FROM worker_session s
 WHERE s.lost_at IS NULL AND s.ended_at IS NULL AND s.draining_at IS NULL AND $2 = ANY (s.queues)
