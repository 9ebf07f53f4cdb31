-- Runs submitted to and ended from each queue in the minutes that began in the last five.
SELECT m.queue, coalesce(sum(m.n) FILTER (WHERE m.state = 'SUBMITTED'), 0)::bigint AS came, coalesce(sum(m.n) FILTER (WHERE m.state <> 'SUBMITTED'), 0)::bigint AS left_it
  FROM (SELECT minute, queue, state, n FROM run_minute WHERE minute > now() - interval '5 minutes'
        UNION ALL SELECT minute, queue, state, n FROM run_minute_delta WHERE minute > now() - interval '5 minutes') m
 GROUP BY m.queue
