-- Ended and submitted runs by time slot, task, state and duration bucket, from a time on. $1 length of a slot in seconds, $2 the time.
SELECT date_bin(make_interval(secs => $1::int), m.minute, timestamptz '1970-01-01 00:00+00') AS slot, m.task, m.state, m.bucket, sum(m.n)::bigint AS n
  FROM (SELECT minute, task, state, bucket, n FROM run_minute WHERE minute >= $2
        UNION ALL SELECT minute, task, state, bucket, n FROM run_minute_delta WHERE minute >= $2) m
 GROUP BY 1, 2, 3, 4
