-- Runs that are open, or ended without success, by the small tables that name them. A row for each of the first $4 that fit, newest first, then one with the last that was
-- looked at and how many were. $1-$2 bounds, $3 how many to look at; $5 states, $6 task, $7 queue, $8 tags, $9 pattern of the name or the id, each null for any.
-- A run may be named twice: only those that are looked at are told apart, which of 27,000 takes a third of the time that telling all apart would.
WITH named AS MATERIALIZED (
    SELECT n.id FROM (
        SELECT u.id
          FROM (SELECT unnest($5::text[]) AS state) s, LATERAL (
                SELECT e.run_id AS id FROM unsuccessful_run e WHERE e.state = s.state AND e.run_id >= $1 AND e.run_id < $2 ORDER BY e.run_id DESC LIMIT $3) u
        UNION ALL (SELECT d.run_id FROM due_run d WHERE 'SCHEDULED' = ANY ($5::text[]) AND d.run_id >= $1 AND d.run_id < $2 ORDER BY d.run_id DESC LIMIT $3)
        UNION ALL SELECT c.id FROM command_batch b, unnest(b.run_ids) AS c(id)
                   WHERE 'PENDING' = ANY ($5::text[]) AND ($7::text IS NULL OR b.queue = $7::text) AND c.id >= $1 AND c.id < $2
        UNION ALL SELECT c.id FROM claim_batch b, unnest(b.run_ids) AS c(id) WHERE $5::text[] && ARRAY['RUNNING', 'CANCELLING'] AND c.id >= $1 AND c.id < $2) n
     ORDER BY n.id DESC LIMIT $3
), examined AS MATERIALIZED (
    SELECT n.id, coalesce((SELECT (($5::text[] IS NULL OR r.state = ANY ($5::text[])) AND ($6::text IS NULL OR r.task = $6::text)
            AND ($7::text IS NULL OR r.queue = $7::text) AND ($8::text[] IS NULL OR r.tags @> $8::text[]) AND ($9::text IS NULL OR r.name ILIKE $9::text OR r.id::text LIKE $9::text)) FROM task_run r WHERE r.id = n.id AND r.id >= $1 AND r.id < $2), false) AS fits
      FROM (SELECT DISTINCT id FROM named) n
)
(SELECT id, NULL::bigint AS looked_at FROM examined WHERE fits ORDER BY id DESC LIMIT $4)
UNION ALL
(SELECT id, (SELECT count(*) FROM named) FROM named ORDER BY id LIMIT 1)
