-- Queues with what waits in them. Up to $1 named runs are looked at one by one; above that the depth is what the batches name, a few runs more
-- than wait, and the age that of the oldest batch.
WITH named AS MATERIALIZED (
    SELECT c.id FROM command_batch b, unnest(b.run_ids) AS c(id) LIMIT $1::int + 1
), few AS (
    SELECT count(*) <= $1::int AS few FROM named
), exact AS (
    SELECT r.queue, count(*) AS depth, min(r.state_at) AS oldest_at
      FROM named n JOIN LATERAL (SELECT r.queue, r.state_at FROM task_run r WHERE r.id = n.id AND r.state = 'PENDING') r ON true
     WHERE (SELECT few FROM few)
     GROUP BY r.queue
), rough AS (
    SELECT b.queue, sum(cardinality(b.run_ids)) AS depth, min(b.created_at) AS oldest_at
      FROM command_batch b WHERE NOT (SELECT few FROM few)
     GROUP BY b.queue
), worker AS (
    SELECT q.queue, count(*)::int AS workers, sum(s.slots)::int AS slots
      FROM worker_session s, unnest(s.queues) AS q(queue) WHERE s.lost_at IS NULL AND s.ended_at IS NULL AND s.draining_at IS NULL
     GROUP BY q.queue
)
SELECT q.name, q.paused_at, coalesce(e.depth, r.depth, 0)::bigint AS depth, (SELECT few FROM few) AS exact,
       coalesce(e.oldest_at, r.oldest_at) AS oldest_at,
       greatest(0, extract(epoch FROM now() - coalesce(e.oldest_at, r.oldest_at)) * 1000)::bigint AS oldest_age_ms,
       coalesce(w.workers, 0) AS workers, coalesce(w.slots, 0) AS slots
  FROM queue q
  LEFT JOIN exact e ON e.queue = q.name LEFT JOIN rough r ON r.queue = q.name LEFT JOIN worker w ON w.queue = q.name
 ORDER BY q.name
