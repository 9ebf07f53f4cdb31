-- Were these outcomes written after all, by a statement whose answer was lost? $1 ids, $2-$3 bounds, $4 session.
SELECT r.id FROM task_run r
 WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.session_id = $4 AND r.state IN ('COMPLETED', 'FAILED', 'CANCELLED')
