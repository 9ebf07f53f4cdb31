-- Counts of ended runs by state in the statistics against the runs themselves (as long as nothing was removed by retention).
SELECT state, sum(counted) AS counted, sum(found) AS found FROM (
    SELECT state, n AS counted, 0 AS found FROM offload.run_minute WHERE state <> 'SUBMITTED'
    UNION ALL SELECT state, n, 0 FROM offload.run_minute_delta WHERE state <> 'SUBMITTED'
    UNION ALL SELECT state, 0, 1 FROM offload.task_run WHERE state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')
) both_sides GROUP BY state HAVING sum(counted) <> sum(found)
