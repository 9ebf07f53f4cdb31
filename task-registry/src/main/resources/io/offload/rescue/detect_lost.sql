UPDATE worker_session
   SET lost_at = now()
 WHERE lost_at IS NULL AND ended_at IS NULL AND heartbeat_at < now() - $1::bigint * interval '1 ms'
RETURNING id, worker
