-- Ended and submitted runs by time slot, task, state and duration bucket. $1 length of a slot in seconds, $2 how many slots back.
SELECT to_timestamp(floor(extract(epoch FROM m.minute) / $1::int) * $1::int) AS slot, m.task, m.state, m.bucket, sum(m.n)::bigint AS n
  FROM (SELECT minute, task, state, bucket, n FROM run_minute
         WHERE minute > to_timestamp(floor(extract(epoch FROM now()) / $1::int) * $1::int) - make_interval(secs => $1::int * $2::int)
        UNION ALL
        SELECT minute, task, state, bucket, n FROM run_minute_delta
         WHERE minute > to_timestamp(floor(extract(epoch FROM now()) / $1::int) * $1::int) - make_interval(secs => $1::int * $2::int)) m
 GROUP BY 1, 2, 3, 4
