-- Worker sessions that live, or were lost or ended in the last hour, with up to 20 runs that each has now.
SELECT s.id, s.worker, s.host, s.pid, s.version, s.queues, s.tasks, s.slots, s.in_flight, s.started_at, s.heartbeat_at, s.draining_at, s.lost_at, s.ended_at,
       ARRAY(SELECT c.id FROM (SELECT c.id FROM claim_batch b, unnest(b.run_ids) AS c(id) WHERE b.session_id = s.id LIMIT 500) c
              WHERE EXISTS (SELECT 1 FROM task_run r WHERE r.id = c.id AND r.session_id = s.id AND r.state IN ('RUNNING', 'CANCELLING')) LIMIT 20) AS runs
  FROM worker_session s
 WHERE (s.lost_at IS NULL AND s.ended_at IS NULL) OR greatest(s.lost_at, s.ended_at) > now() - interval '1 hour'
 ORDER BY s.lost_at IS NOT NULL OR s.ended_at IS NOT NULL, s.worker, s.id DESC
 LIMIT 200
