WITH delta AS (
    DELETE FROM run_minute_delta RETURNING minute, queue, task, state, bucket, n
)
INSERT INTO run_minute AS m (minute, queue, task, state, bucket, n)
SELECT minute, queue, task, state, bucket, sum(n) FROM delta GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (minute, queue, task, state, bucket) DO UPDATE SET n = m.n + excluded.n
