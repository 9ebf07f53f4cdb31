-- Runs whose input is nowhere, or twice, and inputs of no run: an input is in the row of its run or in run_input.
SELECT coalesce(r.id, i.run_id) AS id, r.state FROM offload.task_run r FULL JOIN offload.run_input i ON i.run_id = r.id
 WHERE r.id IS NULL OR (r.input IS NULL) = (i.run_id IS NULL)
