-- Of the $1 oldest due runs those that wait for a worker of their task look again later while none is alive, at most 10 s apart and not all at the same
-- time. Their state does not change.
UPDATE due_run d
   SET due_at = now() + (0.9 + 0.1 * random()) * least(interval '10 s', interval '1 s' * power(2, least(d.waits, 4))), waits = d.waits + 1
  FROM task_run r
 WHERE d.run_id IN (SELECT run_id FROM due_run WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
   AND d.reason = 'AwaitingWorker' AND r.id = d.run_id AND r.state = 'SCHEDULED'
   AND NOT EXISTS (SELECT 1 FROM worker_session s
                    WHERE s.lost_at IS NULL AND s.ended_at IS NULL AND s.draining_at IS NULL AND s.tasks @> ARRAY[r.task])
