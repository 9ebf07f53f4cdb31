-- Worker sessions that have neither ended nor been called lost.
SELECT id, worker, host, pid, version, queues, tasks, slots, in_flight, started_at, heartbeat_at, draining_at
  FROM worker_session
 WHERE lost_at IS NULL AND ended_at IS NULL
 ORDER BY worker, id
 LIMIT 1000
