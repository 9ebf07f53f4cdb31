SELECT r.id FROM task_run r WHERE r.id = ANY ($1::uuid[]) AND r.id BETWEEN $2 AND $3 AND r.state = 'PENDING'
