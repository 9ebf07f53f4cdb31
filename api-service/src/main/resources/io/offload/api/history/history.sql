-- A run's states, oldest first, and what its hook came to, which has the revision of the state that called for it. $1 id, $2 how many are known: each state
-- has a row and a revision, so that is the last revision known, too; $3 limit.
SELECT h.revision, h.at, h.attempt, h.state, h.state_name, h.reason, h.error::text AS error,
       (SELECT s.worker FROM worker_session s WHERE s.id = h.session_id) AS worker
  FROM run_history h
 WHERE h.run_id = $1
 ORDER BY h.revision, h.at
OFFSET $2 LIMIT $3
