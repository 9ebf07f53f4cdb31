-- Batches that nobody is sending any more: never acknowledged, and past the time that their first sender had.
SELECT id, queue, run_ids
  FROM command_batch
 WHERE topic_id IS NULL AND eligible_at <= now()
 ORDER BY eligible_at
 LIMIT $1
   FOR UPDATE SKIP LOCKED
