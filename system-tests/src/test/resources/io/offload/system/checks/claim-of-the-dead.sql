-- Runs that a lost or ended session still holds 30 s after: the rescue sweep should have taken them.
SELECT r.id, r.state, s.worker, s.lost_at, s.ended_at FROM offload.task_run r JOIN offload.worker_session s ON s.id = r.session_id
 WHERE r.state IN ('RUNNING', 'CANCELLING') AND coalesce(s.lost_at, s.ended_at) < clock_timestamp() - interval '30 s'
