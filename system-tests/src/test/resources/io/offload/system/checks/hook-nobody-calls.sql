-- Hooks that have been due for a minute and belong to no living worker: one that knows the task should have taken them over.
SELECT h.run_id, h.kind, h.task, h.due_at FROM offload.hook_due h LEFT JOIN offload.worker_session s ON s.id = h.session_id
 WHERE (s.id IS NULL OR s.lost_at IS NOT NULL OR s.ended_at IS NOT NULL) AND h.due_at < clock_timestamp() - interval '60 s'
