-- How many runs the tables of open runs name, counted up to $3, and where a walk for PENDING ones alone may begin. $1 whether PENDING ones, $2 whether those
-- that workers have. $4-$5 the end of the page, less and more what ids of one batch may differ from its first and last by. Beyond: whether a batch
-- reaches beyond the end; newest: the newest end of those that do not.
WITH named AS (
    SELECT count(*)::int AS n FROM (
        (SELECT 1 FROM command_batch b, unnest(b.run_ids) WHERE $1::bool LIMIT $3)
        UNION ALL
        (SELECT 1 FROM claim_batch b, unnest(b.run_ids) WHERE $2::bool LIMIT $3)
    ) AS each
), batch AS MATERIALIZED (
    SELECT least(b.run_ids[1], b.run_ids[cardinality(b.run_ids)]) AS oldest, greatest(b.run_ids[1], b.run_ids[cardinality(b.run_ids)]) AS newest
      FROM command_batch b WHERE (SELECT n FROM named) >= $3 AND $1::bool AND NOT $2::bool
)
SELECT (SELECT n FROM named) AS n, EXISTS (SELECT 1 FROM batch WHERE oldest < $5 AND newest >= $4) AS beyond,
       (SELECT b.newest FROM batch b WHERE b.newest < $4 ORDER BY b.newest DESC LIMIT 1) AS newest
