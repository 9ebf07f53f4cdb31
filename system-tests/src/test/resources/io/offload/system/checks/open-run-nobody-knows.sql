-- Open runs that no small table names: nobody would ever execute, release or rescue them.
SELECT r.id, r.state FROM offload.task_run r
 WHERE (r.state = 'PENDING' AND NOT EXISTS (SELECT 1 FROM offload.command_batch b WHERE r.id = ANY (b.run_ids)))
    OR (r.state IN ('RUNNING', 'CANCELLING')
        AND NOT EXISTS (SELECT 1 FROM offload.claim_batch b WHERE r.id = ANY (b.run_ids) AND b.session_id = r.session_id))
    OR (r.state = 'SCHEDULED' AND NOT EXISTS (SELECT 1 FROM offload.due_run d WHERE d.run_id = r.id))
