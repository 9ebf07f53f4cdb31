-- Steps of the history that the state machine does not allow.
SELECT run_id, revision, before, state FROM (
    SELECT run_id, revision, state, lag(state) OVER (PARTITION BY run_id ORDER BY revision) AS before
      FROM (SELECT DISTINCT ON (run_id, revision) run_id, revision, state FROM offload.run_history ORDER BY run_id, revision, at) once
) step
 WHERE (coalesce(before, 'NONE'), state) NOT IN (
       ('NONE', 'PENDING'), ('NONE', 'SCHEDULED'),
       ('SCHEDULED', 'PENDING'), ('SCHEDULED', 'CANCELLED'),
       ('PENDING', 'RUNNING'), ('PENDING', 'CANCELLED'), ('PENDING', 'SCHEDULED'),
       ('RUNNING', 'COMPLETED'), ('RUNNING', 'FAILED'), ('RUNNING', 'SCHEDULED'), ('RUNNING', 'PENDING'), ('RUNNING', 'CANCELLING'), ('RUNNING', 'CRASHED'),
       ('CANCELLING', 'CANCELLED'), ('CANCELLING', 'COMPLETED'))
