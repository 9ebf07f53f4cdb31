-- Those of these runs that have ended, in no order. $1 ids, $2-$3 bounds.
SELECT r.id
  FROM task_run r
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')
