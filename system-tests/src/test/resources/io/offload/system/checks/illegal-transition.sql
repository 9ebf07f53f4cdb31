-- Steps of the history that the state machine does not allow: a revision that is missing or stands for two states, or a state that does not follow the one before.
SELECT run_id, revision, before, state FROM (
    SELECT run_id, revision, state, lag(state) OVER run AS before, lag(revision) OVER run AS revision_before
      FROM (SELECT DISTINCT run_id, revision, state FROM offload.run_history) once -- a hook's row repeats the step that it follows
    WINDOW run AS (PARTITION BY run_id ORDER BY revision)
) step
 WHERE revision <> coalesce(revision_before, 0) + 1
    OR (coalesce(before, 'NONE'), state) NOT IN (
       ('NONE', 'PENDING'), ('NONE', 'SCHEDULED'),
       ('SCHEDULED', 'PENDING'), ('SCHEDULED', 'CANCELLED'),
       ('PENDING', 'RUNNING'), ('PENDING', 'CANCELLED'), ('PENDING', 'SCHEDULED'),
       ('RUNNING', 'COMPLETED'), ('RUNNING', 'FAILED'), ('RUNNING', 'SCHEDULED'), ('RUNNING', 'PENDING'), ('RUNNING', 'CANCELLING'), ('RUNNING', 'CRASHED'),
       ('CANCELLING', 'CANCELLED'), ('CANCELLING', 'COMPLETED'))
