-- Attempts that were given to more than one worker session, or given twice.
SELECT run_id, attempt, array_agg(session_id) FROM offload.run_history
 WHERE state = 'RUNNING' GROUP BY run_id, attempt HAVING count(*) > 1
