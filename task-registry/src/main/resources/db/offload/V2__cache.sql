-- Decides what a claimed run of a cached task does: HIT (an answer is there), LEAD (execute) or WAIT (an equal run is executing; the run has been
-- put back to SCHEDULED AwaitingCache). A run that is not RUNNING under this session and attempt any more gets GONE.
CREATE FUNCTION acquire_cache(cache_key bytea, run uuid, session bigint, claimed_attempt integer, refresh boolean, isolation boolean,
                              OUT outcome text, OUT source uuid, OUT result text)
    LANGUAGE plpgsql AS $$
DECLARE
    holder uuid;
    holder_state text;
    moved task_run%ROWTYPE;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('offload.cache:' || encode(cache_key, 'hex'), 0));
    IF NOT refresh THEN
        SELECT e.run_id, r.result::text INTO source, result
          FROM cache_entry e JOIN task_run r ON r.id = e.run_id AND r.state = 'COMPLETED'
         WHERE e.key = acquire_cache.cache_key AND (e.expires_at IS NULL OR e.expires_at > now());
        IF FOUND THEN
            outcome := 'HIT';
        ELSIF isolation THEN
            SELECT l.run_id INTO holder FROM cache_lock l WHERE l.key = acquire_cache.cache_key FOR UPDATE;
            IF FOUND AND holder <> run THEN
                SELECT r.state INTO holder_state FROM task_run r WHERE r.id = holder;
                IF holder_state IN ('SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLING') THEN
                    outcome := 'WAIT';
                END IF;
            END IF;
        END IF;
    END IF;
    IF outcome = 'WAIT' THEN
        UPDATE task_run r
           SET state = 'SCHEDULED', state_name = 'AwaitingCache', state_at = now(), revision = r.revision + 1,
               state_message = 'run ' || holder || ' with the same cache key is executing', cache_key = acquire_cache.cache_key
         WHERE r.id = run AND r.session_id = session AND r.attempt = claimed_attempt AND r.state = 'RUNNING'
        RETURNING * INTO moved;
        IF NOT FOUND THEN
            outcome := 'GONE';
            RETURN;
        END IF;
        INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name, reason)
        VALUES (run, moved.revision, now(), moved.attempt, session, 'SCHEDULED', 'AwaitingCache', moved.state_message);
        INSERT INTO cache_waiter (run_id, key) VALUES (run, acquire_cache.cache_key) ON CONFLICT (run_id) DO UPDATE SET key = excluded.key;
        -- woken by the end of the leader; the time is a safety net
        INSERT INTO due_run (run_id, due_at, reason) VALUES (run, now() + interval '1 min', 'AwaitingCache')
            ON CONFLICT (run_id) DO UPDATE SET due_at = excluded.due_at, reason = excluded.reason;
        RETURN;
    END IF;
    UPDATE task_run r SET cache_key = acquire_cache.cache_key, cached_from = acquire_cache.source
     WHERE r.id = run AND r.session_id = session AND r.attempt = claimed_attempt AND r.state IN ('RUNNING', 'CANCELLING');
    IF NOT FOUND THEN
        outcome := 'GONE';
        source := NULL;
        result := NULL;
        RETURN;
    END IF;
    IF outcome IS NULL THEN
        outcome := 'LEAD';
        IF isolation AND NOT refresh THEN
            INSERT INTO cache_lock (key, run_id) VALUES (acquire_cache.cache_key, run)
                ON CONFLICT (key) DO UPDATE SET run_id = excluded.run_id, locked_at = now();
        END IF;
    END IF;
END
$$;
