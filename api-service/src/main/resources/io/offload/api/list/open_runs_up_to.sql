-- How many runs the tables of open runs name, counted up to $3. $1 whether PENDING ones, $2 whether those that workers have.
SELECT count(*)::int FROM (
    (SELECT 1 FROM command_batch b, unnest(b.run_ids) WHERE $1::bool LIMIT $3)
    UNION ALL
    (SELECT 1 FROM claim_batch b, unnest(b.run_ids) WHERE $2::bool LIMIT $3)
) AS named
