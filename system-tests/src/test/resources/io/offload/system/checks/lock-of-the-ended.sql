-- Keys of the cache that a run still locks 30 s after its end: its followers would wait for ever.
SELECT l.key, l.run_id, r.state FROM offload.cache_lock l LEFT JOIN offload.task_run r ON r.id = l.run_id
 WHERE l.locked_at < clock_timestamp() - interval '30 s' AND (r.id IS NULL OR r.ended_at < clock_timestamp() - interval '30 s')
