-- Acknowledged batches of a queue that its workers have passed ($3: committed offset by partition), or that Kafka no longer holds
-- ($2: the topic's id, $4: end offset by partition).
SELECT id, run_ids, checked_at <= now() - interval '5 s' AS checked_before,
       topic_id <> $2 AS topic_replaced, partition, last_offset
  FROM command_batch
 WHERE queue = $1 AND topic_id IS NOT NULL AND (checked_at IS NULL OR checked_at <= now() - interval '5 s')
   AND (topic_id <> $2
        OR last_offset >= coalesce(($4::bigint[])[partition + 1], 0)
        OR last_offset < coalesce(($3::bigint[])[partition + 1], 0))
 ORDER BY created_at
 LIMIT $5
   FOR UPDATE SKIP LOCKED
