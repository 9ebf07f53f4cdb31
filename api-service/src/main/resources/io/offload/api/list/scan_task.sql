-- Runs of a task by walking its ids backwards. A row for each of the first $4 that fit, newest first, then one with the last that was
-- looked at and how many were. $1-$2 bounds, $3 how many to look at; $5 states, $6 task, $7 queue, $8 tags, $9 pattern of the name or the id, each null for any.
WITH examined AS MATERIALIZED (
    SELECT r.id, (($5::text[] IS NULL OR r.state = ANY ($5::text[])) AND ($6::text IS NULL OR r.task = $6::text)
            AND ($7::text IS NULL OR r.queue = $7::text) AND ($8::text[] IS NULL OR r.tags @> $8::text[]) AND ($9::text IS NULL OR r.name ILIKE $9::text OR r.id::text LIKE $9::text)) AS fits
      FROM task_run r
     WHERE r.task = $6::text AND r.id >= $1 AND r.id < $2
     ORDER BY r.id DESC LIMIT $3
)
(SELECT id, NULL::bigint AS looked_at FROM examined WHERE fits ORDER BY id DESC LIMIT $4)
UNION ALL
(SELECT id, (SELECT count(*) FROM examined) FROM examined ORDER BY id LIMIT 1)
