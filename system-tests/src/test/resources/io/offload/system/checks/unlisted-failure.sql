-- Unsuccessful runs that the lists by state would not find.
SELECT r.id, r.state FROM offload.task_run r
 WHERE r.state IN ('FAILED', 'CANCELLED', 'CRASHED')
   AND NOT EXISTS (SELECT 1 FROM offload.unsuccessful_run u WHERE u.state = r.state AND u.run_id = r.id)
