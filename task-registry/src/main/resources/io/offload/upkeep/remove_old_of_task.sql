-- Terminal runs of a task accepted before a time ($2) and ended before another ($4), a bounded number of them ($3), with everything that belongs to them;
-- those whose hook has yet to be called stay. $1 task.
WITH old AS (
    SELECT r.id FROM task_run r
     WHERE r.task = $1 AND r.id < uuid_lower_bound($2) AND r.state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')
       AND r.ended_at < $4
       AND NOT EXISTS (SELECT FROM hook_due h WHERE h.run_id = r.id)
     ORDER BY r.id DESC LIMIT $3
), run AS (
    DELETE FROM task_run r USING old WHERE r.id = old.id RETURNING r.id, r.state, r.tags
), input AS (
    DELETE FROM run_input i USING old WHERE i.run_id = old.id
), history AS (
    DELETE FROM run_history h USING old WHERE h.run_id = old.id
), log AS (
    DELETE FROM run_log l USING old WHERE l.run_id = old.id
), tag AS (
    DELETE FROM run_tag t USING run WHERE t.run_id = run.id AND t.tag = ANY (run.tags)
), unsuccessful AS (
    DELETE FROM unsuccessful_run u USING run WHERE u.run_id = run.id AND u.state = run.state
), answer AS (
    DELETE FROM cache_entry c USING run WHERE c.run_id = run.id
)
SELECT count(*) FROM run
