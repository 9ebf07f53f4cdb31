-- Inputs of more than 500 characters have a row of their own, written once: in the run's row a claim and a completion would each copy them
-- (docs/decisions/0012-long-inputs-apart.md). The run's own input is null then.
CREATE TABLE run_input (
    run_id uuid NOT NULL,
    input  json NOT NULL,
    PRIMARY KEY (run_id)
) PARTITION BY RANGE (run_id);
ALTER TABLE task_run ALTER COLUMN input DROP NOT NULL;

-- How a partition is kept, by the parent it belongs to. Rows change within seconds of their insertion or not at all, so what a vacuum or an analysis
-- learns holds for long: with Postgres's own settings a table that grew by a tenth was analyzed anew, at 30,000 rows each time, most of them with JSON
-- that no condition looks at (docs/performance.md).
CREATE FUNCTION keep_partition(parent text, partition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5)',
        partition);
    EXECUTE (SELECT format('ALTER TABLE %I ', partition)
                    || string_agg(format('ALTER COLUMN %I SET STATISTICS %s', attname, CASE WHEN atttypid = 'json'::regtype THEN 0 ELSE 20 END), ', ')
               FROM pg_attribute WHERE attrelid = format('%I', partition)::regclass AND attnum > 0 AND NOT attisdropped);
    IF parent = 'task_run' THEN
        EXECUTE format('ALTER TABLE %I SET (fillfactor = 50)', partition);
    END IF;
END
$$;

DO $$
DECLARE
    part run_partition%ROWTYPE;
    parent text;
BEGIN
    FOR part IN SELECT * FROM run_partition LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF run_input FOR VALUES FROM (%L) TO (%L)',
            'run_input_' || part.suffix, uuid_lower_bound(part.lower_at), uuid_lower_bound(part.upper_at));
        FOREACH parent IN ARRAY ARRAY['task_run', 'run_input', 'run_history', 'run_log'] LOOP
            PERFORM keep_partition(parent, parent || '_' || part.suffix);
        END LOOP;
    END LOOP;
END
$$;

-- Makes the partition that covers now() and those after it, `ahead` of them, each `width` wide. Safe to call from everywhere at once.
CREATE OR REPLACE FUNCTION ensure_partitions(width interval, ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
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
        FOREACH parent IN ARRAY ARRAY['task_run', 'run_input', 'run_history', 'run_log'] LOOP
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', parent || '_' || partition, parent);
            PERFORM keep_partition(parent, parent || '_' || partition);
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
CREATE OR REPLACE FUNCTION submit(task text, input json, delay interval DEFAULT NULL, tags text[] DEFAULT NULL, name text DEFAULT NULL) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    published published_task%ROWTYPE;
    run uuid := uuid7();
    due timestamptz := CASE WHEN submit.delay > interval '0' THEN clock_timestamp() + submit.delay END;
    all_tags text[];
    input_apart boolean := char_length(submit.input::text) > 500;
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
            CASE WHEN due IS NULL THEN 'Pending' ELSE 'Scheduled' END, clock_timestamp(), published.max_attempts, due, submit.name, all_tags,
            CASE WHEN NOT input_apart THEN submit.input END);
    IF input_apart THEN
        INSERT INTO run_input (run_id, input) VALUES (run, submit.input);
    END IF;
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
