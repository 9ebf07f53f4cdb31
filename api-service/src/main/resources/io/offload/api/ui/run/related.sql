-- A run's cache key, its reruns and what it waits for. Reruns have no index: the first 2000 later runs of its task are looked through. $1 id, $2 task.
SELECT encode(r.cache_key, 'hex') AS cache_key,
       ARRAY(SELECT later.id FROM (SELECT l.id, l.rerun_of FROM task_run l WHERE l.task = $2 AND l.id > $1 ORDER BY l.id LIMIT 2000) later
              WHERE later.rerun_of = $1 ORDER BY later.id LIMIT 20) AS reruns,
       (SELECT d.due_at FROM due_run d WHERE d.run_id = $1) AS due_at,
       (SELECT c.run_id FROM cache_waiter w JOIN cache_lock c ON c.key = w.key WHERE w.run_id = $1) AS cache_leader
  FROM task_run r WHERE r.id = $1
