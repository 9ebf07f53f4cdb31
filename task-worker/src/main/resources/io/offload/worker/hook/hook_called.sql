-- The hook has been called: what it came to goes into the history. $1 run, $2 kind, $3 reason, $4 session.
WITH called AS (
    DELETE FROM hook_due WHERE run_id = $1 AND kind = $2 RETURNING run_id
)
INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
SELECT r.id, r.revision, now(), r.attempt, $4, r.state, r.state_name, $3 FROM task_run r JOIN called c ON c.run_id = r.id
