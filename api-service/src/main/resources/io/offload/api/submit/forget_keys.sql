-- Keys of runs that retention has removed: they may stand for new ones. $1 tasks, $2 keys, $3 runs.
DELETE FROM idempotency_key k USING unnest($1::text[], $2::text[], $3::uuid[]) AS w(task, key, run_id)
 WHERE k.task = w.task AND k.key = w.key AND k.run_id = w.run_id AND k.task = ANY ($1::text[]) AND k.key = ANY ($2::text[])
