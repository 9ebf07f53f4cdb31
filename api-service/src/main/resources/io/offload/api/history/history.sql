-- A run's states after a revision, oldest first. $1 id, $2 revision, $3 limit.
SELECT h.revision, h.at, h.attempt, h.state, h.state_name, h.reason, h.error::text AS error,
       (SELECT s.worker FROM worker_session s WHERE s.id = h.session_id) AS worker
  FROM run_history h
 WHERE h.run_id = $1 AND h.revision > $2
 ORDER BY h.revision, h.at
 LIMIT $3
