-- How many runs the tables of open runs name, counted up to $3; when there are as many, where a walk for PENDING ones alone may begin. $1 whether
-- PENDING ones, $2 whether those that workers have. $4-$5 the end of the page, less and more what ids of one batch may differ from its first and last by;
-- $6 the time of $4. Batches that were made before $6 hold older ids only; up to 50 others are looked into. Beyond: whether one may reach beyond the
-- end; newest: the newest end, or time, of those that do not.
WITH named AS MATERIALIZED (
    SELECT count(*)::int AS n FROM (
        (SELECT 1 FROM command_batch b, unnest(b.run_ids) WHERE $1::bool LIMIT $3)
        UNION ALL
        (SELECT 1 FROM claim_batch b, unnest(b.run_ids) WHERE $2::bool LIMIT $3)
    ) AS each
), recent AS MATERIALIZED (
    SELECT least(b.run_ids[1], b.run_ids[cardinality(b.run_ids)]) AS oldest, greatest(b.run_ids[1], b.run_ids[cardinality(b.run_ids)]) AS newest
      FROM (SELECT c.run_ids FROM command_batch c
             WHERE (SELECT n FROM named) >= $3 AND $1::bool AND NOT $2::bool AND greatest(c.created_at, c.eligible_at) >= $6::timestamptz LIMIT 51) b
), earlier AS (
    SELECT max(greatest(c.created_at, c.eligible_at)) AS at FROM command_batch c
     WHERE (SELECT n FROM named) >= $3 AND $1::bool AND NOT $2::bool AND greatest(c.created_at, c.eligible_at) < $6::timestamptz
)
SELECT (SELECT n FROM named) AS n,
       (SELECT count(*) FROM recent) > 50 OR EXISTS (SELECT 1 FROM recent WHERE oldest < $5 AND newest >= $4) AS beyond,
       greatest((SELECT r.newest FROM recent r WHERE r.newest < $4 ORDER BY r.newest DESC LIMIT 1),
                (SELECT uuid_lower_bound(e.at) FROM earlier e WHERE e.at IS NOT NULL)) AS newest
