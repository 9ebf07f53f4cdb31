-- Runs that wait since before $2 ms ago, in the oldest batches after a place. $1 queues, $3 tasks, $4 place, $5 batches and $6 runs to look at, at least
-- one batch.
SELECT b.created_at, r.id, r.task, r.queue, r.traceparent
  FROM (SELECT run_ids, created_at, sum(cardinality(run_ids)) OVER (ORDER BY created_at) - cardinality(run_ids) AS runs_before
          FROM (SELECT run_ids, created_at FROM command_batch
                 WHERE queue = ANY ($1::text[]) AND created_at < now() - $2::bigint * interval '1 ms' AND created_at > $4
                 ORDER BY created_at LIMIT $5) oldest) b
  CROSS JOIN LATERAL unnest(b.run_ids) AS u(id)
  LEFT JOIN task_run r ON r.id = u.id AND r.state = 'PENDING' AND r.task = ANY ($3::text[])
 WHERE b.runs_before < $6
