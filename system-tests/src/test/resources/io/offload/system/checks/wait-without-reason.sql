-- Rows of due_run and cache_waiter whose run does not wait.
SELECT d.run_id, r.state, 'due_run' AS found_in FROM offload.due_run d LEFT JOIN offload.task_run r ON r.id = d.run_id
 WHERE r.state IS DISTINCT FROM 'SCHEDULED'
UNION ALL
SELECT w.run_id, r.state, 'cache_waiter' FROM offload.cache_waiter w LEFT JOIN offload.task_run r ON r.id = w.run_id
 WHERE r.state IS DISTINCT FROM 'SCHEDULED'
