-- What is new of a run: one row a log line after $2, at most $3, each with the run's revision and progress; one row without a line when there is
-- none, no row when there is no such run. $1 id.
SELECT r.revision, r.progress::text AS progress, l.seq, l.at, l.level, l.message, l.attempt
  FROM task_run r
  LEFT JOIN LATERAL (SELECT * FROM run_log l WHERE l.run_id = $1 AND l.seq > $2 ORDER BY l.seq LIMIT $3) l ON true
 WHERE r.id = $1
