SELECT outcome, source, result FROM acquire_cache($1, $2, $3, $4, $5, $6)
