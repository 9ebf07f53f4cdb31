-- The tables of Offload. Reasons and measurements: docs/concepts.md ("Storage").
-- Rule of the run table: no index and no index predicate names a column that changes, so that updates stay HOT.

CREATE TABLE task_run (
    id            uuid        NOT NULL,
    task          text        NOT NULL,
    queue         text        NOT NULL,
    state         text        NOT NULL,
    state_name    text        NOT NULL,
    state_at      timestamptz NOT NULL,
    state_message text,
    revision      integer     NOT NULL DEFAULT 1,
    attempt       integer     NOT NULL DEFAULT 0,
    failures      integer     NOT NULL DEFAULT 0,
    losses        integer     NOT NULL DEFAULT 0,
    max_attempts  integer     NOT NULL DEFAULT 1,
    session_id    bigint,
    scheduled_for timestamptz,
    started_at    timestamptz,
    ended_at      timestamptz,
    name          text,
    tags          text[],
    rerun_of      uuid,
    cached_from   uuid,
    cache_key     bytea,
    traceparent   text,
    input         json        NOT NULL,
    result        json,
    error         json,
    progress      json,
    PRIMARY KEY (id),
    CONSTRAINT task_run_state_is_known CHECK (
        CASE state
            WHEN 'PENDING' THEN state_name = 'Pending'
            WHEN 'RUNNING' THEN state_name IN ('Running', 'Retrying')
            WHEN 'COMPLETED' THEN state_name IN ('Completed', 'Cached')
            WHEN 'SCHEDULED' THEN state_name IN ('Scheduled', 'AwaitingRetry', 'AwaitingWorker', 'AwaitingCache')
            WHEN 'FAILED' THEN state_name IN ('Failed', 'TimedOut')
            WHEN 'CANCELLING' THEN state_name = 'Cancelling'
            WHEN 'CANCELLED' THEN state_name = 'Cancelled'
            WHEN 'CRASHED' THEN state_name = 'Crashed'
            ELSE false
        END),
    CONSTRAINT task_run_owner CHECK (state NOT IN ('RUNNING', 'CANCELLING') OR (session_id IS NOT NULL AND attempt > 0)),
    CONSTRAINT task_run_end CHECK ((ended_at IS NOT NULL) = (state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'))),
    CONSTRAINT task_run_result CHECK (result IS NULL OR state = 'COMPLETED'),
    CONSTRAINT task_run_counters CHECK (revision > 0 AND attempt >= 0 AND failures >= 0 AND losses >= 0 AND failures + losses <= attempt)
) PARTITION BY RANGE (id);
CREATE INDEX task_run_by_task ON task_run (task, id DESC);

CREATE TABLE run_history (
    run_id     uuid        NOT NULL,
    revision   integer     NOT NULL,
    at         timestamptz NOT NULL,
    attempt    integer     NOT NULL,
    session_id bigint,
    state      text        NOT NULL,
    state_name text        NOT NULL,
    reason     text,
    error      json
) PARTITION BY RANGE (run_id);
CREATE INDEX run_history_by_run ON run_history USING brin (run_id) WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE run_log (
    run_id  uuid        NOT NULL,
    seq     integer     NOT NULL,
    at      timestamptz NOT NULL,
    attempt integer     NOT NULL,
    level   text        NOT NULL,
    message text        NOT NULL,
    PRIMARY KEY (run_id, seq)
) PARTITION BY RANGE (run_id);

CREATE TABLE run_partition (
    suffix   text        PRIMARY KEY,
    lower_at timestamptz NOT NULL,
    upper_at timestamptz NOT NULL
);

-- Every open run is named by exactly one row of command_batch (PENDING), claim_batch (RUNNING, CANCELLING) or due_run (SCHEDULED).

CREATE TABLE command_batch (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    queue       text        NOT NULL,
    run_ids     uuid[]      NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    eligible_at timestamptz NOT NULL,
    topic_id    text,
    partition   integer,
    last_offset bigint,
    checked_at  timestamptz
);

CREATE TABLE claim_batch (
    id         uuid        PRIMARY KEY,
    session_id bigint      NOT NULL,
    run_ids    uuid[]      NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX claim_batch_by_session ON claim_batch (session_id);

CREATE TABLE due_run (
    run_id  uuid        PRIMARY KEY,
    due_at  timestamptz NOT NULL,
    reason  text        NOT NULL CHECK (reason IN ('Scheduled', 'AwaitingRetry', 'AwaitingWorker', 'AwaitingCache')),
    waits   integer     NOT NULL DEFAULT 0
);
CREATE INDEX due_run_by_time ON due_run (due_at);

-- Insert-only side tables for lists and charts.

CREATE TABLE unsuccessful_run (
    state  text NOT NULL,
    run_id uuid NOT NULL,
    PRIMARY KEY (state, run_id)
);

CREATE TABLE run_tag (
    tag    text NOT NULL,
    run_id uuid NOT NULL,
    PRIMARY KEY (tag, run_id)
);

CREATE TABLE run_minute_delta (
    minute timestamptz NOT NULL,
    queue  text        NOT NULL,
    task   text        NOT NULL,
    state  text        NOT NULL,
    bucket smallint    NOT NULL,
    n      integer     NOT NULL
);

-- state: SUBMITTED or a terminal state; bucket: 0 for SUBMITTED, else the duration from first start to end, see duration_bucket.
CREATE TABLE run_minute (
    minute timestamptz NOT NULL,
    queue  text        NOT NULL,
    task   text        NOT NULL,
    state  text        NOT NULL,
    bucket smallint    NOT NULL,
    n      bigint      NOT NULL,
    PRIMARY KEY (minute, queue, task, state, bucket)
);

CREATE TABLE idempotency_key (
    task       text        NOT NULL,
    key        text        NOT NULL,
    run_id     uuid        NOT NULL,
    body_hash  bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (task, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key USING brin (created_at);

CREATE TABLE cancel_request (
    run_id       uuid        PRIMARY KEY,
    session_id   bigint      NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX cancel_request_by_session ON cancel_request (session_id);

CREATE TABLE hook_due (
    run_id     uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('onCompletion', 'onFailure')),
    task       text        NOT NULL,
    session_id bigint,
    tries      integer     NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, kind)
);

CREATE TABLE cache_entry (
    key        bytea       PRIMARY KEY,
    run_id     uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE INDEX cache_entry_by_run ON cache_entry (run_id);

CREATE TABLE cache_lock (
    key        bytea       PRIMARY KEY,
    run_id     uuid        NOT NULL,
    locked_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cache_waiter (
    run_id uuid        PRIMARY KEY,
    key    bytea       NOT NULL,
    since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX cache_waiter_by_key ON cache_waiter (key, since);

-- What workers say of themselves.

CREATE TABLE published_task (
    name          text        PRIMARY KEY,
    description   text        NOT NULL,
    queue         text        NOT NULL,
    tags          text[]      NOT NULL,
    run_name      text,
    max_attempts  integer     NOT NULL,
    options       json        NOT NULL,
    input_schema  json        NOT NULL,
    output_schema json        NOT NULL,
    source_digest text        NOT NULL,
    retention     interval,
    has_failure_hook boolean  NOT NULL DEFAULT false,
    published_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE queue (
    name       text        PRIMARY KEY,
    paused_at  timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE worker_session (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    worker       text        NOT NULL,
    host         text        NOT NULL,
    pid          bigint      NOT NULL,
    version      text        NOT NULL,
    queues       text[]      NOT NULL,
    tasks        text[]      NOT NULL,
    slots        integer     NOT NULL,
    in_flight    integer     NOT NULL DEFAULT 0,
    started_at   timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    draining_at  timestamptz,
    lost_at      timestamptz,
    ended_at     timestamptz
) WITH (fillfactor = 50);

-- Functions.

CREATE FUNCTION duration_bucket(started timestamptz, ended timestamptz) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- bucket k ends at 2^k ms; 0 is up to 1 ms, 31 is everything above 12 days
    -- (in double precision: numeric's logarithm took 20 us of a completion)
    SELECT CASE WHEN started IS NULL OR ended <= started + interval '1 ms' THEN 0
                ELSE least(31, ceil(ln(extract(epoch FROM ended - started)::float8 * 1000) / ln(2::float8)))::int END::smallint
$$;

CREATE FUNCTION uuid_lower_bound(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

CREATE FUNCTION uuid_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_timestamp(('x0000' || substr(replace(id::text, '-', ''), 1, 12))::bit(64)::bigint / 1000.0)
$$;

CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
               substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- Makes the partition that covers now() and those after it, `ahead` of them, each `width` wide. Safe to call from everywhere at once.
CREATE FUNCTION ensure_partitions(width interval, ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    lower_bound timestamptz;
    upper_bound timestamptz;
    partition text;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('offload.ensure_partitions'));
    SELECT max(upper_at) INTO lower_bound FROM run_partition;
    IF lower_bound IS NULL THEN
        lower_bound := date_trunc('day', clock_timestamp()) - interval '1 day';
    END IF;
    WHILE lower_bound <= clock_timestamp() + width * ahead LOOP
        upper_bound := greatest(lower_bound + width, date_trunc('hour', clock_timestamp()));
        partition := to_char(lower_bound AT TIME ZONE 'UTC', 'YYYYMMDD"t"HH24MISS');
        FOREACH parent IN ARRAY ARRAY['task_run', 'run_history', 'run_log'] LOOP
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', parent || '_' || partition, parent);
            IF parent = 'task_run' THEN
                EXECUTE format('ALTER TABLE %I SET (fillfactor = 50)', parent || '_' || partition);
            END IF;
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                parent, parent || '_' || partition, uuid_lower_bound(lower_bound), uuid_lower_bound(upper_bound));
        END LOOP;
        INSERT INTO run_partition (suffix, lower_at, upper_at) VALUES (partition, lower_bound, upper_bound);
        lower_bound := upper_bound;
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- Submits a run inside the caller's transaction: the run exists if and only if that transaction commits.
CREATE FUNCTION submit(task text, input json, delay interval DEFAULT NULL, tags text[] DEFAULT NULL, name text DEFAULT NULL) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    published published_task%ROWTYPE;
    run uuid := uuid7();
    due timestamptz := CASE WHEN submit.delay > interval '0' THEN clock_timestamp() + submit.delay END;
    all_tags text[];
BEGIN
    SELECT * INTO published FROM published_task t WHERE t.name = submit.task;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'task "%" is unknown: no worker has ever published it', submit.task USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF submit.input IS NULL OR json_typeof(submit.input) <> 'object' THEN
        RAISE EXCEPTION 'input of task "%" must be a JSON object', submit.task USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF octet_length(submit.input::text) > 1048576 THEN
        RAISE EXCEPTION 'input of task "%" is larger than 1 MiB', submit.task USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF char_length(submit.name) > 200 THEN
        RAISE EXCEPTION 'name is longer than 200 characters' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT array_agg(DISTINCT t) INTO all_tags FROM unnest(published.tags || submit.tags) AS t;
    IF cardinality(all_tags) > 20 OR EXISTS (SELECT 1 FROM unnest(all_tags) AS t WHERE t IS NULL OR t !~ '^[A-Za-z0-9._:/-]{1,64}$') THEN
        RAISE EXCEPTION 'tags: at most 20, each 1-64 of [A-Za-z0-9._:/-]' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    INSERT INTO queue (name) VALUES (published.queue) ON CONFLICT DO NOTHING;
    INSERT INTO task_run (id, task, queue, state, state_name, state_at, max_attempts, scheduled_for, name, tags, input)
    VALUES (run, submit.task, published.queue, CASE WHEN due IS NULL THEN 'PENDING' ELSE 'SCHEDULED' END,
            CASE WHEN due IS NULL THEN 'Pending' ELSE 'Scheduled' END, clock_timestamp(), published.max_attempts, due, submit.name, all_tags, submit.input);
    INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason)
    VALUES (run, 1, clock_timestamp(), 0, CASE WHEN due IS NULL THEN 'PENDING' ELSE 'SCHEDULED' END,
            CASE WHEN due IS NULL THEN 'Pending' ELSE 'Scheduled' END, 'submitted by SQL');
    INSERT INTO run_tag (tag, run_id) SELECT t, run FROM unnest(all_tags) AS t;
    INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n)
    VALUES (date_trunc('minute', clock_timestamp()), published.queue, submit.task, 'SUBMITTED', 0, 1);
    IF due IS NULL THEN
        INSERT INTO command_batch (queue, run_ids, eligible_at) VALUES (published.queue, ARRAY[run], clock_timestamp());
    ELSE
        INSERT INTO due_run (run_id, due_at, reason) VALUES (run, due, 'Scheduled');
    END IF;
    RETURN run;
END
$$;
