-- A run that waits for its time, or for its next attempt, is due at once. $1 id.
UPDATE due_run SET due_at = now() WHERE run_id = $1 AND reason IN ('Scheduled', 'AwaitingRetry') AND due_at > now()
