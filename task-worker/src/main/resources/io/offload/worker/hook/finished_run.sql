SELECT id, task, state, attempt, input::text AS input, result::text AS result, error ->> 'type' AS error_type, error ->> 'message' AS error_message
  FROM task_run WHERE id = $1
