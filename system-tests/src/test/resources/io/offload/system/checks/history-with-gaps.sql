-- Runs whose history misses a step, or does not end with the state that the run has.
SELECT r.id, r.revision, r.state, h.steps, h.last_state FROM offload.task_run r
  LEFT JOIN (SELECT run_id, count(DISTINCT revision) AS steps, (array_agg(state ORDER BY revision DESC))[1] AS last_state
               FROM offload.run_history GROUP BY run_id) h ON h.run_id = r.id
 WHERE h.steps IS DISTINCT FROM r.revision::bigint OR h.last_state IS DISTINCT FROM r.state
