-- Kafka has acknowledged every command of these batches.
UPDATE command_batch b
   SET topic_id = a.topic_id, partition = a.partition, last_offset = a.last_offset
  FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[]) AS a(id, topic_id, partition, last_offset)
 WHERE b.id = a.id AND b.id = ANY ($1::uuid[])
