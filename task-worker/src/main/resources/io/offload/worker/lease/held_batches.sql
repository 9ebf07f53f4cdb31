-- Claim batches of a session that are older than 10 s, with those of their runs that the session still owns.
SELECT b.id AS batch, r.id, r.attempt
  FROM claim_batch b CROSS JOIN LATERAL unnest(b.run_ids) AS u(id)
  LEFT JOIN task_run r ON r.id = u.id AND r.session_id = $1 AND r.state IN ('RUNNING', 'CANCELLING')
 WHERE b.session_id = $1 AND b.claimed_at < now() - interval '10 s'
