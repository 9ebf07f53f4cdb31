-- The runs that idempotency keys stand for, and whether they are gone: a task may keep its runs for less time than keys are kept. $1 tasks, $2 keys.
SELECT k.task, k.key, k.run_id, k.body_hash, NOT EXISTS (SELECT FROM task_run r WHERE r.id = k.run_id) AS gone
  FROM unnest($1::text[], $2::text[]) AS w(task, key) JOIN idempotency_key k ON k.task = w.task AND k.key = w.key
 WHERE k.task = ANY ($1::text[]) AND k.key = ANY ($2::text[])
