-- Pauses a queue ($2 true) or lets it go on. $1 name.
UPDATE queue SET paused_at = CASE WHEN $2::bool THEN coalesce(paused_at, now()) END WHERE name = $1 RETURNING name
