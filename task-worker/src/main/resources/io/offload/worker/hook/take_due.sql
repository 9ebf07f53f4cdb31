-- Hooks that nobody calls any more: of lost or ended sessions, of nobody, or of this session and not called for 15 s (the answer to its
-- completion was lost, or its call could not be recorded). $1 session, $2 tasks, $3 how many.
UPDATE hook_due h
   SET session_id = $1, tries = h.tries + 1, due_at = now()
 WHERE (h.run_id, h.kind) IN (
        SELECT d.run_id, d.kind FROM hook_due d LEFT JOIN worker_session s ON s.id = d.session_id
         WHERE d.task = ANY ($2::text[]) AND (s.id IS NULL OR s.lost_at IS NOT NULL OR s.ended_at IS NOT NULL OR (s.id = $1 AND d.due_at < now() - interval '15 s'))
         LIMIT $3 FOR UPDATE OF d SKIP LOCKED)
RETURNING h.run_id, h.kind
