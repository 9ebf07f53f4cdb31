-- A run's cache key, its reruns and what it waits for. $1 id.
SELECT encode(r.cache_key, 'hex') AS cache_key,
       ARRAY(SELECT l.id FROM task_run l WHERE l.rerun_of = $1 AND l.id > $1 ORDER BY l.id DESC LIMIT 20) AS reruns,
       (SELECT d.due_at FROM due_run d WHERE d.run_id = $1) AS due_at,
       (SELECT c.run_id FROM cache_waiter w JOIN cache_lock c ON c.key = w.key WHERE w.run_id = $1) AS cache_leader
  FROM task_run r WHERE r.id = $1
