-- What a hook is told. $1 id.
SELECT r.id, r.task, r.state, r.attempt, coalesce(r.input, (SELECT i.input FROM run_input i WHERE i.run_id = $1))::text AS input, r.result::text AS result,
       r.error ->> 'type' AS error_type, r.error ->> 'message' AS error_message
  FROM task_run r
 WHERE r.id = $1
