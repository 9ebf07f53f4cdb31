-- Partitions in which every run is older than a time ($1): whether an open run is left in them, or was until that time, or a finished one of a task that
-- keeps its runs longer.
SELECT p.suffix, p.lower_at, p.upper_at,
       EXISTS (SELECT 1 FROM due_run d WHERE d.run_id >= uuid_lower_bound(p.lower_at) AND d.run_id < uuid_lower_bound(p.upper_at))
       OR EXISTS (SELECT 1 FROM command_batch b CROSS JOIN LATERAL unnest(b.run_ids) AS u(id)
                   WHERE u.id >= uuid_lower_bound(p.lower_at) AND u.id < uuid_lower_bound(p.upper_at))
       OR EXISTS (SELECT 1 FROM claim_batch b CROSS JOIN LATERAL unnest(b.run_ids) AS u(id)
                   WHERE u.id >= uuid_lower_bound(p.lower_at) AND u.id < uuid_lower_bound(p.upper_at))
       OR EXISTS (SELECT 1 FROM hook_due h WHERE h.run_id >= uuid_lower_bound(p.lower_at) AND h.run_id < uuid_lower_bound(p.upper_at)) AS open,
       EXISTS (SELECT 1 FROM published_task t CROSS JOIN LATERAL (
                   SELECT 1 FROM task_run r WHERE r.task = t.name AND r.id >= uuid_lower_bound(p.lower_at) AND r.id < uuid_lower_bound(p.upper_at) LIMIT 1) k
                WHERE t.retention IS NOT NULL AND p.upper_at >= now() - t.retention) AS kept,
       coalesce(p.open_at >= $1, false) AS late
  FROM run_partition p
 WHERE p.upper_at < $1
 ORDER BY p.lower_at
