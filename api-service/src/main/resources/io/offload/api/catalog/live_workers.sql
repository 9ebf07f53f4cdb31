-- Workers that take new runs, by task.
SELECT t.task, count(DISTINCT s.id)::int
  FROM worker_session s, unnest(s.tasks) AS t(task), published_task p
 WHERE s.lost_at IS NULL AND s.ended_at IS NULL AND s.draining_at IS NULL AND p.name = t.task AND p.queue = ANY (s.queues)
 GROUP BY t.task
