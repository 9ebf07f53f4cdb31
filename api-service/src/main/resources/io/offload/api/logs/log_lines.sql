-- A run's log lines after a sequence number; one row without a line when the run has none there, no row when there is no such run.
-- $1 id, $2 sequence number, $3 limit.
SELECT l.seq, l.at, l.level, l.message, l.attempt
  FROM task_run r
  LEFT JOIN LATERAL (SELECT * FROM run_log l WHERE l.run_id = $1 AND l.seq > $2 ORDER BY l.seq LIMIT $3) l ON true
 WHERE r.id = $1
