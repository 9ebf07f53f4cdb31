-- Runs whose counters are not what their history says: attempts are claims, failures are steps with an error.
SELECT r.id, r.attempt, r.failures, h.claims, h.errors FROM offload.task_run r
  JOIN (SELECT run_id, count(*) FILTER (WHERE state = 'RUNNING') AS claims, count(*) FILTER (WHERE error IS NOT NULL) AS errors
          FROM offload.run_history GROUP BY run_id) h ON h.run_id = r.id
 WHERE r.attempt <> h.claims OR r.failures <> h.errors
