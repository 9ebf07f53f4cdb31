-- Log lines and progress of attempts that are still the session's. $1 session, $2-$3 bounds; $4-$6 a row a run; $7-$11 a row a line.
WITH page AS (
    SELECT * FROM unnest($4::uuid[], $5::int[], $6::text[]) AS p(id, attempt, progress)
), mine AS (
    SELECT r.id, p.attempt, p.progress, (SELECT coalesce(max(l.seq), 0) FROM run_log l WHERE l.run_id = r.id AND l.run_id BETWEEN $2 AND $3) AS seq
      FROM page p JOIN task_run r ON r.id = p.id AND r.id = ANY ($4::uuid[]) AND r.id BETWEEN $2 AND $3
     WHERE r.attempt = p.attempt AND r.session_id = $1 AND r.state IN ('RUNNING', 'CANCELLING')
), line AS (
    INSERT INTO run_log (run_id, seq, at, attempt, level, message)
    SELECT m.id, m.seq + l.n, l.at, m.attempt, l.level, l.message
      FROM unnest($7::uuid[], $8::int[], $9::timestamptz[], $10::text[], $11::text[]) AS l(id, n, at, level, message) JOIN mine m ON m.id = l.id
        ON CONFLICT DO NOTHING
), step AS (
    UPDATE task_run r SET progress = m.progress::json
      FROM mine m WHERE r.id = m.id AND r.id = ANY ($4::uuid[]) AND r.id BETWEEN $2 AND $3 AND m.progress IS NOT NULL AND r.attempt = m.attempt AND r.state IN ('RUNNING', 'CANCELLING')
)
SELECT id, attempt FROM mine
